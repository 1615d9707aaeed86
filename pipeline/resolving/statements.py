"""The statements at the end of a report: what a case states, in the parts, order and headings of its journal.

One set of facts serves every journal: a journal's form says where each piece stands, and what it has no part for comes
after its parts, under our own heading, so that nothing that was stated can vanish.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.case import Case
from pipeline.findings import Finding, Severity, rule
from pipeline.journals.statements import STATED, WHOLE, StatementPart, StatementsForm, in_language
from pipeline.manuscript import Block, Paragraph, Placeholder, Statement
from pipeline.resolving.people import author_name
from pipeline.resolving.statement_texts import Composer, is_stated

NOT_DECLARED = rule(
    "interests-not-declared",
    Severity.WARNING,
    "A journal prints the interests of every author; that there are none is said only of authors who declared it.",
    fix="Ask the author for the ICMJE disclosure form, and write `interests: none` or what the form lists.",
    example="authors:\n  - {given: Ada, family: Example}\n",
    source="ICMJE Recommendations, section II.B; ICMJE disclosure form of 2021",
)


@dataclass(frozen=True, slots=True)
class Arranged:
    """A heading and the pieces below it."""

    id: str
    heading: str
    pieces: tuple[str, ...]
    part: StatementPart | None = None
    """Of the journal; None for what it has no part for."""


def statements_of(
    case: Case, words: Mapping[str, str], form: StatementsForm | None = None
) -> tuple[tuple[Statement, ...], list[Finding]]:
    """Every statement for which there is something to say, in the journal's order, or in that of ICMJE."""
    composer = _Printing(case, words)
    made = []
    for arranged in arrangement(form or StatementsForm(), words, case.facts.language):
        blocks = tuple(composer.blocks_of(arranged))
        if blocks:
            says = tuple(piece for piece in arranged.pieces if is_stated(case, piece))
            made.append(Statement(arranged.id, arranged.heading, blocks, blocks[0].origin, says))
    return tuple(made), [*composer.findings, *_undeclared(case, form)]


def arrangement(form: StatementsForm, words: Mapping[str, str], language: str) -> tuple[Arranged, ...]:
    """Every piece of `STATED` once: in the part that names it, else in the one that names its statement whole."""
    named = {name for part in form.parts for name in part.of if name in STATED}
    taken: set[str] = set()
    made: list[Arranged] = []
    for part in form.parts:
        pieces = tuple(piece for name in part.of for piece in _pieces(name, named))
        taken |= set(pieces)
        made.append(Arranged(_id(part.of[0]), in_language(part.heading, language), pieces, part))
    made += [
        Arranged(_id(name), words[f"statement_{name}"], rest)
        for name in WHOLE
        if (rest := tuple(piece for piece in _pieces(name, taken) if piece not in taken))
    ]
    return tuple(made)


def _pieces(name: str, named: set[str]) -> Iterator[str]:
    """A piece itself; of a whole statement, the pieces that are not named elsewhere."""
    if name in STATED:
        yield name
    else:
        yield from (piece for piece in STATED if piece.partition(".")[0] == name and piece not in named)


def _id(name: str) -> str:
    return "statement-" + name.replace("_", "-").replace(".", "-")


class _Printing(Composer):
    """What stands below a heading, and what stands there where the case states nothing."""

    def blocks_of(self, arranged: Arranged) -> Iterator[Block]:
        part = arranged.part
        blocks = tuple(self.blocks(arranged.pieces, part.authors_as if part else "names"))
        yield from blocks
        if blocks or part is None or part.when_empty == "left out":
            return
        where = self.case.sources.key("statements")
        if unknown := _unknown_field(self.case, arranged.pieces):
            reason = self.case.facts.unknown[unknown].rstrip(".")
            yield self.said(self.words["statement_not_known"].format(reason=reason), where)
        elif part.when_empty == "not applicable":
            yield self.said(self.words["statement_not_applicable"], where)
        else:
            yield Paragraph((Placeholder(self.words["statement_not_stated"], where),), where)


def _unknown_field(case: Case, pieces: Sequence[str]) -> str:
    """The field that is declared unknown of what would stand below a heading; '' where there is none."""
    fields = [field for piece in pieces for field in (piece, f"statements.{piece.partition('.')[0]}")]
    return next((field for field in fields if field in case.facts.unknown), "")


def _undeclared(case: Case, form: StatementsForm | None) -> Iterator[Finding]:
    """Authors of whom the journal prints interests, and who have declared nothing yet."""
    part = next((p for p in form.parts if any(n.startswith("interests") for n in p.of)), None) if form else None
    for index, author in enumerate(case.facts.authors if part else ()):
        if author.interests is None and not case.sources.was_dropped("authors", index, "interests"):
            heading = in_language(part.heading, "en") if part else ""
            message = f"{author_name(author)} has not declared interests; the journal prints them under “{heading}”"
            hint = "ask for the ICMJE disclosure form; then write `interests: none`, or what the form lists"
            yield NOT_DECLARED.at(case.sources.value("authors", index), message, hint=hint)
