"""A case for another journal: what is told, that nothing is written, and that no journal makes a statement vanish."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path

import pytest

from pipeline.build import Result, Wishes, check_case
from pipeline.conservation import losses
from pipeline.findings import Finding, Location, Rule, Severity
from pipeline.journals import journal_names
from pipeline.retargeting import Retarget, as_json, as_text, comparing, retarget
from pipeline.retargeting.comparing import compared
from pipeline.workspace import Workspace
from pipeline.writing import WRITERS
from pipeline.writing.look import Look
from pipeline.writing.templates import Templates

ROOT = Path(__file__).parents[1]
HERE = Workspace(ROOT)
BASE = ROOT / "tests" / "guidelines" / "base"
CASES = ("paraspinal-emh", "synthetic-emh")
JOURNALS = journal_names(HERE)


def unseen(_: Location) -> str:
    return ""


# --- both cases, every journal ----------------------------------------------------------------------


def test_eleven_journals_and_the_default_are_tried() -> None:
    assert len(JOURNALS) == 12


@cache
def checked(case_id: str, journal: str) -> Result:
    return check_case(HERE, case_id, Wishes((), "", journal))


@pytest.mark.parametrize("journal", JOURNALS)
@pytest.mark.parametrize("case_id", CASES)
def test_every_journal_can_be_tried_and_loses_nothing(
    case_id: str, journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is checked once, which takes a while."""
    monkeypatch.setattr(comparing, "check_case", lambda _, case, wishes: checked(case, wishes.journal))
    made = retarget(HERE, case_id, journal)
    assert made.refused == ()
    assert made.after.id == json.loads(as_json(made))["to"] == journal
    assert as_text(made, unseen).startswith(f"{case_id}: ")
    then = checked(case_id, journal)
    assert then.case
    assert then.manuscript
    output = WRITERS["text"].write(then.manuscript, Templates(HERE.templates), Look())
    assert [finding.message for finding in losses(then.case, then.manuscript, {"text": output})] == []


@pytest.mark.parametrize("journal", JOURNALS)
def test_consent_is_found_under_whatever_heading_it_is_printed(journal: str) -> None:
    checklists = checked("synthetic-emh", journal).checklists
    states = {
        str(answer.state) for one in checklists for answer in one.answers if answer.item.topic == "Informed consent"
    }
    assert states <= {"found"}
    assert states or "care-2013" not in {one.id for one in checklists}


# --- a small case -----------------------------------------------------------------------------------


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """With a sound case, and a journal of our own that is all that can be told of."""
    shutil.copytree(BASE, tmp_path / "cases" / "case")
    (tmp_path / "templates" / "journals").mkdir(parents=True)
    (tmp_path / "templates" / "journals" / "strict.yaml").write_text(
        "name: The Strict Journal\n"
        "style: vancouver-superscript\n"
        "age: {is: decade, sure: high, source: its template}\n"
        "abstract: {max_words: {is: 50, sure: high, source: its template}}\n"
        "references: {max: {sure: none}}\n"
        "statements:\n"
        "  is:\n"
        "    heading: {en: Declarations}\n"
        "    parts: [{heading: {en: Money}, of: funding}]\n"
        "    also_wants: [the name of a guarantor]\n"
        "  sure: high\n"
        "submission: {preprints: {is: none, sure: low, source: memory}}\n"
        "more: {licence: {is: CC BY 4.0, sure: medium, source: a list}}\n",
        "utf-8",
    )
    return Workspace(tmp_path)


def test_what_changes_by_itself_is_what_is_printed_otherwise(workspace: Workspace) -> None:
    changes = {change.what: (change.before, change.after) for change in retarget(workspace, "case", "strict").by_itself}
    assert changes["citation style"] == ("nlm-citation-sequence", "vancouver-superscript")
    assert changes["mark of a citation"] == ("(1)", "1 as a superscript")
    assert changes["age"] == ("34-year-old woman", "woman in her 30s")
    assert changes["heading over the statements"] == ("Statements", "Declarations")
    assert changes["statements"][1].startswith("Money, Patient consent, Ethics")
    assert "headings of the text" not in changes


def test_the_case_keeps_a_style_of_its_own(workspace: Workspace) -> None:
    facts = workspace.cases / "case" / "case.yaml"
    facts.write_text(facts.read_text("utf-8") + "style: nlm-citation-sequence\n", "utf-8")
    changes = [change.what for change in retarget(workspace, "case", "strict").by_itself]
    assert "citation style" not in changes
    assert "mark of a citation" not in changes


def test_what_only_a_person_can_settle_says_how_sure_it_is(workspace: Workspace) -> None:
    made = retarget(workspace, "case", "strict")
    assert [(point.topic, point.says, point.sure) for point in made.to_settle] == [
        ("submission: preprints", "none", "from memory"),
        ("also to be stated", "the name of a guarantor", "seen"),
        ("licence", "CC BY 4.0", "second-hand: a list"),
    ]
    assert made.not_known == ("references: max",)


def test_what_must_change_by_hand_names_place_and_limit(workspace: Workspace) -> None:
    made = retarget(workspace, "case", "strict")
    assert [finding.rule.id for finding in made.comes] == ["journal-abstract-words"]
    assert str(made.comes[0].where).startswith("cases/case/narrative.md:3")
    back = workspace.cases / "case" / "case.yaml"
    back.write_text(back.read_text("utf-8") + "journal: strict\n", "utf-8")
    made = retarget(workspace, "case", "default")
    assert [finding.rule.id for finding in made.goes] == ["journal-abstract-words"]
    assert made.comes == ()


def test_text_and_json_tell_the_same(workspace: Workspace) -> None:
    made = retarget(workspace, "case", "strict")
    text, data = as_text(made, unseen), json.loads(as_json(made))
    assert text.splitlines()[0] == ("case: from no journal to The Strict Journal (its profile is not verified)")
    assert data["from"] == "default"
    for change in data["by_itself"]:
        assert f"- {change['what']}: {change['before']} → {change['after']}" in text
    for point in data["to_settle"]:
        assert f"- {point['topic']}: {point['says']} ({point['sure']})" in text
    for row in data["by_hand"]:
        assert row["message"] in text
    assert text.endswith("Nothing was written. To go on, write `journal: strict` in case.yaml.")


def test_nothing_is_written(workspace: Workspace) -> None:
    before = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    retarget(workspace, "case", "strict")
    assert {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()} == before


def test_the_journal_of_the_case_already(workspace: Workspace) -> None:
    made = retarget(workspace, "case", "default")
    assert (made.comes, made.goes, made.by_itself) == ((), (), ())
    assert "is the journal of this case already" in as_text(made, unseen)
    assert "write `journal:" not in as_text(made, unseen)


# --- what cannot be compared ------------------------------------------------------------------------


def refused(made: Retarget) -> list[tuple[str, str]]:
    assert (made.comes, made.by_itself, made.to_settle) == ((), (), ())
    return [(finding.rule.id, finding.hint) for finding in made.refused]


def test_a_misspelt_journal(workspace: Workspace) -> None:
    made = retarget(workspace, "case", "strickt")
    assert refused(made) == [("unknown-journal", "did you mean `strict`?")]
    assert "there is no profile of this journal" in as_text(made, unseen)


def test_a_misspelt_case(workspace: Workspace) -> None:
    assert [name for name, _ in refused(retarget(workspace, "caes", "strict"))] == ["no-such-case"]


def test_a_case_that_cannot_be_read(workspace: Workspace) -> None:
    (workspace.cases / "case" / "case.yaml").write_text("- not a case\n", "utf-8")
    assert refused(retarget(workspace, "case", "strict"))


# --- comparing findings -----------------------------------------------------------------------------

LIMIT = Rule("limit-of-a-test", Severity.WARNING, "For these tests.")
OTHER = Rule("other-of-a-test", Severity.WARNING, "For these tests.")


def at(message: str, line: int = 1, of: object = LIMIT) -> Finding:
    return (OTHER if of is OTHER else LIMIT).at(Location("narrative.md", line), message)


@pytest.mark.parametrize(
    ("now", "then", "comes", "goes", "stays"),
    [
        ([], [at("new")], ["new"], [], []),
        ([at("old")], [], [], ["old"], []),
        ([at("both")], [at("both")], [], [], ["both"]),
        ([at("One Journal allows 5")], [at("Another Journal allows 5")], [], [], ["Another Journal allows 5"]),
        ([at("One Journal allows 5")], [at("Another Journal allows 3")], ["Another Journal allows 3"], [], []),
        ([at("x", 1)], [at("x", 2)], ["x"], ["x"], []),
        ([at("x", 1, OTHER)], [at("y", 1)], ["y"], ["x"], []),
    ],
)
def test_what_comes_goes_and_stays(
    now: list[Finding], then: list[Finding], comes: list[str], goes: list[str], stays: list[str]
) -> None:
    found = compared(now, then, ("One Journal", "Another Journal"))
    assert [[finding.message for finding in group] for group in found] == [comes, goes, stays]
