from __future__ import annotations

import pytest

from pipeline.findings import Location
from pipeline.resolving.csl import load_style
from pipeline.resolving.csl.styles import aliases

HERE = Location("cases/a/case.yaml", 3, 8)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("bmj", "bmj"),
        ("BMJ.csl", "bmj"),
        ("vancouver", "nlm-citation-sequence"),
        ("American Medical Association", "american-medical-association"),
        ("journal-of-medical-case-reports", "springer-vancouver-brackets"),
        ("jmcr", "springer-vancouver-brackets"),
    ],
)
def test_a_style_is_found_by_name_alias_and_what_it_depends_on(name: str, file: str) -> None:
    style, findings = load_style(name, HERE)
    assert style is not None
    assert findings == []
    assert style.path.stem == file


@pytest.mark.parametrize("alias", aliases())
def test_every_alias_leads_to_a_style(alias: str) -> None:
    assert load_style(alias, HERE)[0] is not None


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("vancuver", "“vancouver”"),
        ("bmjj", "“bmj”"),
        ("../../bmj", "bmj"),
        ("", "vancouver"),
        ("x" * 5000, "vancouver"),
    ],
)
def test_an_unknown_style_is_a_finding_with_the_nearest_name(name: str, hint: str) -> None:
    style, (finding,) = load_style(name, HERE)
    assert style is None
    assert (finding.rule.id, finding.where) == ("unknown-citation-style", HERE)
    assert hint in finding.hint


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("apa", "author and year"),
        ("chicago-notes-bibliography", "into notes"),
        ("nlm-citation-name", "by name"),
    ],
)
def test_a_style_that_would_be_printed_wrongly_is_refused_with_the_reason(name: str, reason: str) -> None:
    style, (finding,) = load_style(name, HERE)
    assert style is None
    assert finding.rule.id == "citation-style-not-offered"
    assert reason in finding.message
