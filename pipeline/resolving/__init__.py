"""Case + Library + Journal → Manuscript, in small ordered steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.case import Case
from pipeline.facts.record import record_of
from pipeline.findings import Finding, Location, Severity, rule, worst
from pipeline.journals import Journal
from pipeline.journals.statements import in_language
from pipeline.journals.value import known
from pipeline.labels import Labels
from pipeline.library import Library
from pipeline.manuscript import (
    CitationMark,
    CrossReferenceMark,
    Inline,
    Inlines,
    Manuscript,
    Note,
    NoteMark,
    Section,
    Statement,
    Text,
    ValueMark,
)
from pipeline.reading.inline_nodes import plain_text
from pipeline.resolving.ages import age_by_decade
from pipeline.resolving.binding import bound
from pipeline.resolving.citations import Citations
from pipeline.resolving.cross_references import CrossReferences
from pipeline.resolving.csl import Style, load_style
from pipeline.resolving.illustrations import figures_of
from pipeline.resolving.learning_points import learning_points_of
from pipeline.resolving.notes import Notes
from pipeline.resolving.people import people_of
from pipeline.resolving.placing import numbered, placed
from pipeline.resolving.publication import cited_as, cited_item, publication_of, source_of
from pipeline.resolving.statements import statements_of
from pipeline.resolving.tables import tables_of
from pipeline.resolving.values import resolve_value
from pipeline.resolving.walk import lines_of, nodes_of, rewritten, rewritten_blocks, rewritten_section
from pipeline.workspace import Workspace

STYLE_REFUSED = rule(
    "style-refused",
    Severity.FATAL,
    "Without a citation style no reference can be printed.",
    fix="Write a style that `casewright list styles` offers.",
    example="style: apa   # in case.yaml, and the journal's own style cannot be used either\n",
)
SHORT_TITLE = 60
"""Characters of a running head."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a case is resolved for."""

    journal: Journal
    style: str
    """Name of the citation style, '' for the journal's."""
    labels: Labels
    workspace: Workspace | None = None
    """Where the author's own citation styles lie."""


def resolve(case: Case, library: Library, setting: Setting) -> tuple[Manuscript | None, list[Finding]]:
    """None only where nothing could be printed at all: no style, or a retold case without its record."""
    words = setting.labels.words
    people, findings = people_of(case, words)
    style, problems = _style(case, setting)
    findings += problems
    if style is None or worst(findings) is Severity.FATAL:
        return None, findings

    document, problems = _arranged(case, setting.labels, setting.journal)
    findings += problems
    # What the marks say, now that everything has its number.
    marks = _Marks(case, library, style, setting)
    document = marks.resolve(document)
    findings += marks.findings

    abstract, sections = _abstract(document.sections)
    title = plain_text(document.title)
    publication, source = publication_of(case), source_of(case)
    cited = cited_item(case.facts.kind, title, people.authors, source or publication)
    manuscript = Manuscript(
        case_id=case.id,
        kind=case.facts.kind,
        language=case.facts.language,
        title=document.title,
        short_title=case.facts.short_title or _shortened(title or case.id),
        byline=people.byline,
        authors=people.authors,
        affiliations=people.affiliations,
        correspondence=people.correspondence,
        notice=people.notice,
        draft_errors=0,
        publication=publication,
        source=source,
        cite_as=cited_as(style, cited, case.facts.language),
        abstract=abstract,
        keywords=case.facts.keywords,
        sections=sections,
        statements=document.statements,
        notes=marks.printed_notes,
        references=marks.citations.references(),
        labels=_words(words, setting.journal, case.facts.language),
        record=record_of(case, words, _age_told(case, setting)),
    )
    return manuscript, findings + marks.citations.findings


@dataclass(frozen=True, slots=True)
class _Document:
    """Everything an author wrote, in reading order."""

    title: Inlines
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...]

    def lines(self) -> Iterator[Inlines]:
        yield self.title
        yield from lines_of(self.sections)
        for statement in self.statements:
            yield from lines_of(statement.blocks)


def _arranged(case: Case, labels: Labels, journal: Journal) -> tuple[_Document, list[Finding]]:
    """What stands where: the abstract first, figures and tables after their first call, everything numbered."""
    words = labels.words
    abstract, sections = _abstract(case.narrative.sections)
    figures, findings = figures_of(case, words, journal.figures)
    tables, problems = tables_of(case, words)
    findings += problems
    sections, problems = placed(sections, {**figures, **tables})
    findings += problems
    box, problems = learning_points_of(case, labels.headings["learning-points"])
    findings += problems
    sections = (*sections, *box)
    every, problems = numbered((abstract, *sections) if abstract else sections, words)
    findings += problems
    statements, problems = statements_of(case, words, known(journal.profile.statements))
    return _Document(case.narrative.title, every, statements), findings + problems


def _words(words: dict[str, str], journal: Journal, language: str) -> dict[str, str]:
    """The labels, with the journal's own heading over its statements."""
    form = known(journal.profile.statements)
    heading = in_language(form.heading, language) if form else ""
    return {**words, "statements": heading} if heading else words


class _Marks:
    """Replaces every mark. Citations are numbered first, for a range needs to know its neighbours."""

    def __init__(self, case: Case, library: Library, style: Style, setting: Setting) -> None:
        words = setting.labels.words
        self.case, self.words, self.age_form = case, words, setting.journal.age
        self.citations = Citations(library, style, case.facts.language, words)
        self.references = CrossReferences(words, case.facts.language)
        self.notes = Notes(case.narrative.notes)
        self.printed_notes: tuple[Note, ...] = ()
        self.problems: list[Finding] = []

    @property
    def findings(self) -> list[Finding]:
        return [*self.problems, *self.references.findings, *self.notes.findings]

    def resolve(self, document: _Document) -> _Document:
        self.references.add(document.sections)
        self.citations.number(self._in_order(document.lines()))
        resolved = _Document(
            rewritten(document.title, self._one),
            tuple(rewritten_section(section, self._one) for section in document.sections),
            tuple(replace(s, blocks=rewritten_blocks(s.blocks, self._one)) for s in document.statements),
        )
        self.printed_notes = tuple(self.notes.printed(lambda blocks: rewritten_blocks(blocks, self._one)))
        return resolved

    def _in_order(self, lines: Iterable[Inlines]) -> Iterator[CitationMark]:
        """Citations as a reader meets them: those of a footnote stand where the footnote is first called."""
        waiting = dict(self.notes.written)
        # A stack, because notes may call notes that call notes.
        reading = [_nodes(lines)]
        while reading:
            node = next(reading[-1], None)
            if node is None:
                reading.pop()
            elif isinstance(node, CitationMark):
                yield node
            elif isinstance(node, NoteMark) and node.label in waiting:
                blocks, _ = waiting.pop(node.label)
                reading.append(_nodes(lines_of(blocks)))

    def _one(self, node: Inline) -> Inlines:
        match node:
            case CitationMark():
                return self.citations.resolve(node)
            case CrossReferenceMark():
                return self.references.resolve(node)
            case NoteMark():
                return (self.notes.resolve(node),)
            case ValueMark():
                value, problems = resolve_value(node, self.case, self.words, self.age_form)
                self.problems += problems
                return (value,)
            case Text(text=text):
                return (node if (tied := bound(text)) == text else replace(node, text=tied),)
            case _:
                return (node,)


def _nodes(lines: Iterable[Inlines]) -> Iterator[Inline]:
    return (node for line in lines for node in nodes_of(line))


def _age_told(case: Case, setting: Setting) -> str:
    """The age in words where the journal prints no exact one; otherwise ''."""
    age = case.facts.patient.age
    return age_by_decade(age, setting.labels.words) if age and setting.journal.age == "decade" else ""


def _style(case: Case, setting: Setting) -> tuple[Style | None, list[Finding]]:
    """The style asked for; where it cannot be used, the journal's, so that a draft can be read."""
    wanted = setting.style or case.facts.style or setting.journal.style
    where = Location("--style") if setting.style else case.sources.value("style")
    style, findings = load_style(wanted, where, setting.workspace)
    if style is None and wanted != setting.journal.style:
        style, more = load_style(setting.journal.style, where, setting.workspace)
        meanwhile = f" (until then, the draft is printed in {setting.journal.style})" if style else ""
        *others, refused = findings
        findings = [*others, replace(refused, hint=refused.hint + meanwhile), *more]
    if style is None:
        findings.append(STYLE_REFUSED.at(where, f"the style `{wanted}` cannot be used, and there is no other"))
    return style, findings


def _abstract(sections: tuple[Section, ...]) -> tuple[Section | None, tuple[Section, ...]]:
    abstract = next((section for section in sections if section.part == "abstract"), None)
    return abstract, tuple(section for section in sections if section is not abstract)


def _shortened(title: str) -> str:
    """The title up to its colon, or as many whole words as a running head holds."""
    short = title.split(":")[0].strip()
    if len(short) <= SHORT_TITLE:
        return short
    return short[:SHORT_TITLE].rsplit(" ", 1)[0].rstrip(",;") + "…"
