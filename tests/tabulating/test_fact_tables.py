"""Tables of other facts: what is in their cells, and what is wrong with them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import pytest

from pipeline.case.figures import TableShows
from pipeline.manuscript import LineBreak, Table
from pipeline.reading.inline_nodes import plain_text
from pipeline.tabulating import TABLE_KINDS
from tests.resolving.made import manuscript

TABULATING = Path(__file__).parents[2] / "pipeline" / "tabulating"


def shown(kind: str, facts: str, more: str = "", *keys: str) -> tuple[list[str], list[str]]:
    """Lines of a table, head first, cells between bars; and its findings."""
    table = f"tables: {{tbl-x: {{title: X, shows: {kind}{more}}}}}\n"
    made, findings = manuscript("# T\n\n## Discussion\n\nSee @tbl-x.\n", table + facts, *keys)
    (printed,) = [block for block in made.sections[0].blocks if isinstance(block, Table)]
    rows = [" | ".join(said(cell.children) for cell in row) for row in (printed.head, *printed.rows)]
    return rows, [f"{f.rule.id} at {f.where.field}: {f.message}; {f.hint}" for f in findings]


def said(children: object) -> str:
    """Words with `/` where a new line begins, and an ordinary blank for one that does not break."""
    assert isinstance(children, tuple)
    return "".join("/" if isinstance(n, LineBreak) else plain_text((n,)) for n in children).replace("\xa0", " ")


def test_every_kind_has_its_file_and_may_be_written() -> None:
    files = {
        path.stem
        for path in TABULATING.glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == "tabulate"
    }
    assert files == set(TABLE_KINDS) == set(get_args(TableShows))


# --- differential -----------------------------------------------------------------------------------

DIFFERENTIAL = """\
diagnoses:
  final: [{what: sarcoma}]
  differential:
    - {what: lymphoma, for: [soft tissue, raised LDH @one], against: no nodes}
    - {what: abscess, for: pain, excluded_by: 'normal *CRP* [@two]'}
"""


def test_a_differential_diagnosis_with_citations_in_reading_order() -> None:
    rows, findings = shown("differential", DIFFERENTIAL, "", "two", "one")
    assert rows == [
        "Diagnosis | For | Against | Excluded by",
        "Lymphoma | Soft tissue; raised LDH one (1) | No nodes | –",
        "Abscess | Pain | – | Normal CRP (2)",
    ]
    assert findings == []


def test_a_column_that_nobody_fills_is_left_out() -> None:
    rows, _ = shown("differential", "diagnoses: {differential: [{what: gout, against: no crystals}]}")
    assert rows == ["Diagnosis | Against", "Gout | No crystals"]


def test_an_unknown_citation_in_a_cell_is_found_at_its_place() -> None:
    _, findings = shown("differential", "diagnoses: {differential: [{what: gout, for: [pain, 'age [@three]']}]}")
    assert len(findings) == 1
    assert findings[0].startswith("unknown-citation at diagnoses.differential.0.for.1: ")


# --- treatments -------------------------------------------------------------------------------------

TREATMENTS = """\
treatments:
  surgery: {considered_only: true, because: too risky}
  aspirin: {dose: 100 mg, route: oral, frequency: daily, from: before, because: stroke}
  ibuprofen:
    name: Ibuprofen
    from: day -3
    to: day 4
    changes:
      - {at: day 2, what: 400 mg, because: pain}
      - {what: halved (again)}
    stopped_because: bleeding
    result: less pain
  cast: {at: week 2}
  heparin: {to: day 9}
  iron: {from: week 1}
"""


def test_treatments() -> None:
    rows, findings = shown("treatments", TREATMENTS)
    assert rows == [
        "Treatment | Dose, route and frequency | Time | Reason | Changes and result",
        "Aspirin | 100 mg, oral, daily | Before day 0, ongoing | Stroke | –",
        "Ibuprofen | – | Day −3 to day 4 | – | Day 2: 400 mg (pain)/Halved (again)/Stopped: bleeding/Less pain",
        "Cast | – | Week 2 | – | –",
        "Heparin | – | Until day 9 | – | –",
        "Iron | – | Week 1, ongoing | – | –",
        "Surgery | – | Considered only | Too risky | –",
    ]
    assert findings == []


def test_of_chooses_and_orders_treatments() -> None:
    rows, findings = shown("treatments", TREATMENTS, ", of: [iron, surgery, cast, iron]")
    assert [row.partition(" ")[0] for row in rows[1:]] == ["Iron", "Cast", "Surgery"]
    assert findings == []


def test_of_names_only_treatments_that_there_are() -> None:
    rows, findings = shown("treatments", TREATMENTS, ", of: [iron, asprin]")
    assert len(rows) == 2
    assert findings == [
        "treatments-of at tables.tbl-x.of.1: there is no treatment of this name; did you mean `aspirin`?"
    ]


# --- adverse events ---------------------------------------------------------------------------------

EVENTS = """\
treatments: {aspirin: {name: Aspirin, from: day 1}, iron: {from: day 1}}
adverse_events:
  - what: bleeding
    from: day 3
    to: day 5
    grade: CTCAE grade 2
    suspected: [aspirin, iron]
    action: aspirin stopped
    naranjo: {aspirin: {after_drug: yes, improved: yes, other_causes: yes, placebo: unknown}, iron: {after_drug: yes}}
    who_umc: {aspirin: {plausible_time: yes}}
  - nausea
"""


def test_adverse_events_with_causality() -> None:
    rows, findings = shown("adverse_events", EVENTS)
    aspirin = "Aspirin: Naranjo 2, possible (3 of 10 questions answered); WHO-UMC, possible"
    iron = "Iron: Naranjo 2, possible (1 of 10 questions answered)"
    assert rows == [
        "Event and grade | Time | Suspected cause and causality | Action",
        f"Bleeding/CTCAE grade 2 | Day 3 to day 5 | {aspirin}/{iron} | Aspirin stopped",
        "Nausea | – | – | –",
    ]
    assert findings == []


def test_adverse_events_without_grade_and_causality() -> None:
    facts = "treatments: {iron: {from: day 1}}\nadverse_events: [{what: rash, suspected: iron}]"
    assert shown("adverse_events", facts)[0] == ["Event | Suspected cause", "Rash | Iron"]


def test_no_adverse_events_are_a_sentence() -> None:
    assert shown("adverse_events", "adverse_events: none") == (["", "There were no adverse events."], [])


def test_questions_answers_and_points() -> None:
    rows, findings = shown("causality", EVENTS)
    assert [rows[0], rows[2], rows[3], rows[5], rows[6], *rows[11:]] == [
        "Question | Aspirin | Iron",
        "Did the event come after the drug was given? | yes, +2 | yes, +2",
        "Better once the drug was stopped, or its antidote given? | yes, +1 | –",
        "Could other causes explain it by themselves? | yes, −1 | –",
        "Did it come back with a placebo? | not known, 0 | –",
        "Questions answered | 3 of 10 | 1 of 10",
        "Naranjo score | 2 | 2",
        "Category by Naranjo | possible | possible",
        "Is the time from drug to event plausible? | yes | –",
        "Category by WHO-UMC | possible | –",
    ]
    assert findings == []


def test_points_of_a_table_add_up_to_its_score() -> None:
    rows, _ = shown("causality", EVENTS)
    for column in (1, 2):
        points = [row.split(" | ")[column].partition(", ")[2].replace("−", "-") for row in rows[1:11]]
        assert str(sum(int(number) for number in points if number)) == rows[12].split(" | ")[column]


def test_each_scale_can_be_shown_alone() -> None:
    facts = "treatments: {a: {at: day 1}}\nadverse_events: [{what: rash, suspected: a, who_umc: {specific: yes}}]"
    assert shown("causality", facts)[0] == [
        "Question | A",
        "Is it a specific disorder, or a known action of the drug? | yes",
        "Category by WHO-UMC | conditional, not yet classified",
    ]


def test_columns_name_the_event_where_there_are_several() -> None:
    event = "{{what: {}, suspected: a, naranjo: {{after_drug: no}}}}"
    events = ", ".join(event.format(what) for what in ("rash", "fever"))
    rows, _ = shown("causality", f"treatments: {{a: {{}}}}\nadverse_events: [{events}]")
    assert (rows[0], rows[12]) == ("Question | Rash: A | Fever: A", "Naranjo score | −1 | −1")


# --- similar cases ----------------------------------------------------------------------------------

SIMILAR = """\
similar_cases:
  - {reference: two, cells: {Age: 26 years, Outcome: died *early*}}
  - {reference: this, cells: {Age: 44 years, Outcome: walks}}
  - {reference: one, cells: {Outcome: recovered, Age: not reported}}
"""


def test_similar_cases_are_cited_in_reading_order() -> None:
    rows, findings = shown("similar_cases", SIMILAR, "", "one", "two")
    assert rows == [
        "Report | Age | Outcome",
        "two (1) | 26 years | Died early",
        "Present case | 44 years | Walks",
        "one (2) | Not reported | Recovered",
    ]
    assert findings == []


def test_a_similar_case_that_no_bibliography_has() -> None:
    rows, findings = shown("similar_cases", SIMILAR, "", "one", "twoo")
    assert rows[1] == "[@two?] | 26 years | Died early"
    assert findings == [
        "unknown-citation at similar_cases.0.reference: this reference is in no bibliography; did you mean @twoo?"
    ]


def test_similar_cases_say_the_same_things() -> None:
    rows, findings = shown("similar_cases", SIMILAR.replace("Age: 44 years", "Agee: 44 years"), "", "one", "two")
    assert rows[2] == "Present case | – | Walks | 44 years"
    hint = "write `not reported` where the source says nothing; correct the head where it is misspelt"
    rule = "similar-cases-columns at similar_cases."
    assert [finding.removesuffix(f"; {hint}").removeprefix(rule) for finding in findings] == [
        "0.cells: this case says nothing under `Agee`, where others do",
        "1.cells: this case says nothing under `Age`, where others do",
        "2.cells: this case says nothing under `Agee`, where others do",
    ]


# --- all --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("differential", "no differential diagnosis is given"),
        ("treatments", "no treatment is given"),
        ("adverse_events", "nothing is said about adverse events"),
        ("causality", "no question about the cause of an adverse event is answered"),
        ("similar_cases", "no similar case is given"),
    ],
)
def test_a_table_of_nothing(kind: str, message: str) -> None:
    _, (finding,) = shown(kind, "")
    assert finding.startswith(f"table-of-nothing at tables.tbl-x: {message}; ")


@pytest.mark.parametrize(
    ("kind", "choice", "facts"),
    [
        ("differential", "of: pain", DIFFERENTIAL),
        ("treatments", "at: [day 1]", TREATMENTS),
        ("adverse_events", "of: rash", EVENTS),
        ("causality", "at: [day 1]", EVENTS),
        ("similar_cases", "of: one", SIMILAR),
    ],
)
def test_a_choice_that_a_table_does_not_follow(kind: str, choice: str, facts: str) -> None:
    field = choice.partition(":")[0]
    message = f"a table that shows {kind} always shows all of it; `{field}` is not followed; take `{field}` out"
    _, (finding,) = shown(kind, facts, f", {choice}", "one", "two")
    assert finding == f"table-takes-no-choice at tables.tbl-x.{field}: {message}"
