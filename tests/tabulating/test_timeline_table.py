"""The timeline as a table: its rows, their words in a language, and what is wrong with a wish."""

from __future__ import annotations

import pytest

from pipeline.findings import Finding, Location
from pipeline.labels import load_labels
from pipeline.manuscript import Cell, LineBreak, Text
from pipeline.tabulating import TABLE_KINDS, Request
from pipeline.tabulating.timeline import capital
from pipeline.workspace import Workspace, shipped_templates
from tests.resolving.made import case

FACTS = """
history: {medical: [{what: asthma, from: 9 years before}, {what: splenectomy, to: before}]}
patient: {concerns: [{what: itchy rash, from: day -3, detail: "arms, then trunk"}]}
examination: [{what: fever, at: day 0}, {what: rash, at: day 0}]
tests: {alt: {name: ALT, unit: U/L, range: <35, results: {day 0: 88, day 12: 912.5}}}
treatments:
  lamotrigine: {dose: 100 mg daily, from: day -38, to: about day 2, stopped_because: rash}
  prednisolone: {name: Prednisolone (oral), from: day 1, changes: [{at: week 2, what: 20 mg, because: ALT falls}]}
events: {days 3–7: in hospital}
outcomes: [{what: liver, value: normal, at: 3 months, instrument: ALT}]
adverse_events: [{what: nausea, from: week 1, to: week 2, grade: CTCAE 1}]
"""
ROWS = """
Before | Splenectomy | History
From 9 years before | Asthma | History
Day −38 to about day 2 | Lamotrigine, 100 mg daily (stopped: rash) | Treatment
From day −3 | Itchy rash (arms, then trunk) | Presentation
Day 0 | Fever; / Rash | Presentation
From day 1 | Prednisolone (oral) | Treatment
Day 3 to day 7 | In hospital | Event
Week 1 to week 2 | Nausea (CTCAE 1) | Adverse event
Day 12 | ALT 912.5 U/L (highest) | Test
Week 2 | Prednisolone (oral): 20 mg (ALT falls) | Treatment
3 months | Liver: normal (ALT) | Outcome
"""


def request(facts: str, more: str = "", language: str = "en") -> Request:
    wanted = case(facts=f"language: {language}\ntables: {{tbl-t: {{title: T, shows: timeline{more}}}}}\n{facts}")
    words = load_labels(Workspace(shipped_templates().parent), language, Location(""))[0].words
    return Request(wanted, "tbl-t", wanted.facts.tables["tbl-t"], words)


def tabulated(facts: str, more: str = "", language: str = "en") -> tuple[list[str], list[Finding]]:
    """Rows, their cells joined by |, their lines by /."""
    body, findings = TABLE_KINDS["timeline"](request(facts, more, language))
    assert all(len(row) == len(body.head) == len(body.alignments) for row in body.rows)
    return [" | ".join(map(words_of, row)).replace("\N{NO-BREAK SPACE}", " ") for row in body.rows], findings


def words_of(cell: Cell) -> str:
    return "".join(
        node.text if isinstance(node, Text) else " / " * isinstance(node, LineBreak) for node in cell.children
    )


def test_what_happened_when() -> None:
    assert tabulated(FACTS) == (ROWS.strip().splitlines(), [])


def test_in_spanish() -> None:
    rows, findings = tabulated(FACTS, language="es")
    assert findings == []
    assert rows[2] == "De día −38 a alrededor de día 2 | Lamotrigine, 100 mg daily (suspendido: rash) | Tratamiento"
    assert rows[8] == "Día 12 | ALT 912,5 U/L (el más alto) | Prueba"


def test_kinds_may_be_chosen() -> None:
    rows, findings = tabulated(FACTS, ", of: [outcomes, events]")
    assert [row.split(" | ")[2] for row in rows] == ["Event", "Outcome"]
    assert findings == []


@pytest.mark.parametrize(
    ("facts", "more", "rule", "hint"),
    [
        (FACTS, ", of: outcome", "timeline-of", "did you mean `outcomes`?"),
        (FACTS, ", of: [events, zebra]", "timeline-of", "known here: history, presentation"),
        ("examination: [fever]\n", "", "timeline-empty", "such as at: day 12"),
        (FACTS, ", of: diagnoses", "timeline-empty", "such as at: day 12"),
    ],
)
def test_a_wish_that_cannot_be_met(facts: str, more: str, rule: str, hint: str) -> None:
    (finding,) = tabulated(facts, more)[1]
    assert finding.rule.id == rule
    assert hint in finding.hint
    assert finding.where.line == 3


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("fever", "Fever"),
        ("pH 7.2", "pH 7.2"),
        ("eGFR fell", "eGFR fell"),
        ("β-thalassaemia", "β-thalassaemia"),
        ("mRNA", "mRNA"),
        ("10-metre walk", "10-metre walk"),
        ("x-ray: mass", "X-ray: mass"),
        ("", ""),
    ],
)
def test_a_line_begins_with_a_capital_letter(text: str, printed: str) -> None:
    assert capital(text) == printed
