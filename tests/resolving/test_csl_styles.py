"""Names of styles, and the honest word for each: verified, unverified, refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.findings import Location
from pipeline.journals import load_journal
from pipeline.resolving.csl import load_style
from pipeline.resolving.csl.offering import aliases, refusal, verified
from pipeline.resolving.csl.own import read_own
from pipeline.resolving.csl.styles import INSTALLED, installed
from pipeline.workspace import Workspace

HERE = Location("cases/a/case.yaml", 3, 8)
ORACLE = Path(__file__).parent / "csl_oracle" / "expected.json"


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
def test_every_alias_leads_to_a_verified_style(alias: str) -> None:
    style, findings = load_style(alias, HERE)
    assert style is not None
    assert findings == []


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


def test_verified_are_exactly_the_styles_that_are_compared_with_the_reference_implementation() -> None:
    assert verified() == set(json.loads(ORACLE.read_text("utf-8")))


@pytest.mark.parametrize("name", sorted(verified()))
def test_a_verified_style_is_offered_and_depends_on_no_other(name: str) -> None:
    file = installed(name)
    assert file is not None
    assert (file.name, refusal(file.root)) == (name, None)


@pytest.mark.parametrize("journal", Workspace(Path("nowhere")).template_names("journals", ".yaml"))
def test_every_journal_that_ships_has_a_verified_style(journal: str) -> None:
    profile, _ = load_journal(Workspace(Path("nowhere")), journal, HERE)
    assert load_style(profile.style, HERE)[1] == []


@pytest.mark.parametrize("name", ["current-opinion", "Aktuelle Dermatologie"])
def test_a_style_that_nobody_has_compared_is_used_with_a_warning(name: str) -> None:
    style, (finding,) = load_style(name, HERE)
    assert style is not None
    assert (finding.rule.id, finding.where, finding.quote) == ("citation-style-not-verified", HERE, name)
    assert finding.hint == "read its references before you submit"


@pytest.mark.parametrize(
    ("name", "does", "lacks"),
    [
        ("apa", "cites by author and year", "only the year behind them"),
        ("chicago-notes-bibliography", "puts references into notes", "in full once and briefly after that"),
        ("chicago-in-text-full", "cites by author", "name authors in a sentence"),
        ("din-1505-2-alphanumeric", "cites by labels", "links from such labels"),
        ("wikipedia-fr-templates", "does not number its references", "any way to cite but by number"),
    ],
)
def test_a_style_that_would_be_printed_wrongly_is_refused_with_what_is_missing(
    name: str, does: str, lacks: str
) -> None:
    style, (finding,) = load_style(name, HERE)
    assert style is None
    assert finding.rule.id == "citation-style-not-offered"
    assert does in finding.message
    assert lacks in finding.message


def test_a_style_that_only_points_to_another_keeps_its_own_language() -> None:
    german, _ = load_style("aktuelle-dermatologie", HERE)
    assert german is not None
    assert german.default_locale == "de-DE"
    parent, _ = load_style(german.path.stem, HERE)
    assert parent is not None
    assert parent.default_locale == ""


@pytest.mark.heavy
def test_every_style_that_is_offered_is_read_without_a_complaint_and_prints_an_article() -> None:
    offered = [path for path in INSTALLED.glob("*.csl") if (file := installed(path.stem)) and not refusal(file.root)]
    found = {path.name: findings for path in offered if (findings := read_own(path, path.name).findings)}
    assert len(offered) > 800
    assert found == {}
