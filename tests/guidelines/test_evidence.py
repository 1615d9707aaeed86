"""Kinds of evidence: what answers an item, where a reader can see it, and what only looks as if it did."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.guidelines import evidence
from pipeline.guidelines.asking import Asked, Hit
from pipeline.guidelines.evidence import EVIDENCE
from pipeline.guidelines.guideline import Item, Wanted
from pipeline.guidelines.printed import printed
from pipeline.guidelines.telling import share_told, told
from pipeline.journals import Journal
from tests.resolving.made import case, manuscript

ITEM = Item(id="5b", topic="Concerns", requirement="Say what brought the patient in.")


def asked(narrative: str, facts: str = "") -> Asked:
    made, findings = manuscript(narrative, facts)
    return Asked(
        case(narrative, facts), made, printed(made), Journal("default", "", "vancouver"), findings, made.labels
    )


def hits(wanted: Wanted, narrative: str, facts: str = "", item: Item = ITEM) -> list[Hit]:
    return list(EVIDENCE[wanted.kind](asked(narrative, facts), item, wanted))


def shown(found: list[Hit]) -> list[str]:
    return [("" if hit.strong else "weak: ") + (hit.excerpt or hit.passage.text) for hit in found]


# --- facts ---------------------------------------------------------------------------------------------

CONCERN = "patient: {concerns: [{what: pain between the shoulder blades, from: week -16}]}\n"
OF_CONCERNS = Wanted(kind="fact", of=("patient.concerns",), within=("patient-information",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She came. Between her shoulder blades she had pain.", ["Between her shoulder blades she had pain."]),
        ("Both shoulders were painful.", ["weak: Both shoulders were painful."]),
        ("Her shoulder was stiff.", []),
        ("She felt pain. It was new.", []),
    ],
)
def test_a_fact_is_told_by_its_words(text: str, expected: list[str]) -> None:
    narrative = f"# T\n\n## Patient information\n\n{text}\n"
    assert shown(hits(OF_CONCERNS, narrative, CONCERN)) == expected


@pytest.mark.parametrize("heading", ["Patient information", "Case presentation"])
def test_a_part_of_the_case_may_stand_in_the_case_presentation(heading: str) -> None:
    narrative = f"# T\n\n## {heading}\n\nPain between the shoulder blades.\n"
    assert len(hits(OF_CONCERNS, narrative, CONCERN)) == 1


@pytest.mark.parametrize("heading", ["Abstract", "Discussion"])
def test_elsewhere_it_is_not_looked_for(heading: str) -> None:
    narrative = f"# T\n\n## {heading}\n\nPain between the shoulder blades.\n"
    assert hits(OF_CONCERNS, narrative, CONCERN) == []


def test_the_abstract_answers_only_an_item_that_names_it() -> None:
    narrative = "# T\n\n## Abstract\n\nPain between the shoulder blades.\n"
    everywhere = Wanted(kind="fact", of=("patient.concerns",))
    assert hits(everywhere, narrative, CONCERN) == []
    assert len(hits(everywhere.model_copy(update={"within": ("abstract",)}), narrative, CONCERN)) == 1


def test_a_value_that_was_filled_in_is_printed() -> None:
    facts = "patient: {age: 34 years, sex: female}\n"
    wanted = Wanted(kind="fact", of=("patient.age", "patient.sex"))
    assert shown(hits(wanted, "# T\n\n## Discussion\n\nFirst. A {{ patient }} came. Last.\n", facts)) == [
        "A 34-year-old woman came."
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [("A 34-year-old woman came.", 1), ("The woman was 34 years old.", 1), ("A 43-year-old man came.", 0)],
)
def test_age_and_sex_are_known_in_the_words_of_prose(text: str, count: int) -> None:
    facts = "patient: {age: 34 years, sex: female}\n"
    found = hits(Wanted(kind="fact", of=("patient.age", "patient.sex")), f"# T\n\n## Discussion\n\n{text}\n", facts)
    assert sum(hit.strong for hit in found) == count


def test_a_dose_is_told_with_its_drug_its_number_and_its_unit() -> None:
    facts = "treatments: {hydroxyurea: {dose: 500 mg}}\n"
    wanted = Wanted(kind="fact", of=("treatments.*.dose",))

    def strong(text: str) -> bool:
        return any(hit.strong for hit in hits(wanted, f"# T\n\n## Discussion\n\n{text}\n", facts))

    assert strong("Hydroxyurea 500 mg was begun.")
    assert strong("Hydroxyurea, 500mg daily, was begun.")
    assert not strong("Hydroxyurea 750 mg was begun.")
    assert not strong("Hydroxyurea 500 g was begun.")
    assert not strong("Aspirin 500 mg was begun.")


@pytest.mark.parametrize(
    ("text", "count"), [("ALT was 912 U/L on day 12.", 1), ("ALT was measured.", 0), ("ALT was 88 U/L.", 0)]
)
def test_a_test_is_told_by_its_result_not_by_its_name(text: str, count: int) -> None:
    facts = "tests: {alt: {name: ALT, unit: U/L, results: {day 12: 912}}}\n"
    found = hits(Wanted(kind="fact", of=("tests",)), f"# T\n\n## Discussion\n\n{text}\n", facts)
    assert sum(hit.strong for hit in found) == count


def test_a_table_made_from_facts_prints_them() -> None:
    facts = "treatments: {aspirin: {dose: 100 mg, from: day 1}}\ntables: {tbl-t: {title: Given, shows: treatments}}\n"
    found = hits(Wanted(kind="fact", of=("treatments",)), "# T\n\n## Discussion\n\n@tbl-t.\n", facts)
    assert [(hit.passage.anchor, hit.strong) for hit in found] == [("tbl-t", True)]


def test_what_is_declared_unknown_is_not_told_by_the_list_of_it() -> None:
    facts = "unknown: {history.family: not in the record}\nhistory: {medical: [asthma]}\n"
    wanted = Wanted(kind="fact", of=("history",))
    assert hits(wanted, "# T\n\n## Discussion\n\nNothing.\n", facts) == []


@pytest.mark.parametrize(
    ("fact", "text", "share"),
    [
        ("lymphoma", "a lymphoma", 1.0),
        ("lymphomas of the spine", "spinal lymphoma", 0.5),
        ("haemoglobin 6.8 g/dL", "haemoglobin was 6.8 g/dL", 1.0),
        ("haemoglobin 6.8 g/dL", "haemoglobin was 6,8 g/dL", 1.0),
        ("grade 3", "grade 4", 0.59),
        ("39/50", "the score was 39/50", 1.0),
        ("39/50", "the score was 41/50", 0.0),
        ("of the", "of the", 0.0),
    ],
)
def test_how_much_of_a_fact_a_text_tells(fact: str, text: str, share: float) -> None:
    assert share_told(told(fact, "en"), told(text, "en")) == pytest.approx(share)


def test_words_are_compared_in_the_language_of_the_case() -> None:
    assert share_told(told("dolores torácicos", "es"), told("dolor torácico intenso", "es")) == 1.0


def test_every_file_of_the_folder_is_in_the_table() -> None:
    files = {path.stem for path in Path(evidence.__file__).parent.glob("*.py")} - {"__init__"}
    assert {find.__module__.rpartition(".")[2] for find in EVIDENCE.values()} == files


# --- marks, parts, phrases ----------------------------------------------------------------------------


@pytest.mark.parametrize(("mark", "count"), [("5b", 1), ("5", 1), ("5a", 0), ("5a,5b", 1)])
def test_marked_words_answer(mark: str, count: int) -> None:
    narrative = f"# T\n\n## Discussion\n\nBefore. [She was tired]{{care={mark}}}.\n"
    assert shown(hits(Wanted(kind="marked"), narrative)) == ["She was tired"] * count


def test_a_mark_on_a_section_holds_for_its_paragraphs_and_tables_not_for_its_heading() -> None:
    table = "| a |\n|---|\n| b |\n: Own {#tbl-own}\n"
    narrative = f"# T\n\n## Discussion\n\n### Why {{care=5b}}\n\nOne.\n\n{table}\n### Else\n\nTwo.\n"
    assert shown(hits(Wanted(kind="marked"), narrative)) == ["One.", "Own"]


def test_a_guideline_with_numbers_of_its_own_names_the_items_of_care() -> None:
    narrative = "# T\n\n## Discussion\n\n[Tired]{care=5b} and [late]{care=8b}.\n"
    item = ITEM.model_copy(update={"id": "7"})
    assert shown(hits(Wanted(kind="care", of=("8b",)), narrative, item=item)) == ["late"]


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("introduction", ["In the text."]),
        ("abstract", ["In the abstract.", "The lesson."]),
        ("abstract.conclusions", ["The lesson."]),
        ("discussion", []),
    ],
)
def test_a_part_of_the_text_answers(of: str, expected: list[str]) -> None:
    narrative = (
        "# T\n\n## Abstract\n\n### Introduction\n\nIn the abstract.\n\n### Conclusions\n\nThe lesson.\n\n"
        "## Introduction\n\nIn the text.\n"
    )
    assert shown(hits(Wanted(kind="part", of=(of,)), narrative)) == expected


PHRASES = Wanted(kind="phrase", phrases={"en": ("no side effects", "toler*"), "es": ("sin efectos adversos",)})


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("It began. There were no side\neffects. It ended.", "There were no side effects."),
        ("She tolerated it.", "She tolerated it."),
        ("MRI at 1.5 T was tolerated. It ended.", "MRI at 1.5 T was tolerated."),
        ("It was tolerated.3,4 It ended.", "It was tolerated."),
        ("Piano side effects.", None),
        ("Sin efectos adversos.", None),
    ],
)
def test_a_phrase_answers_with_its_sentence(text: str, excerpt: str | None) -> None:
    found = hits(PHRASES, f"# T\n\n## Discussion\n\n{text}\n")
    assert shown(found) == ([excerpt] if excerpt else [])


# --- figures and tables, title, keywords, statements ---------------------------------------------------


def test_a_timeline_is_a_figure_that_the_text_calls() -> None:
    facts = "events: {day 1: fall, day 2: pain}\nfigures: {fig-t: {title: T, shows: timeline}}\n"
    wanted = Wanted(kind="object", of=("timeline",), within=("timeline",))
    called = hits(wanted, "# T\n\n## Discussion\n\n@fig-t shows it.\n", facts)
    assert [(hit.passage.object_id, hit.strong) for hit in called] == [("fig-t", True)]
    not_called = hits(wanted, "# T\n\n## Discussion\n\nIt is shown.\n", facts)
    assert [(hit.passage.object_id, hit.strong) for hit in not_called] == [("fig-t", False)]


@pytest.mark.parametrize(("heading", "count"), [("Timeline", 1), ("Discussion", 0)])
def test_a_table_written_by_hand_counts_in_its_part(heading: str, count: int) -> None:
    narrative = f"# T\n\n## {heading}\n\n@tbl-own.\n\n| a |\n|---|\n| b |\n: Own {{#tbl-own}}\n"
    wanted = Wanted(kind="object", of=("timeline",), within=("timeline",))
    assert len([hit for hit in hits(wanted, narrative) if hit.strong]) == count


def test_figures_and_tables_are_told_apart() -> None:
    facts = "events: {day 1: fall}\nfigures: {fig-t: {title: T, shows: timeline}}\n"
    narrative = "# T\n\n## Timeline\n\n@fig-t and @tbl-own.\n\n| a |\n|---|\n| b |\n: Own {#tbl-own}\n"
    assert [hit.passage.object_id for hit in hits(Wanted(kind="figure"), narrative, facts)] == ["fig-t"]
    assert [hit.passage.object_id for hit in hits(Wanted(kind="table"), narrative, facts)] == ["tbl-own"]
    assert hits(Wanted(kind="figure", within=("discussion",)), narrative, facts) == []


@pytest.mark.parametrize(
    ("title", "strong"),
    [("Rash after a drug: a case report", True), ("Rash after a drug", False), ("Lymphomas of the skin", True)],
)
def test_a_title_answers_by_phrase_or_by_what_it_names(title: str, strong: bool) -> None:
    wanted = Wanted(kind="title", of=("diagnoses.final",), phrases={"en": ("case report",)})
    facts = "diagnoses: {final: [{what: cutaneous lymphoma}]}\n"
    (hit,) = hits(wanted, f"# {title}\n\n## Discussion\n\nText.\n", facts)
    assert hit.strong is strong


def test_keywords_and_statements_answer_where_they_are_printed() -> None:
    facts = "keywords: [rash]\nstatements: {funding: None., data_availability: On request.}\n"
    narrative = "# T\n\n## Discussion\n\nText.\n"
    assert shown(hits(Wanted(kind="keywords"), narrative, facts)) == ["rash"]
    assert shown(hits(Wanted(kind="statement", of=("data_availability",)), narrative, facts)) == ["On request."]
    assert hits(Wanted(kind="keywords"), narrative) == []
    assert hits(Wanted(kind="statement", of=("ethics",)), narrative, facts) == []


# --- under whatever heading ----------------------------------------------------------------------------


def test_that_the_case_is_told_under_one_heading_answers_no_part_of_it() -> None:
    narrative = "# T\n\n## Case presentation\n\nA woman came with pain.\n"
    assert hits(Wanted(kind="part", of=("clinical-findings",)), narrative) == []
    assert len(hits(Wanted(kind="phrase", within=("clinical-findings",), phrases={"en": ("pain",)}), narrative)) == 1


def test_the_course_in_prose_tells_the_case() -> None:
    narrative = "# T\n\n## Course\n\nPain went (@tbl-t).\n\n| a |\n|---|\n| pain |\n: Pain {#tbl-t}\n"
    wanted = Wanted(kind="phrase", within=("follow-up-and-outcomes",), phrases={"en": ("pain",)})
    assert [hit.passage.sort for hit in hits(wanted, narrative)] == ["paragraph"]


@pytest.mark.parametrize(
    ("narrative", "within", "count"),
    [
        ("## Introduction\n\nOld.\n\n## What we saw\n\nPain.\n\n## Discussion\n\nNew.\n", "clinical-findings", 1),
        ("## Highlights\n\nPain.\n\n## Introduction\n\nOld.\n\n## Discussion\n\nNew.\n", "clinical-findings", 0),
        ("## Discussion\n\nNew.\n\n## Some thoughts\n\nPain.\n\n## Conclusions\n\nEnd.\n", "discussion", 1),
        ("## Discussion\n\nNew.\n\n## Conclusions\n\nEnd.\n\n## Thanks\n\nPain.\n", "discussion", 0),
    ],
)
def test_a_heading_that_is_not_known_tells_the_case_or_discusses_it(narrative: str, within: str, count: int) -> None:
    wanted = Wanted(kind="phrase", within=(within,), phrases={"en": ("pain",)})
    assert len(hits(wanted, f"# T\n\n{narrative}")) == count


@pytest.mark.parametrize(
    ("narrative", "count"),
    [
        ("It could be otherwise.\n", 1),
        ("## Letter\n\nIt could be otherwise.\n", 1),
        ("## Introduction\n\nOld.\n\n## What we saw\n\nIt could be otherwise.\n", 1),
        ("## Introduction\n\nIt could be otherwise.\n\n## What we saw\n\nPain.\n", 0),
        ("## Abstract\n\nIt could be otherwise.\n\n## What we saw\n\nPain.\n", 0),
        ("## What we saw\n\nIt could be otherwise.\n\n## Discussion\n\nPain.\n", 0),
        ("## What we saw\n\nIt could be otherwise.\n\n### Discussion\n\nPain.\n", 0),
    ],
)
def test_what_has_no_part_of_its_own_may_stand_anywhere_in_the_prose(narrative: str, count: int) -> None:
    wanted = Wanted(kind="phrase", within=("without-discussion",), phrases={"en": ("could be otherwise",)})
    assert len(hits(wanted, f"# T\n\n{narrative}")) == count


def test_that_prose_stands_somewhere_answers_no_part() -> None:
    assert hits(Wanted(kind="part", of=("discussion",)), "# T\n\n## Letter\n\nIt could be otherwise.\n") == []


OLD_AND_NEW = (
    "It is rare [@one]. A 34-year-old woman came. She had a score of 3 [@one]. Similar courses are known [@one]."
)


@pytest.mark.parametrize(
    ("asks", "text", "expected"),
    [
        ({"before": {"en": ("#-year-old",)}}, OLD_AND_NEW, ["It is rare (1)."]),
        ({"before": {"en": ("#-year-old",)}}, "It is rare [@one].", []),
        (
            {"after": {"en": ("#-year-old",)}},
            OLD_AND_NEW,
            ["She had a score of 3 (1).", "Similar courses are known (1)."],
        ),
        (
            {"after": {"en": ("#-year-old",)}, "phrases": {"en": ("similar*",)}},
            OLD_AND_NEW,
            ["Similar courses are known (1)."],
        ),
        ({"after": {"en": ("#-year-old",)}}, "It is rare [@one].", []),
        ({"phrases": {"en": ("rare",)}}, "It is rare. It is known [@one].", []),
    ],
)
def test_a_sentence_that_cites_answers_before_the_patient_comes_or_after(
    asks: dict[str, dict[str, tuple[str, ...]]], text: str, expected: list[str]
) -> None:
    wanted = Wanted(kind="cited", within=("without-introduction",), **asks)
    made, _ = manuscript(f"# T\n\n{text}\n", "", "one")
    whole = replace(asked("# T\n"), printed=printed(made))
    assert shown(list(EVIDENCE["cited"](whole, ITEM, wanted))) == expected


@pytest.mark.parametrize(
    ("own", "expected"), [(True, ["It was hard to see in ours."]), (False, ["It was hard in others (1)."])]
)
def test_what_is_told_of_the_patients_of_others_is_no_answer_of_ours(own: bool, expected: list[str]) -> None:
    wanted = Wanted(kind="phrase", within=("discussion",), phrases={"en": ("was hard",)}, own=own)
    made, _ = manuscript(
        "# T\n\n## Discussion\n\nIt was hard in others [@one]. It was hard to see in ours.\n", "", "one"
    )
    whole = replace(asked("# T\n"), printed=printed(made))
    assert shown(list(EVIDENCE["phrase"](whole, ITEM, wanted))) == expected


PATIENT = {"en": ("#-year-old", "a patient")}


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("Rashes deceive. A 34-year-old woman had one. Ask for drugs.", ["Rashes deceive."]),
        ("A patient had a rash. Ask for drugs.", []),
    ],
)
def test_an_abstract_opens_before_the_patient_comes(abstract: str, expected: list[str]) -> None:
    wanted = Wanted(kind="opening", of=("abstract",), phrases=PATIENT)
    assert shown(hits(wanted, f"# T\n\n## Abstract\n\n{abstract}\n")) == expected


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("It can be so. She had a rash. She died.", ["weak: She died."]),
        ("She had a rash. Drugs should be dated. We did so.", ["Drugs should be dated."]),
    ],
)
def test_a_lesson_stands_at_the_end(abstract: str, expected: list[str]) -> None:
    wanted = Wanted(kind="closing", of=("abstract",), phrases={"en": ("can", "should")})
    assert shown(hits(wanted, f"# T\n\n## Abstract\n\n{abstract}\n")) == expected
