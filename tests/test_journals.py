"""Profiles of journals: what they may say, how they extend each other, and what becomes of one that is broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.findings import Finding, Location, Severity
from pipeline.journals import Journal, journal_names, load_journal
from pipeline.journals.describing import Row, describe, in_short, values_of
from pipeline.journals.value import known
from pipeline.resolving.csl import load_style
from pipeline.workspace import Workspace

HERE = Location("cases/x/case.yaml", 5)
TODAY = date(2026, 11, 23)
SHIPPED = [name for name in journal_names(Workspace(Path())) if name != "default"]
ELEVEN = "acr-ame ajcr bmj-case-reports ccr-wiley cureus ijscr jaad-cr jmcr omcr radcr sage-open-mcr".split()


def written(root: Path, files: dict[str, str]) -> Workspace:
    for name, text in files.items():
        path = root / "templates" / "journals" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Workspace(root)


def load(root: Path, name: str, **files: str) -> tuple[Journal, list[str]]:
    """The journal, and findings as `place: message`."""
    journal, findings = load_journal(written(root, files), name, HERE)
    assert all(finding.severity is Severity.ERROR for finding in findings), "no profile stops a case"
    return journal, [told(finding) for finding in findings]


def told(finding: Finding) -> str:
    return f"{finding.where}: {finding.message}".removeprefix("templates/journals/")


# --- one profile ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("age", "form"), [("", "exact"), ("age: exact\n", "exact"), ("age: decade\n", "decade")])
def test_how_exact_an_age_is(age: str, form: str, tmp_path: Path) -> None:
    journal, findings = load(tmp_path, "own", own=f"name: Own\nstyle: vancouver\n{age}")
    assert (journal.style, journal.age, findings) == ("vancouver", form, [])


def test_a_value_alone_is_one_that_the_author_saw_and_a_mapping_says_how_sure_it_is(tmp_path: Path) -> None:
    text = "style: apa\nabstract:\n  max_words: 250\n  headings: {is: none, sure: old, source: old page, seen: 2019}\n"
    abstract = load(tmp_path, "own", own=text)[0].profile.abstract
    assert abstract.max_words is not None
    assert abstract.headings is not None
    assert (known(abstract.max_words), abstract.max_words.sure) == (250, "high")
    assert (known(abstract.headings), abstract.headings.sure, abstract.headings.seen) == ("none", "old", "2019")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("age: roughly", "own.yaml:3:6: `age`: write one of: exact, decade"),
        ("abstract: {max_words: few}", "own.yaml:3:23: `abstract.max_words`: a whole number is expected here"),
        ("figures: {dpi: many}", "own.yaml:3:16: `figures.dpi`: a number above 0 is expected here"),
        ("figures: {dpi: 0.0}", "own.yaml:3:16: `figures.dpi`: a number above 0 is expected here"),
        ("abstract: {headings: []}", "own.yaml:3:22: `abstract.headings`: write none, or nothing is listed here"),
        ("title: {forbidden: ['']}", "own.yaml:3:22: `title.forbidden.0`: nothing is written here"),
        ("keyword: {min: 3}", "own.yaml:3:1: `keyword` is not a field"),
        ("verified_on: 2026-02-30", "own.yaml:3:14: `verified_on`: this day is in no calendar"),
        ("verified_on: 20261120", "own.yaml:3:14: `verified_on`: a day is written 2026-11-23"),
        ("verified_on: 2026-W47-5", "own.yaml:3:14: `verified_on`: a day is written 2026-11-23"),
        (
            "issn: {sure: high}",
            "own.yaml:3:7: `issn`: there is no `is:` with a value; of what nobody knows, write `sure: none`",
        ),
        (
            "issn: {is: 1, sure: none}",
            "own.yaml:3:7: `issn`: here is a value, but `sure: none` says that it is not known",
        ),
        ("issn: {is: 1, sure: hihg}", "own.yaml:3:21: `issn.sure`: write one of: high, medium, old, low, none"),
    ],
)
def test_what_cannot_be_used_is_told_at_its_line_and_the_rest_holds(wrong: str, message: str, tmp_path: Path) -> None:
    journal, findings = load(tmp_path, "own", own=f"name: Own\nstyle: apa\n{wrong}\nmax_patients: 2\n")
    assert len(findings) == 1
    assert findings[0].startswith(message)
    assert (journal.name, journal.style, known(journal.profile.max_patients)) == ("Own", "apa", 2)


def test_a_misspelt_sureness_makes_nothing_surer(tmp_path: Path) -> None:
    journal, _ = load(tmp_path, "own", own="style: apa\nissn: {is: 1, sure: hihg}\n")
    assert journal.profile.issn is not None
    assert journal.profile.issn.sure == "low"


def test_where_a_profile_names_no_style_the_usual_one_is_printed_and_the_rest_holds(tmp_path: Path) -> None:
    journal, findings = load(tmp_path, "own", own="name: Own\nage: decade\n")
    assert (journal.style, journal.age) == ("nlm-citation-sequence", "decade")
    assert findings == ["own.yaml: this profile names no citation style; nlm-citation-sequence is printed"]


def test_the_usual_profile_can_be_an_own_one(tmp_path: Path) -> None:
    journal, findings = load(tmp_path, "", default="style: apa\nage: decade\nfigures: {dpi: 500}\n")
    assert (journal.id, journal.name, journal.style, journal.age) == ("default", "", "apa", "decade")
    assert (journal.figures.dpi, findings) == (500, [])


@pytest.mark.parametrize("text", ["", "- a list\n", "name: [open\n", "name: a\n  b: c: d\n", "\x00"])
def test_a_file_that_is_no_profile_is_replaced_by_the_default_one(text: str, tmp_path: Path) -> None:
    journal, findings = load(tmp_path, "own", own=text)
    assert (journal.id, journal.style) == ("default", "nlm-citation-sequence")
    assert findings
    assert all(finding.startswith("own.yaml") for finding in findings)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("bmj-case-report", "did you mean `bmj-case-reports`?"),
        ("zzz", f"known here: {', '.join(SHIPPED)}"),
        ("../labels/en", f"known here: {', '.join(SHIPPED)}"),
        ("publishers/bmc", f"known here: {', '.join(SHIPPED)}"),
    ],
)
def test_an_unknown_journal(name: str, hint: str, tmp_path: Path) -> None:
    journal, (finding,) = load_journal(Workspace(tmp_path), name, HERE)
    assert (journal.id, finding.rule.id, finding.where, finding.hint) == ("default", "unknown-journal", HERE, hint)


# --- profiles that extend others --------------------------------------------------------------------


def test_an_own_profile_extends_the_shipped_one_of_the_same_name(tmp_path: Path) -> None:
    own = "extends: jmcr\nverified_on: 2026-11-01\nabstract: {max_words: 300}\n"
    journal, findings = load(tmp_path, "jmcr", jmcr=own)
    assert findings == []
    assert (journal.name, journal.profile.verified_on) == ("Journal of Medical Case Reports", "2026-11-01")
    assert known(journal.profile.abstract.max_words) == 300
    assert known(journal.profile.abstract.headings) == ("Background", "Case presentation", "Conclusions")
    assert known(journal.profile.keywords.max) == 10, "of the publisher, two files away"


def test_who_verified_a_profile_did_not_verify_one_that_extends_it(tmp_path: Path) -> None:
    files = {
        "base": "style: apa\nverified_on: 2026-11-01\nmax_patients: 2\n",
        "own": "extends: base\nreferences: {max: 3}\n",
    }
    assert load(tmp_path, "base", **files)[0].profile.verified_on == "2026-11-01"
    assert load(tmp_path, "own", **files)[0].profile.verified_on is None


def test_a_section_that_lost_its_heading_is_not_looked_for(tmp_path: Path) -> None:
    journal, (finding,) = load(tmp_path, "own", own="style: apa\nsections: [Intro, {parts: [discussion]}]\n")
    assert finding == "own.yaml:2:19: `heading` of `sections.1` is missing"
    assert [section.heading for section in known(journal.profile.sections) or ()] == ["Intro"]


def test_a_value_without_source_was_seen_on_no_day(tmp_path: Path) -> None:
    base = "style: apa\nseen_on: 2026-01-02\nissn: {is: 1, source: memory}\n"
    base += "max_patients: {is: 2, sure: high, source: page}\n"
    journal, _ = load(tmp_path, "own", base=base, own="extends: base\nreferences: {max: 3}\n")
    assert {row.topic: row.seen for row in describe(journal)} == {
        "style": "",
        "issn": "",
        "max patients": "2026-01-02",
        "references: max": "",
    }


def test_what_is_changed_of_a_guideline_adds_up(tmp_path: Path) -> None:
    base = "style: apa\noverrides: {care-2013: {'2': {topic: Base}, '3': {topic: Three}}, other: {a: {topic: A}}}\n"
    own = "extends: base\noverrides: {care-2013: {'2': {topic: Own}}}\n"
    journal, findings = load(tmp_path, "own", base=base, own=own)
    topics = {g: {item: o.topic for item, o in items.items()} for g, items in journal.overrides.items()}
    assert topics == {"care-2013": {"2": "Own", "3": "Three"}, "other": {"a": "A"}}
    assert findings == []


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"a": "extends: b\nstyle: apa\n", "b": "extends: a\n"},
            "b.yaml:1:10: these profiles extend each other in a circle: a → b → a",
        ),
        (
            {"a": "style: apa\nextends: a\n"},
            "a.yaml:2:10: no profile of the same name ships with Casewright that it could extend",
        ),
        ({"a": "style: apa\nextends: jmrc\n"}, "a.yaml:2:10: there is no such profile that it could extend"),
        ({"a": "style: apa\nextends: ../x\n"}, "a.yaml:2:10: there is no such profile that it could extend"),
        ({"a": "style: apa\nextends: b\n", "b": "agee: exact\n"}, "b.yaml:1:1: `agee` is not a field"),
    ],
)
def test_what_is_wrong_with_extending(files: dict[str, str], message: str, tmp_path: Path) -> None:
    journal, findings = load(tmp_path, "a", **files)
    assert len(findings) == 1
    assert findings[0].startswith(message)
    assert journal.style == "apa"


def test_a_misspelt_profile_to_extend_has_a_near_one(tmp_path: Path) -> None:
    _, (finding,) = load_journal(written(tmp_path, {"a": "style: apa\nextends: publishers/bcm\n"}), "a", HERE)
    assert finding.hint == "did you mean `publishers/bmc`?"


# --- what ships -------------------------------------------------------------------------------------


def test_the_eleven_journals_ship() -> None:
    assert SHIPPED == ELEVEN


@pytest.mark.parametrize("name", [*SHIPPED, "default"])
def test_a_shipped_profile_is_sound_and_its_style_can_be_printed(name: str) -> None:
    journal, findings = load_journal(Workspace(Path()), name, HERE)
    assert findings == []
    style, problems = load_style(journal.style, HERE)
    assert style is not None
    assert {finding.rule.id for finding in problems} <= {"citation-style-not-verified"}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_value_has_a_source_and_no_journal_was_verified_for_others(name: str) -> None:
    journal, _ = load_journal(Workspace(Path()), name, HERE)
    assert journal.profile.verified_on is None
    assert [row.topic for row in describe(journal) if row.sure != "not known" and not row.source] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_silence_says_nothing_in_the_name_of_the_authors(name: str) -> None:
    """That nobody is thanked is plain to see; that data are not available is for the authors to say."""
    form = known(load_journal(Workspace(Path()), name, HERE)[0].profile.statements)
    said = [part.of for part in form.parts if part.when_empty == "not applicable"] if form else []
    assert set(said) <= {("acknowledgements",)}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_value_says_how_sure_it_is(name: str) -> None:
    journal, _ = load_journal(Workspace(Path()), name, HERE)
    assert [topic for topic, value in values_of(journal.profile) if "sure" not in value.model_fields_set] == []


def test_a_page_about_a_journal_says_of_every_value_how_sure_it_is_and_since_when() -> None:
    rows = {row.topic: row for row in describe(load_journal(Workspace(Path()), "bmj-case-reports", HERE)[0])}
    assert rows["abstract: max words"] == Row("abstract: max words", "150", "seen", "its author template", "2024")
    assert rows["references: max"] == Row("references: max", "not known", "not known", "", "2026-11-22")
    assert rows["title: must contain type"].value == "no"
    assert rows["sections"].value.startswith("Background; Case presentation; Investigations;")
    assert rows["timeline"].value == "a chart of the clinical course is welcome"
    assert rows["sections"].sure == "second-hand"


def test_the_list_tells_how_much_is_sure() -> None:
    workspace = Workspace(Path())
    assert in_short(load_journal(workspace, "ajcr", HERE)[0], TODAY) == (
        "American Journal of Case Reports; style nlm-citation-sequence-brackets; "
        "7 values: 6 from memory, 1 not known; not verified"
    )
    usual = in_short(load_journal(workspace, None, HERE)[0], TODAY)
    assert usual == "where a case names none; style nlm-citation-sequence"
    submission = "; not verified; submission: https://jmedicalcasereports.biomedcentral.com/submission-guidelines"
    assert in_short(load_journal(workspace, "jmcr", HERE)[0], TODAY).endswith(submission)


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-11-01", "; verified on 2026-11-01"), ("2027-11-01", "; not verified"), ("2024-11-01", "; not verified")],
)
def test_the_list_calls_nothing_verified_that_was_so_long_ago_or_will_be(day: str, said: str, tmp_path: Path) -> None:
    journal, _ = load_journal(written(tmp_path, {"own": f"name: Own\nstyle: apa\nverified_on: {day}\n"}), "own", HERE)
    assert in_short(journal, TODAY).endswith(said)
