"""The statements at the end of a report, composed from consent, interests, roles, free text and what is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

from pipeline.case import Case
from pipeline.case.people import CreditRole, Interest
from pipeline.case.statements import Consent, Consents
from pipeline.case.statements import Statements as Written
from pipeline.findings import Finding, Location
from pipeline.language import listed
from pipeline.manuscript import Block, CrossReferenceMark, Inline, Inlines, Paragraph, Placeholder, Statement, Text
from pipeline.reading.inline_nodes import read_line
from pipeline.resolving.field_words import in_words
from pipeline.resolving.people import author_name

ORDER = (
    "consent",
    "ethics",
    "interests",
    "funding",
    "contributions",
    "data_availability",
    "ai_use",
    "acknowledgements",
    "unknown",
)
"""As ICMJE lists them; what is not known about the case comes last."""


def statements_of(case: Case, words: Mapping[str, str]) -> tuple[tuple[Statement, ...], list[Finding]]:
    """Every statement for which there is something to say, in order."""
    composer = _Composer(case, words)
    made = []
    for name in ORDER:
        blocks = tuple(composer.blocks(name))
        if blocks:
            made.append(
                Statement(f"statement-{name.replace('_', '-')}", words[f"statement_{name}"], blocks, blocks[0].origin)
            )
    return tuple(made), composer.findings


@dataclass
class _Composer:
    case: Case
    words: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)

    def blocks(self, name: str) -> Iterator[Block]:
        composed = {
            "consent": self._consent,
            "interests": self._interests,
            "contributions": self._contributions,
            "unknown": self._unknown,
        }.get(name)
        if composed:
            yield from composed()
        text = getattr(self.case.facts.statements, name) if name in Written.model_fields else None
        if text:
            yield self._paragraph(text, "statements", name)

    def _paragraph(self, text: str, *path: str | int) -> Paragraph:
        where = self.case.sources.value(*path)
        inlines, problems = read_line(text, where)
        self.findings += problems
        return Paragraph(inlines, where)

    def _said(self, sentence: str, where: Location) -> Paragraph:
        return Paragraph((Text(sentence, where),), where)

    def _consent(self) -> Iterator[Block]:
        """A sentence for each scope, then the author's notes."""
        consents = self.case.facts.consent
        if consents is None:
            return
        for path, scope, consent in _scopes(consents):
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

    def _interests(self) -> Iterator[Block]:
        """Silence is not "none": only what every author declared is said of all."""
        authors = self.case.facts.authors
        where = self.case.sources.key("authors")
        declared = [a for a in authors if a.interests is not None]
        if authors and len(declared) == len(authors) and all(not a.interests or a.interests == "none" for a in authors):
            yield self._said(self.words["interests_none"], where)
            return
        for index, author in enumerate(authors):
            at = self.case.sources.value("authors", index, "interests")
            name = author_name(author)
            if author.interests == "none" or author.interests == ():
                yield self._said(self.words["interests_none_of"].format(name=name), at)
            elif author.interests:
                interests = "; ".join(self._interest(i) for i in author.interests)
                yield self._said(f"{name}: {interests}.", at)

    def _interest(self, interest: Interest) -> str:
        category = self.words[f"interest_{interest.category}"]
        return f"{category}, {interest.entity}" + (f" ({interest.comment})" if interest.comment else "")

    def _contributions(self) -> Iterator[Block]:
        """CRediT roles in CRediT's order, each with those who had it."""
        authors = self.case.facts.authors
        parts = []
        for role in get_args(CreditRole):
            names = [author_name(author) for author in authors if role in author.roles]
            if names:
                parts.append(f"{self.words[f'role_{role}']}: {listed(names, self.case.facts.language)}")
        if parts:
            yield self._said("; ".join(parts) + ".", self.case.sources.key("authors"))

    def _unknown(self) -> Iterator[Block]:
        """What is declared unknown, grouped by the reason."""
        by_reason: dict[str, list[str]] = {}
        for path in self.case.facts.unknown:
            words = in_words(tuple(path.split(".")), self.case.facts, self.words)
            by_reason.setdefault(self.case.facts.unknown[path], []).append(words)
        where = self.case.sources.key("unknown")
        for reason, fields in by_reason.items():
            named = "; ".join(dict.fromkeys(fields))
            yield self._said(f"{named[:1].upper()}{named[1:]}: {reason.rstrip('.')}.", where)


def _scopes(consents: Consents) -> Iterator[tuple[tuple[str, ...], str, Consent]]:
    """Path, scope and consent of everything that was asked for."""
    for scope in ("treatment", "publication", "quotation", "online", "reuse"):
        consent = getattr(consents, scope)
        if consent:
            yield (scope,), scope, consent
    for figure, consent in consents.images.items():
        yield ("images", figure), figure, consent
