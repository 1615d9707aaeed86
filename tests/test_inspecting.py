"""The last look at the bytes: what must not be in an output, and what must."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.findings import Location
from pipeline.inspecting import inspect
from pipeline.manuscript import Kind
from pipeline.writing import TEXTS
from pipeline.writing.output import Output
from tests.resolving.made import case
from tests.writing.specimen import specimen

NOTICE = specimen(Kind.SYNTHETIC).notice


def found(text: str, kind: Kind, root: Path) -> list[tuple[str, Location]]:
    outputs = {"text": Output({"specimen.txt": text.encode()}, {})}
    findings = inspect(case(), specimen(kind), outputs, root)
    return [(f.rule.id, f.where) for f in findings if f.rule.id != "lost-in-output"]


@pytest.mark.parametrize(
    ("text", "kind", "rules"),
    [
        ("", Kind.OWN, ["output-empty"]),
        ("A report.", Kind.OWN, []),
        ("A report.", Kind.SYNTHETIC, ["notice-missing"]),
        (f"A report. {NOTICE}", Kind.SYNTHETIC, []),
        ("Drawn from {root}/figures/mri.png", Kind.OWN, ["local-path"]),
        ("Drawn from figures/mri.png", Kind.OWN, []),
    ],
)
def test_an_output_says_what_it_must_and_nothing_of_this_computer(
    text: str, kind: Kind, rules: list[str], tmp_path: Path
) -> None:
    assert "text" in TEXTS
    told = found(text.format(root=tmp_path.resolve()), kind, tmp_path)
    assert told == [(rule, Location("build/specimen/specimen.txt")) for rule in rules]
