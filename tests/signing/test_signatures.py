"""Signatures: bound to the words that were seen, sealed against slips, kept of everyone who signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.findings import Location
from pipeline.guidelines.answers import Answer, Checklist, Confirmed, Evidence, State
from pipeline.guidelines.guideline import Guideline, Item
from pipeline.signing.dating import latest_day, still_to_come
from pipeline.signing.signatures import Signature, add_signature, confirmed, evidence_of, read_signatures


def passage(text: str, line: int = 3) -> Evidence:
    return Evidence(f"at-{line}", Location("narrative.md", line, 1), "Case, paragraph 1", text[:9], text)


def answer(item: str = "5b", *evidence: Evidence, state: State = State.FOUND) -> Answer:
    return Answer(Item(id=item, topic="Concerns", requirement="Tell what troubles the patient."), state, evidence)


SEEN = answer("5b", passage("She had a rash."), passage("It itched.", 5))


def checklist(*answers: Answer) -> Checklist:
    return Checklist("care-2013", Guideline(title="CARE"), answers)


def sign(folder: Path, of: Answer = SEEN, by: str = "Ada Example", on: str = "2025-11-23") -> None:
    assert add_signature(folder, str, Signature("care-2013", of.item.id, by, on, evidence_of(of))) == []


def states(folder: Path, *answers: Answer) -> list[Confirmed]:
    return [one.confirmation.state for one in confirmed(checklist(*answers), folder, str)[0].answers]


@pytest.mark.parametrize(
    ("later", "holds"),
    [
        (SEEN, True),
        # It stands elsewhere, in another order, with other blanks.
        (answer("5b", passage("It  itched.", 9), passage("She had\na rash.", 12)), True),
        (answer("5b", passage("She had a rash."), passage("It itches.", 5)), False),
        (answer("5b", passage("She had a rash.")), False),
        (answer("5b", passage("She had a rash."), passage("It itched.", 5), passage("More.", 7)), False),
        (replace(SEEN, state=State.WEAK), False),
        (replace(SEEN, reason="not asked"), False),
        (replace(SEEN, item=Item(id="5b", topic="Concerns", requirement="Tell more.")), False),
        # Another name of the topic asks for nothing else.
        (replace(SEEN, item=Item(id="5b", topic="Worries", requirement=SEEN.item.requirement)), True),
    ],
)
def test_a_signature_holds_while_a_reader_sees_the_same(tmp_path: Path, later: Answer, holds: bool) -> None:
    sign(tmp_path)
    assert states(tmp_path, later) == [Confirmed.CONFIRMED if holds else Confirmed.LAPSED]
    _, findings = confirmed(checklist(later), tmp_path, str)
    assert [found.rule.id for found in findings] == ([] if holds else ["signatures-lapsed"])


def test_lapsed_confirmations_are_one_warning(tmp_path: Path) -> None:
    other = answer("10a", passage("She was well."))
    sign(tmp_path)
    sign(tmp_path, other)
    changed = [replace(one, state=State.WEAK) for one in (SEEN, other)]
    _, (found,) = confirmed(checklist(*changed), tmp_path, str)
    assert "2 confirmations lapsed" in found.message
    assert "5b, 10a" in found.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ada Example", "Ben Example"),
        ("2025-11-23", "2025-11-24"),
        ('item: "5b"', 'item: "5c"'),
        (evidence_of(SEEN), "0" * 64),
        ("seal: ", "seal: 0"),
    ],
)
def test_an_entry_changed_by_hand_says_nothing_and_is_told(tmp_path: Path, old: str, new: str) -> None:
    sign(tmp_path)
    path = tmp_path / "signatures.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    made, findings = confirmed(checklist(SEEN, answer("5c")), tmp_path, str)
    assert {one.confirmation.state for one in made.answers} <= {Confirmed.OPEN, Confirmed.ALTERED}
    assert [(found.rule.id, found.where.line) for found in findings] == [("signature-altered", 3)]


@pytest.mark.parametrize(("today", "holds"), [(date(2025, 11, 22), False), (date(2025, 11, 23), True)])
def test_a_signature_of_a_day_to_come_confirms_nothing_until_then(tmp_path: Path, today: date, holds: bool) -> None:
    sign(tmp_path, by="Ben", on="2025-11-20")
    sign(tmp_path, on="2025-11-23")
    made, findings = confirmed(checklist(SEEN), tmp_path, str, today)
    assert made.answers[0].confirmation.by == ("Ada Example" if holds else "Ben")
    assert bool(made.answers[0].others) is holds
    told = [(found.rule.id, found.where.line, found.message) for found in findings]
    message = "the signature of Ada Example for item 5b is dated 2025-11-23, and today is 2025-11-22"
    assert told == ([] if holds else [("signature-in-the-future", 3, message)])


def test_where_the_day_begins_first_it_is_nobody_s_future() -> None:
    assert latest_day() >= datetime.now(tz=UTC).date()
    assert not still_to_come((datetime.now(tz=UTC) + timedelta(hours=14)).date().isoformat(), None)
    assert still_to_come("9999-12-31", None)


def test_layout_of_the_file_is_nobody_s_word(tmp_path: Path) -> None:
    sign(tmp_path)
    path = tmp_path / "signatures.yaml"
    path.write_text(path.read_text("utf-8").replace("\n", "\r\n").replace('"5b"', "5b  # mine"), "utf-8")
    assert states(tmp_path, SEEN) == [Confirmed.CONFIRMED]


def test_everyone_s_word_is_kept_and_the_one_that_holds_comes_first(tmp_path: Path) -> None:
    sign(tmp_path, replace(SEEN, state=State.WEAK), "Cai", "2025-11-25")
    sign(tmp_path, by="Ada", on="2025-11-22")
    sign(tmp_path, by="Ben", on="2025-11-24")
    made, _ = confirmed(checklist(SEEN), tmp_path, str)
    (one,) = made.answers
    assert (one.confirmation.by, one.confirmation.state) == ("Ben", Confirmed.CONFIRMED)
    assert [(other.by, other.state) for other in one.others] == [
        ("Ada", Confirmed.CONFIRMED),
        ("Cai", Confirmed.LAPSED),
    ]


def test_who_signs_again_has_one_signature(tmp_path: Path) -> None:
    sign(tmp_path, replace(SEEN, state=State.WEAK), on="2025-11-20")
    sign(tmp_path)
    assert [one.on for one in read_signatures(tmp_path, str)[0]] == ["2025-11-23"]
    assert states(tmp_path, SEEN) == [Confirmed.CONFIRMED]


def test_the_file_is_sorted_as_a_reader_counts(tmp_path: Path) -> None:
    for item in ("10a", "9b", "9a"):
        sign(tmp_path, answer(item))
    assert [one.item for one in read_signatures(tmp_path, str)[0]] == ["9a", "9b", "10a"]


def test_nobody_s_signature_is_lost_where_the_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "signatures.yaml"
    path.write_text("signatures: [\n", "utf-8")
    new = Signature("care-2013", "5b", "Ada", "2025-11-23", evidence_of(SEEN))
    assert add_signature(tmp_path, str, new)
    assert path.read_text("utf-8") == "signatures: [\n"
    assert states(tmp_path, SEEN) == [Confirmed.OPEN]


def test_another_guideline_s_item_of_the_same_number_stays_open(tmp_path: Path) -> None:
    sign(tmp_path)
    scare = replace(checklist(SEEN), id="scare-2023")
    assert confirmed(scare, tmp_path, str) == (scare, [])
