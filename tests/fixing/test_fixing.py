"""How edits are put into texts and cases: nothing else changes, nothing gets worse, nothing is lost."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.build import Result, Wishes, check_case
from pipeline.findings import Edit, Finding, Location, Rule, Severity, instead
from pipeline.fixing import cases, diff, edited
from pipeline.fixing.cases import fix_case
from pipeline.workspace import Workspace

SOUND = Path(__file__).parents[1] / "bad_input" / "sound"
SLIP = Rule("slip", Severity.WARNING, "A slip of the finger.")


def finding(*edits: Edit) -> Finding:
    return Finding(SLIP, edits[0].where, "a slip", edits=edits)


def at(line: int, column: int) -> Location:
    return Location("a.yaml", line, column)


def mended(text: str, *findings: Finding) -> str:
    return edited({"a.yaml": text}, findings).texts["a.yaml"]


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ("one\ntwo\n", instead(at(2, 1), "two", "2"), "one\n2\n"),
        ("\ufeffone\r\ntwo\r\n", instead(at(1, 1), "one\ntwo", "1\n2"), "\ufeff1\r\n2\r\n"),
        ("one\rtwo\r", instead(at(2, 1), "", "and\n"), "one\rand\rtwo\r"),
        ("on\U0001f9ece", instead(at(1, 4), "e", "E"), "on\U0001f9ecE"),
        ("one", instead(at(1, 4), "", "!"), "one!"),
        # Not what the edit takes away, or no such place.
        ("one\ntwo\n", instead(at(2, 1), "one", "1"), "one\ntwo\n"),
        ("one\n", instead(at(3, 1), "", "1"), "one\n"),
        ("one\ntwo\n", instead(at(1, 5), "two", "2"), "one\ntwo\n"),
        ("one\n", instead(at(1, 40), "", "1"), "one\n"),
        ("one\n", instead(at(0, 0), "", "1"), "one\n"),
    ],
)
def test_an_edit_replaces_what_it_names_and_nothing_else(text: str, edit: Edit, expected: str) -> None:
    assert mended(text, finding(edit)) == expected


def test_of_two_that_meet_the_first_wins_and_the_other_is_told() -> None:
    first, second = finding(instead(at(1, 1), "one two", "1 2")), finding(instead(at(1, 5), "two", "zwei"))
    fixed = edited({"a.yaml": "one two\n"}, [second, first])
    assert fixed.texts == {"a.yaml": "1 2\n"}
    assert fixed.applied == (first,)
    assert fixed.left == (second,)


def test_a_finding_is_mended_as_a_whole_or_not() -> None:
    half = finding(instead(at(1, 1), "one", "1"), instead(at(1, 5), "zwei", "2"))
    assert mended("one two", half) == "one two"


def test_one_place_told_twice_is_mended_once() -> None:
    edit = instead(at(1, 1), "", "# ")
    assert mended("one", finding(edit), Finding(Rule("other", Severity.ERROR, ""), at(1, 1), "x", edits=(edit,))) == (
        "# one"
    )


WORDS = st.lists(st.text("abc :-\u202e", min_size=1, max_size=6), min_size=1, max_size=8)


@given(WORDS, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.data())
def test_outside_the_edits_every_character_stays(lines: list[str], end: str, mark: bool, data: st.DataObject) -> None:
    text = "\ufeff" * mark + end.join(lines)
    chosen = data.draw(st.lists(st.integers(0, len(lines) - 1), unique=True))
    wanted = []
    for number in sorted(chosen):
        start = data.draw(st.integers(0, len(lines[number])))
        stop = data.draw(st.integers(start, len(lines[number])))
        wanted.append((number, start, stop, data.draw(st.text("xyz", max_size=4))))
    found = [finding(instead(at(n + 1, a + 1), lines[n][a:b], new)) for n, a, b, new in wanted]
    expected = list(lines)
    for number, start, stop, new in wanted:
        expected[number] = lines[number][:start] + new + lines[number][stop:]
    assert mended(text, *found) == "\ufeff" * mark + end.join(expected)


def test_what_cannot_be_seen_can_be_seen_in_a_diff() -> None:
    slip = finding(instead(at(2, 3), "\u202e", ""))
    before = {slip.where.file: "one\r\ntw\u202eo\r\n"}
    assert diff(before, edited(before, [slip]).texts).splitlines() == [
        "--- a.yaml",
        "+++ a.yaml (mended)",
        "@@ -1,3 +1,3 @@",
        " one",
        "-tw<U+202E>o",
        "+two",
        " ",
    ]


# --- in a case -------------------------------------------------------------------------------------------


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    shutil.copytree(SOUND, tmp_path / "cases" / "one")
    return Workspace(tmp_path)


def add(space: Workspace, line: str) -> Path:
    path = space.case_folder("one") / "case.yaml"
    path.write_bytes(path.read_bytes() + line.encode())
    return path


def rules(findings: Sequence[Finding]) -> set[str]:
    return {found.rule.id for found in findings}


def test_without_writing_the_diff_is_shown_and_nothing_changes(space: Workspace) -> None:
    path = add(space, "keywrods: [sound]\nnonsense: 1\n")
    before = path.read_bytes()
    made = fix_case(space, "one", Wishes(()), write=False)
    assert "-keywrods: [sound]\n+keywords: [sound]" in made.diff
    assert [found.where.line for found in made.result.findings] == [13]
    assert path.read_bytes() == before


def test_a_profile_of_the_workspace_s_own_is_mended_too(space: Workspace) -> None:
    add(space, "journal: mine\n")
    profile = space.root / "templates" / "journals" / "mine.yaml"
    profile.parent.mkdir(parents=True)
    profile.write_text("name: Mine  # ours\nstlye: vancouver\n", "utf-8")
    made = fix_case(space, "one", Wishes(()), write=True)
    assert profile.read_text("utf-8") == "name: Mine  # ours\nstyle: vancouver\n"
    assert rules(made.applied) == {"unknown-key"}


def test_marks_ends_of_lines_and_rights_stay(space: Workspace) -> None:
    path = add(space, "keywrods: [sound]  # mine\n")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    path.chmod(0o640)
    expected = path.read_bytes().replace(b"keywrods", b"keywords")
    fix_case(space, "one", Wishes(()), write=True)
    assert path.read_bytes() == expected
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(other.name for other in path.parent.iterdir()) == sorted(other.name for other in SOUND.iterdir())


def test_mending_twice_changes_nothing(space: Workspace) -> None:
    path = add(space, "keywrods: [biopsy #2]\nshort_titel: 'A' and B\n")
    assert fix_case(space, "one", Wishes(()), write=True).diff
    once = path.read_bytes()
    assert fix_case(space, "one", Wishes(()), write=True).diff == ""
    assert path.read_bytes() == once


def test_what_would_bring_another_mistake_is_taken_back_and_the_rest_stays(space: Workspace) -> None:
    # Once the field is read, what stands in it is a mistake.
    path = add(space, "keywrods: [sound]\npublicaton: {doi: soon}\n")
    made = fix_case(space, "one", Wishes(()), write=True)
    assert path.read_text("utf-8").endswith("keywords: [sound]\npublicaton: {doi: soon}\n")
    assert rules(made.result.findings) == {"unknown-key", "not-mended"}


def test_what_was_changed_meanwhile_is_left_alone(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    path = add(space, "keywrods: [sound]\n")

    def check_and_type(*given: object) -> Result:
        path.write_text("casewright: 1\n", "utf-8")
        return check_case(*given)  # type: ignore[arg-type]  # whatever it was called with

    monkeypatch.setattr(cases, "check_case", check_and_type)
    made = fix_case(space, "one", Wishes(()), write=True)
    assert path.read_text("utf-8") == "casewright: 1\n"
    assert "not-mended" in rules(made.result.findings)
    assert (made.diff, made.applied) == ("", ()), "nothing is shown as mended"


def test_what_was_deleted_at_the_last_moment_stays_so(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    path = add(space, "keywrods: [sound]\n")

    def check_and_delete(*given: object) -> Result:
        result = check_case(*given)  # type: ignore[arg-type]  # whatever it was called with
        path.unlink(missing_ok=True)
        return result

    monkeypatch.setattr(cases, "check_case", check_and_delete)
    made = fix_case(space, "one", Wishes(()), write=True)
    assert not path.exists()
    assert (made.diff, made.applied) == ("", ())


def test_a_folder_that_cannot_be_written_leaves_the_file(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    path = add(space, "keywrods: [sound]\n")
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.storing.os.fsync", full)
    made = fix_case(space, "one", Wishes(()), write=True)
    assert "cannot-store" in rules(made.result.findings)
    assert path.read_bytes() == before
    assert (made.diff, made.applied) == ("", ()), "nothing is shown as mended"


def test_a_case_without_files_is_no_accident(tmp_path: Path) -> None:
    (tmp_path / "cases" / "one").mkdir(parents=True)
    made = fix_case(Workspace(tmp_path), "one", Wishes(()), write=True)
    assert not made.applied
    assert "file-missing" in rules(made.result.findings)


def test_a_link_that_leads_out_of_the_case_is_not_followed(space: Workspace, tmp_path: Path) -> None:
    path = add(space, "keywrods: [sound]\n")
    outside = tmp_path / "elsewhere.yaml"
    path.rename(outside)
    path.symlink_to(outside)
    before = outside.read_bytes()
    fix_case(space, "one", Wishes(()), write=True)
    assert outside.read_bytes() == before
