"""The example of a rule raises it: it is put where an author would write it, and the case is checked."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

import pipeline.cli  # noqa: F401 - declares all rules
from pipeline.build import Wishes, check_case
from pipeline.findings import RULES
from pipeline.references.reviewing import review
from pipeline.workspace import Workspace

SOUND = Path(__file__).parent / "bad_input" / "sound"
TOLD = re.compile(r"\$ |.*(^|\s)# (?!A title$)|<|.*…", re.MULTILINE)
"""What tells of a command, of a file's name or state, or of more than stands there, and so is no input by itself."""
PICTURE = re.compile(r"\b[\w-]+\.(png|jpg|tif|svg)\b")
WITHIN_A_FIGURE = ("panels", "legend")
WITHIN_A_PANEL = ("crop", "marks")
NEEDS_MORE = {
    "character-without-glyph": "a computer without the extra typefaces",
    "formula-not-drawn": "a formula that browsers know and the PDF does not",
    "image-format-not-taken": "a journal that takes no such format",
    "image-narrower-than-asked": "a journal that asks for wider pictures",
    "image-no-such-page": "a picture with pages",
    "interests-not-declared": "a patient of the authors",
    "label-too-long": "a picture that is large enough for letters",
    "no-fields": "another file than case.yaml",
}
"""Rules whose examples need more around them than a sound case gives."""
ELSEWHERE = re.compile(
    r"pipeline\.(guidelines|journals|signing|fixing|labels)\b|pipeline\.checking\.(journal|anonymity|identifying|printed)"
)
"""Modules whose rules the corpus in tests/guidelines raises, or that are about files beside a case."""
LIBRARIES = {"@": "bib", "TY": "ris", "ER": "ris", "PM": "nbib", "[{": "json"}


def written(text: str, case: Path) -> None:
    """Put an example into the sound case: in place of the fields that it names, after the text, or as a library."""
    field = re.match(r"([a-z_]+):(\s|$)", text)
    if suffix := LIBRARIES.get(text[:2], LIBRARIES.get(text[:1], "")):
        (case / f"references.{suffix}").write_text(text, "utf-8")
    elif text.startswith("# A title"):
        (case / "narrative.md").write_text(text, "utf-8")
    elif text.startswith("- "):
        (case / "case.yaml").write_text(text, "utf-8")
    elif field:
        _as_fields(_in_its_figure(text, field[1]), case / "case.yaml")
    else:
        with (case / "narrative.md").open("a", encoding="utf-8") as file:
            file.write(f"\n{text}")


def _in_its_figure(text: str, field: str) -> str:
    lines = PICTURE.sub("sound.png", text).splitlines()
    if field in WITHIN_A_PANEL:
        lines = ["panels:", "  - file: sound.png", "    alt: A grey square.", *(f"    {line}" for line in lines)]
    elif field not in WITHIN_A_FIGURE:
        return text
    return "\n".join(["figures:", "  fig-sound:", "    title: Sound", *(f"    {line}" for line in lines), ""])


def _as_fields(text: str, path: Path) -> None:
    given = set(re.findall(r"^([a-z_]+):", text, re.MULTILINE))
    kept = re.split(r"^(?=[a-z])", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text("".join(part for part in kept if part.partition(":")[0] not in given) + text, "utf-8")


RUN = [
    rule
    for rule in RULES.values()
    if not (TOLD.match(rule.example) or rule.id in NEEDS_MORE or ELSEWHERE.match(rule.module))
]


@pytest.mark.parametrize("rule_id", [rule.id for rule in RUN])
def test_an_example_raises_its_rule(rule_id: str, tmp_path: Path) -> None:
    case = tmp_path / "cases" / "one"
    shutil.copytree(SOUND, case)
    written(RULES[rule_id].example, case)
    workspace = Workspace(tmp_path)
    if RULES[rule_id].example.startswith(tuple(LIBRARIES)):
        findings = review(workspace, ["one"], "", whole=True, today=date(2026, 11, 23)).findings
    else:
        findings = check_case(workspace, "one", Wishes(("phenopacket",))).findings
    assert rule_id in {finding.rule.id for finding in findings}


def test_most_examples_are_run() -> None:
    assert len(RUN) > 120
