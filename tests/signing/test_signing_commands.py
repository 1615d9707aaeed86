"""`casewright sign`, `waive` and `check --fix` as their user meets them."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from pipeline.build import Result, Wishes, check_case
from pipeline.cli import main
from pipeline.guidelines.answers import Confirmed
from pipeline.signing.signatures import read_signatures
from pipeline.workspace import Workspace

SOUND = Path(__file__).parents[1] / "bad_input" / "sound"
NOT_CALLED = "  fig-more:\n    title: More\n    panels: [{file: sound.png, alt: A square.}]\nconsent"
CONFIRMED = "care-2013/1 is confirmed by Ada Example"


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    shutil.copytree(SOUND, tmp_path / "cases" / "one")
    return Workspace(tmp_path)


def typed(monkeypatch: pytest.MonkeyPatch, text: str, *, terminal: bool = False) -> None:
    given = io.StringIO(text)
    monkeypatch.setattr(given, "isatty", lambda: terminal)
    monkeypatch.setattr("sys.stdin", given)


def signing(*items: str, name: str = "Ada Example") -> list[str]:
    return ["sign", "one", *items, "--as", name]


def waiving(rule: str, at: str = "", because: str = "It is a logo.", name: str = "Ada Example") -> list[str]:
    return ["waive", rule, "--because", because, "--as", name, "--at", at]


def run(arguments: list[str], space: Workspace) -> int:
    return main([*arguments, "--root", str(space.root)])


def signed(space: Workspace) -> list[tuple[str, str]]:
    return [(one.item, one.by) for one in read_signatures(space.case_folder("one"), space.show)[0]]


def decisions(space: Workspace) -> Result:
    return check_case(space, "one", Wishes(()))


# --- sign --------------------------------------------------------------------------------------------------


def test_an_item_is_shown_with_what_answers_it_and_confirmed_by_name(
    space: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "y\n")
    assert run(signing("1"), space) == 0
    shown = capsys.readouterr().out
    assert "Item 1 (1 of 1): " in shown
    assert "  asks: " in shown
    assert "(cases/one/narrative.md:1:" in shown
    assert "    A sound case\n" in shown
    assert CONFIRMED in shown
    first = decisions(space).checklists[0].answers[0]
    assert (first.confirmation.state, first.confirmation.by) == (Confirmed.CONFIRMED, "Ada Example")


def test_a_word_changed_afterwards_takes_the_confirmation_back(
    space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "y\n")
    run(signing("1"), space)
    path = space.case_folder("one") / "narrative.md"
    path.write_text("\n\n" + path.read_text("utf-8"), "utf-8")
    assert decisions(space).checklists[0].answers[0].confirmation.state is Confirmed.CONFIRMED
    path.write_text(path.read_text("utf-8").replace("# A sound", "# A very sound"), "utf-8")
    after = decisions(space)
    assert after.checklists[0].answers[0].confirmation.state is Confirmed.LAPSED
    assert [one.message for one in after.findings if one.rule.id == "signatures-lapsed"] == [
        "a confirmation lapsed, for what was confirmed has changed since: care-2013, 1"
    ]


def test_a_missing_item_cannot_be_confirmed(
    space: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "y\ny\ny\n")
    assert run(signing("12"), space) == 0
    assert "This item cannot be confirmed: nothing in the text answers it." in capsys.readouterr().out
    assert signed(space) == []


def test_an_item_that_does_not_apply_can_with_its_reason_shown(
    space: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with (space.case_folder("one") / "case.yaml").open("a", encoding="utf-8") as file:
        file.write("not_applicable: {12: the patient died}\n")
    typed(monkeypatch, "y\n")
    assert run(signing("12"), space) == 0
    assert "state: not applicable (the patient died)" in capsys.readouterr().out
    assert signed(space) == [("12", "Ada Example")]


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ("", []),
        ("\n\n\n", []),
        ("all\nyes to all\n", []),
        ("s\ny\n", ["10a"]),
        ("y\nq\ny\n", ["1"]),
        # The end of the answers keeps what was confirmed.
        ("y\n", ["1"]),
        ("s\nb\ny\nq\n", ["1"]),
        ("b\nYES\nquit\n", ["1"]),
    ],
)
def test_only_what_was_said_of_each_item_counts(
    space: Workspace, monkeypatch: pytest.MonkeyPatch, answers: str, kept: list[str]
) -> None:
    path = space.case_folder("one") / "narrative.md"
    path.write_text(path.read_text("utf-8") + "\n## Follow-up and outcomes\n\nShe was well at week 6.\n", "utf-8")
    typed(monkeypatch, answers)
    assert run(signing("1", "10a"), space) == 0
    assert [item for item, _ in signed(space)] == kept


def test_items_may_stand_behind_the_name(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "y\n")
    assert run(["sign", "one", "--as", "Ada Example", "1"], space) == 0
    assert signed(space) == [("1", "Ada Example")]


def test_two_people_confirm_one_item(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Ada Example", "Ben Example"):
        typed(monkeypatch, "y\n")
        run(signing("care-2013/1", name=name), space)
    assert signed(space) == [("1", "Ada Example"), ("1", "Ben Example")]


def test_in_a_terminal_all_items_come_one_by_one(
    space: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "s\nq\n", terminal=True)
    assert run(signing(), space) == 0
    assert capsys.readouterr().out.count("confirm this item? [y]es, [s]kip, [b]ack, [q]uit: ") == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (signing(), "one by one in a terminal"),
        (signing("1", name="  "), "say who confirms"),
        (signing("99"), "care-2013 has no item 99"),
    ],
)
def test_without_a_person_or_an_item_nothing_is_asked(
    space: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    typed(monkeypatch, "y\n" * 99)
    assert run(options, space) == 2
    assert said in capsys.readouterr().err
    assert signed(space) == []


def test_a_case_that_may_not_be_published_has_nothing_to_confirm(
    space: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = space.case_folder("one") / "case.yaml"
    path.write_text(path.read_text("utf-8").replace("publication: given", "publication: withdrawn"), "utf-8")
    typed(monkeypatch, "y\n")
    assert run(signing("1"), space) == 1
    assert "consent-withdrawn" in capsys.readouterr().err


def test_where_a_signature_cannot_be_stored_the_walk_ends(
    space: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = space.case_folder("one") / "signatures.yaml"
    path.write_text("signatures: {\n", "utf-8")
    typed(monkeypatch, "y\n")
    assert run(signing("1"), space) == 1
    assert "0 of" in capsys.readouterr().out
    assert path.read_text("utf-8") == "signatures: {\n"


def test_a_stopped_case_says_nothing_about_its_waivers(space: Workspace) -> None:
    waivers = "waivers:\n- {rule: not-called, because: It is a logo., by: Ada, on: 2025-11-23}\n"
    (space.case_folder("one") / "waivers.yaml").write_text(waivers, "utf-8")
    assert "waiver-of-nothing" in {one.rule.id for one in decisions(space).findings}
    path = space.case_folder("one") / "case.yaml"
    path.write_text(path.read_text("utf-8").replace("publication: given", "publication: withdrawn"), "utf-8")
    assert "waiver-of-nothing" not in {one.rule.id for one in decisions(space).findings}


# --- waive -------------------------------------------------------------------------------------------------


def test_a_warning_is_waived_and_stays_in_sight(space: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    path = space.case_folder("one") / "case.yaml"
    path.write_text(path.read_text("utf-8").replace("consent", NOT_CALLED), "utf-8")
    assert "not-called" in {one.rule.id for one in decisions(space).findings}
    assert run(waiving("not-called", "fig-more"), space) == 0
    assert "one: not-called is waived by Ada Example, " in (shown := capsys.readouterr().out)
    assert "cases/one/case.yaml:11:3: `fig-more` is not called" in shown
    after = decisions(space)
    assert "not-called" not in {one.rule.id for one in after.findings}
    assert [(one.rule.id, waiver.because) for one, waiver in after.waived] == [("not-called", "It is a logo.")]
    # Mended after all: the waiver is left over.
    path.write_text(path.read_text("utf-8").replace(NOT_CALLED, "consent"), "utf-8")
    assert "waiver-of-nothing" in {one.rule.id for one in decisions(space).findings}


def test_an_item_is_waived(space: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(waiving("care-2013/12"), space) == 0
    assert "care-2013/12 " in capsys.readouterr().out
    waived = [answer.item.id for answer in decisions(space).checklists[0].answers if answer.waivers]
    assert waived == ["12"]


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (waiving("not-caled"), 1, "did you mean `not-called`?"),
        (waiving("not-called"), 1, "waiver-of-nothing"),
        (waiving("unknown-citation"), 1, "waiver-not-possible"),
        (waiving("care-2013/12", because="no"), 1, "waiver-without-reason"),
        (waiving("care-2013/12", name=""), 2, "say who decides"),
    ],
)
def test_what_cannot_be_waived_is_said_and_nothing_written(
    space: Workspace, capsys: pytest.CaptureFixture[str], options: list[str], status: int, said: str
) -> None:
    assert run(options, space) == status
    assert said in capsys.readouterr().err
    assert not (space.case_folder("one") / "waivers.yaml").exists()


def test_of_several_cases_one_is_named(space: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SOUND, space.cases / "two")
    assert run(waiving("care-2013/12"), space) == 2
    assert "--case ID: one, two" in capsys.readouterr().err


# --- check --fix -------------------------------------------------------------------------------------------


def test_what_is_mended_is_shown_and_what_is_left_is_told(space: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    path = space.case_folder("one") / "case.yaml"
    path.write_text(path.read_text("utf-8") + "keywrods: [sound]\nnonsense: 1\n", "utf-8")
    before = path.read_text("utf-8")
    for more, verb in (["--dry-run"], "would be mended"), ([], "mended"):
        assert path.read_text("utf-8") == before
        assert run(["check", "--fix", *more], space) == 1
        shown = capsys.readouterr()
        assert "+keywords: [sound]" in shown.out
        assert f"one: 1 {verb}" in shown.err
        assert "`keywrods`" not in shown.err
        assert "`nonsense` is not a field of case.yaml" in shown.err
    assert path.read_text("utf-8") == before.replace("keywrods", "keywords")
