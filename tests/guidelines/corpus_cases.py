"""Documents of a corpus file in; a changed case for each, and what was said of it, out. CORPUS.md tells the format."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from pipeline.build import Result, Wishes, check_case
from pipeline.findings import Severity
from pipeline.workspace import Workspace

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
BASE = HERE / "base"
COMPARED = ("lacks", "findings", "errors", "waived")
KEYS = {"name", "near", "case", "narrative", "text", "files", "guideline", "states", "judged", *COMPARED}
Change = Mapping[str, Any]
"""A document as YAML gives it; its values are texts, lists and mappings."""


@dataclass(frozen=True, slots=True)
class Document:
    family: str
    given: Change

    @property
    def name(self) -> str:
        return str(self.given["name"])

    @property
    def near(self) -> frozenset[str]:
        near = self.given.get("near", ())
        return frozenset([near] if isinstance(near, str) else near)

    @property
    def expected(self) -> dict[str, frozenset[str]]:
        """What the document compares: `lacks` → ids."""
        return {key: frozenset(self.given[key]) for key in COMPARED if key in self.given}

    @property
    def states(self) -> dict[str, str]:
        return {str(item): str(state) for item, state in self.given.get("states", {}).items()}

    @property
    def judged(self) -> dict[str, str]:
        """Item → the state that a reader gives it, where `states` has another."""
        return {str(item): str(state) for item, state in self.given.get("judged", {}).items()}


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a case."""

    raised: Mapping[str, frozenset[str]]
    states: Mapping[str, str]
    told: tuple[str, ...]
    """Every finding and lack in words, for whoever reads a failure."""


def documents(path: Path) -> tuple[Document, ...]:
    loaded = yaml.load_all(path.read_text("utf-8"), Loader=yaml.CBaseLoader)
    return tuple(Document(path.stem, one) for one in loaded if one)


def all_documents() -> Iterator[Document]:
    for path in sorted(CORPUS.glob("*.yaml")):
        yield from documents(path)


def said_of(document: Document, root: Path) -> Said:
    """Builds the changed case below `root`, which is empty, and checks it."""
    unknown = set(document.given) - KEYS
    assert not unknown, f"{document.name}: {unknown} are no keys of a document"
    folder = root / "cases" / "case"
    shutil.copytree(BASE, folder)
    facts = changed(
        yaml.load((BASE / "case.yaml").read_text("utf-8"), yaml.CBaseLoader), document.given.get("case", {})
    )
    (folder / "case.yaml").write_text(
        yaml.dump(facts, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8"
    )
    narrative = rewritten((BASE / "narrative.md").read_text("utf-8"), document.given.get("narrative", {}))
    for old, new in document.given.get("text", {}).items():
        assert old in narrative, f"{document.name}: “{old}” is not in the narrative"
        narrative = narrative.replace(old, new)
    (folder / "narrative.md").write_text(narrative, "utf-8")
    for path, content in document.given.get("files", {}).items():
        _write(root / path, content)
    return _said(check_case(Workspace(root), "case", Wishes(guideline=str(document.given.get("guideline", "")))))


def changed(facts: Any, change: Change) -> Any:
    """The facts with each field at its path replaced, added, or taken away."""
    facts = copy.deepcopy(facts)
    for path, value in change.items():
        *above, last = _steps(path)
        place = facts
        for step in above:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        key = int(last) if isinstance(place, list) else last
        if value == "~":
            del place[key]
        elif isinstance(place, list) and key == len(place):
            place.append(value)
        else:
            place[key] = value
    return facts


def _steps(path: str) -> list[str]:
    """Below `unknown` a path of a field is one key."""
    return path.split(".", 1) if path.startswith(("unknown.", "not_applicable.")) else path.split(".")


def rewritten(narrative: str, change: Change) -> str:
    """The narrative with the text below each heading replaced; a new heading goes to the end."""
    for heading, text in change.items():
        if heading == "title":
            narrative = f"# {text}\n{narrative.partition(chr(10))[2]}"
            continue
        found = re.search(rf"^(#+) {re.escape(heading)}( {{.*}})?$", narrative, re.MULTILINE)
        if found is None:
            narrative += f"\n## {heading}\n\n{text}\n"
            continue
        following = re.compile(rf"^#{{1,{len(found[1])}}} ", re.MULTILINE).search(narrative, found.end())
        end = following.start() if following else len(narrative)
        kept = "" if text == "~" else f"{found[0]}\n\n{text.rstrip()}\n\n"
        narrative = narrative[: found.start()] + kept + narrative[end:]
    return narrative


def _write(path: Path, content: Any) -> None:
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    today = datetime.now(tz=UTC).date()
    text = text.replace("{today}", str(today)).replace("{long ago}", str(today - timedelta(days=400)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _said(result: Result) -> Said:
    answers = result.checklists[0].answers if result.checklists else ()
    lacks = [lack for answer in answers for lack in (*answer.lacks, *answer.advice)]
    grave = {Severity.ERROR, Severity.FATAL, Severity.REFUSAL}
    raised = {
        "lacks": frozenset(lack.check for lack in lacks),
        "findings": frozenset(finding.rule.id for finding in result.findings),
        "errors": frozenset(finding.rule.id for finding in result.findings if finding.severity in grave),
        "waived": frozenset(finding.rule.id for finding, _ in result.waived),
    }
    told = [f"{finding.where}: {finding.rule.id}: {finding.message}" for finding in result.findings]
    told += [f"{lack.where}: {lack.check}: {lack.message}" for lack in lacks]
    return Said(raised, {answer.item.id: str(answer.state) for answer in answers}, tuple(told))
