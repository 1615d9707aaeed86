"""A checklist and the outputs of its article in; every item with the pages, lines and links of what answers it, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from pipeline.guidelines.answers import Answer, Checklist, Confirmation, Confirmed, Evidence, State
from pipeline.writing.output import Output, Place
from pipeline.writing.places import place_of

SHOWN = 2
"""Passages of an item that are quoted; of the others it is said where they are."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the article that the checklist points into."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage that answers an item, and where a reader finds it."""

    evidence: Evidence
    place: Place | None
    """In the PDF: of the first word quoted; None where there is no PDF."""
    link: str
    """Into the page for browsers; '' where there is none."""


@dataclass(frozen=True, slots=True)
class Row:
    answer: Answer
    word: str
    """What was found, in the guideline's own words where it has a scale of its own."""
    quoted: tuple[Shown, ...]
    others: tuple[Shown, ...]

    @property
    def shown(self) -> tuple[Shown, ...]:
        return (*self.quoted, *self.others)

    @property
    def said(self) -> tuple[Confirmation, ...]:
        """What people said of it: the one that holds first; open where nobody did."""
        return (self.answer.confirmation, *self.answer.others)


@dataclass(frozen=True, slots=True)
class Filled:
    """A checklist as it is printed."""

    checklist: Checklist
    rows: tuple[Row, ...]
    pdf: File | None
    html: File | None

    @property
    def confirmed_by(self) -> dict[str, int]:
        """Name → items that this person confirmed, in the order of the names."""
        given = (one for row in self.rows for one in row.said)
        return dict(sorted(Counter(one.by for one in given if one.state is Confirmed.CONFIRMED).items()))

    @property
    def to_look_at(self) -> list[tuple[str, list[str]]]:
        """What is not simply found: the word, and the items of which it is said; no numbers, which would be a score."""
        by_state = {state: [row for row in self.rows if row.answer.state is state] for state in State}
        del by_state[State.FOUND]
        return [(rows[0].word, [row.answer.item.id for row in rows]) for rows in by_state.values() if rows]


def filled(checklist: Checklist, case_id: str, outputs: Mapping[str, Output], words: Mapping[str, str]) -> Filled:
    """`outputs` are those of the article by writer's name; `words` the labels of its language."""
    # An output without files is one whose template is broken.
    pdf, html = (output if (output := outputs.get(name)) and output.files else None for name in ("pdf", "html"))
    page = f"{case_id}.html" if html else ""
    rows = tuple(_row(checklist, answer, (pdf, page), words) for answer in checklist.answers)
    return Filled(checklist, rows, _file(pdf, f"{case_id}.pdf"), _file(html, page))


def _file(output: Output | None, name: str) -> File | None:
    return File(name, sha256(output.files[name]).hexdigest()) if output else None


def _row(checklist: Checklist, answer: Answer, article: tuple[Output | None, str], words: Mapping[str, str]) -> Row:
    pdf, page = article
    own = checklist.guideline.answers.get(str(answer.state))
    shown = tuple(
        Shown(one, _place(pdf, one), f"{page}#{one.anchor}" if page and one.anchor else "") for one in answer.evidence
    )
    return Row(answer, own or words[f"checklist_state_{answer.state}"], shown[:SHOWN], shown[SHOWN:])


def _place(pdf: Output | None, one: Evidence) -> Place | None:
    return place_of(pdf, one.anchor, one.excerpt, len(one.text)) if pdf else None
