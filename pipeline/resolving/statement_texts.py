"""Pieces of what a case states (`consent.treatment`, `interests.grants`, `funding`) → the paragraphs that say them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import get_args

from pipeline.case import Case
from pipeline.case.people import Author, CreditRole, Interest, InterestCategory
from pipeline.case.statements import Consent, Consents
from pipeline.case.statements import Statements as Written
from pipeline.findings import Finding, Location
from pipeline.language import listed
from pipeline.manuscript import Block, CrossReferenceMark, Inline, Inlines, Paragraph, Placeholder, Text
from pipeline.reading.inline_nodes import read_line
from pipeline.resolving.field_words import in_words
from pipeline.resolving.people import author_name

CATEGORIES = get_args(InterestCategory)
_FIRST, _LAST = CATEGORIES[0], CATEGORIES[-1]
NONE_OF = {
    frozenset(CATEGORIES): "interests_none",
    frozenset({_FIRST}): "interests_none_support",
    frozenset(CATEGORIES) - {_FIRST, _LAST}: "interests_none_financial",
    frozenset({_LAST}): "interests_none_other",
}
"""Items of the ICMJE disclosure form → the sentence by which all authors declare none of them."""


@dataclass
class Composer:
    """Says each piece of one case once it is asked for it; silence gives nothing."""

    case: Case
    words: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)

    def blocks(self, pieces: Sequence[str], authors_as: str = "names") -> Iterator[Block]:
        """What the case states of these pieces, in their order; pieces of one statement stand together."""
        for name, group in groupby(pieces, key=lambda piece: piece.partition(".")[0]):
            below = [piece.partition(".")[2] for piece in group]
            match name:
                case "consent":
                    yield from self._consent(below)
                case "interests":
                    yield from self._interests([category for category in CATEGORIES if category in below])
                case "contributions":
                    yield from self._contributions(authors_as)
                case "unknown":
                    yield from self._unknown()
            text = getattr(self.case.facts.statements, name) if name in Written.model_fields else None
            if text and (name != "interests" or "text" in below):
                yield self._paragraph(text, "statements", name)

    def _paragraph(self, text: str, *path: str | int) -> Paragraph:
        where = self.case.sources.value(*path)
        inlines, problems = read_line(text, where)
        self.findings += problems
        return Paragraph(inlines, where)

    def said(self, sentence: str, where: Location) -> Paragraph:
        """A sentence of ours as a paragraph."""
        return Paragraph((Text(sentence, where),), where)

    def _consent(self, wanted: Collection[str]) -> Iterator[Block]:
        """A sentence for each scope, then the author's notes."""
        consents = self.case.facts.consent
        for path, scope, consent in _scopes(consents) if consents else ():
            if path[0] not in wanted:
                continue
            where = self.case.sources.value("consent", *path)
            inlines = self._sentence(scope, consent, where)
            if consent.note:
                note = self._paragraph(consent.note, "consent", *path, "note")
                inlines = (*inlines, Text(" ", where), *note.children)
            yield Paragraph(inlines, where)

    def _sentence(self, scope: str, consent: Consent, where: Location) -> Inlines:
        what = self.words.get(f"consent_for_{scope}", "")
        status = self.words[f"consent_{consent.status}"]
        details = [self.words[f"consent_{detail}"] for detail in (consent.how,) if detail]
        details += [self._giver(consent.by)] if consent.by else []
        sentence = " ".join([what, status, *details]) + "."
        if consent.assent and consent.assent != "not_applicable":
            sentence += " " + self.words[f"assent_{consent.assent}"]
        if consent.held_by:
            sentence += " " + self.words["consent_held"].format(by=consent.held_by)
        if what:
            return (Text(sentence, where),)
        before, _, after = self.words["consent_for_figure"].partition("{figure}")
        # A figure that is not there has a finding already, from the check of consent.
        known = scope in self.case.facts.figures
        figure: Inline = CrossReferenceMark((scope,), where) if known else Placeholder(f"[@{scope}?]", where)
        return (Text(before, where), figure, Text(after + sentence, where))

    def _giver(self, by: str) -> str:
        """Some languages say whether the patient is a woman."""
        of_woman = by == "patient" and self.case.facts.patient.sex == "female"
        return self.words["consent_by_patient_female" if of_woman else f"consent_by_{by}"]

    def _interests(self, categories: Sequence[str]) -> Iterator[Block]:
        """Silence is not "none": only what every author declared is said of all."""
        authors = self.case.facts.authors if categories else ()
        shown = [_interests_in(author.interests, categories) for author in authors]
        if authors and all(interests == () for interests in shown):
            listed_here = "; ".join(self.words[f"interest_{category}"] for category in categories)
            none = self.words[NONE_OF.get(frozenset(categories), "interests_none_listed")]
            yield self.said(none.format(list=listed_here), self.case.sources.key("authors"))
            return
        nothing = "interests_none_of" if len(categories) == len(CATEGORIES) else "interests_none_here_of"
        for index, (author, interests) in enumerate(zip(authors, shown, strict=True)):
            at = self.case.sources.value("authors", index, "interests")
            name = author_name(author)
            if interests:
                yield self.said(f"{name}: {'; '.join(map(self._interest, interests))}.", at)
            elif interests is not None:
                yield self.said(self.words[nothing].format(name=name), at)

    def _interest(self, interest: Interest) -> str:
        category = self.words[f"interest_{interest.category}"]
        return f"{category}, {interest.entity}" + (f" ({interest.comment})" if interest.comment else "")

    def _contributions(self, authors_as: str) -> Iterator[Block]:
        """CRediT roles in CRediT's order, each with those who had it."""
        authors = self.case.facts.authors
        shown = [author_name(author) for author in authors]
        if authors_as == "initials":
            initials = [_initials(author) for author in authors]
            # Initials that two authors share would name neither.
            shown = initials if len(set(initials)) == len(initials) else shown
        parts = []
        for role in get_args(CreditRole):
            names = [name for name, author in zip(shown, authors, strict=True) if role in author.roles]
            if names:
                parts.append(f"{self.words[f'role_{role}']}: {listed(names, self.case.facts.language)}")
        if parts:
            yield self.said("; ".join(parts) + ".", self.case.sources.key("authors"))

    def _unknown(self) -> Iterator[Block]:
        """What is declared unknown, grouped by the reason."""
        by_reason: dict[str, list[str]] = {}
        for path in self.case.facts.unknown:
            words = in_words(tuple(path.split(".")), self.case.facts, self.words)
            by_reason.setdefault(self.case.facts.unknown[path], []).append(words)
        where = self.case.sources.key("unknown")
        for reason, fields in by_reason.items():
            named = "; ".join(dict.fromkeys(fields))
            yield self.said(f"{named[:1].upper()}{named[1:]}: {reason.rstrip('.')}.", where)


def is_stated(case: Case, piece: str) -> bool:
    """Whether the case says anything of a piece."""
    name, _, below = piece.partition(".")
    facts = case.facts
    match name:
        case "consent":
            return bool(facts.consent and getattr(facts.consent, below))
        case "interests" if below != "text":
            return any(author.interests is not None for author in facts.authors)
        case "unknown":
            return bool(facts.unknown)
        case "contributions" if any(author.roles for author in facts.authors):
            return True
        case _:
            return bool(getattr(facts.statements, name))


def _initials(author: Author) -> str:
    """`AMvdE` of Ada Maria van der Example; a group keeps its name."""
    words = f"{author.given or ''} {author.particle or ''} {author.family or ''}".replace("-", " ").split()
    return author.group or "".join(word[0] for word in words)


def _interests_in(
    declared: str | tuple[Interest, ...] | None, categories: Collection[str]
) -> tuple[Interest, ...] | None:
    """An author's interests of some categories; None where nothing is declared yet."""
    if declared is None:
        return None
    return tuple(one for one in declared if isinstance(one, Interest) and one.category in categories)


def _scopes(consents: Consents) -> Iterator[tuple[tuple[str, ...], str, Consent]]:
    """Path, scope and consent of everything that was asked for."""
    for scope in ("treatment", "publication", "quotation", "online", "reuse"):
        consent = getattr(consents, scope)
        if consent:
            yield (scope,), scope, consent
    for figure, consent in consents.images.items():
        yield ("images", figure), figure, consent
