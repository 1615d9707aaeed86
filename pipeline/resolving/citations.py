"""Citation marks → numbers by first appearance in the whole document, and the list of references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipeline.findings import Edit, Finding, Location, Severity, instead, rule
from pipeline.language import listed
from pipeline.library import Item, Library, reference_id
from pipeline.manuscript import Citation, CitationMark, Cite, Inlines, Placeholder, Reference, Text
from pipeline.resolving.csl import NumberedCite, Style

UNKNOWN_CITATION = rule(
    "unknown-citation",
    Severity.ERROR,
    "A claim would be printed without the reference it rests on.",
    fix="Correct the key, or add the reference to references.bib or bibliography/.",
    example="As shown before [@exmaple2020].\n",
)
LOCATOR_NOT_PRINTED = rule(
    "locator-not-printed",
    Severity.WARNING,
    "A reader who looks the claim up must search the whole source.",
    fix="Write the page into the sentence.",
    example="Seen before [@example2020, p. 3].\n",
)


def _in_other_capitals(where: Location, written: str, known: Iterable[str]) -> tuple[Edit, ...]:
    """Writes `@Fig-MRI` as the one thing that is called so but for its capitals; () where there is none, or two."""
    same = [name for name in known if name.casefold() == written.casefold()]
    if len(same) != 1 or where.length != len(written) + 1:
        return ()
    return (instead(where, f"@{written}", f"@{same[0]}"),)


@dataclass
class Citations:
    """Formats all citations of one document at once, in the order in which a reader meets them."""

    library: Library
    style: Style
    language: str
    words: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)
    _items: dict[str, Item] = field(default_factory=dict)
    _printed: dict[CitationMark, Citation] = field(default_factory=dict)
    _cited_by: dict[str, list[str]] = field(default_factory=dict)

    def number(self, marks: Iterable[CitationMark]) -> None:
        """Give numbers to everything cited, in the order of the marks."""
        cited: list[tuple[CitationMark, list[tuple[Cite, Item]]]] = []
        for mark in dict.fromkeys(marks):
            known = [(cite, item) for cite in mark.cites if (item := self._find(cite))]
            self.findings += [_not_printed(c) for c, _ in known if c.locator and not self.style.prints_locators]
            if known:
                cited.append((mark, known))
        ordered = self.style.in_order(list(self._items.values()), self.language)
        self._items = {item.key: item for item in ordered}
        numbers = {key: number for number, key in enumerate(self._items, start=1)}
        clusters = [(mark, [_numbered(cite, item, numbers[item.key]) for cite, item in known]) for mark, known in cited]
        parts = self.style.clusters([cluster for _, cluster in clusters], self.language)
        for index, ((mark, cluster), printed) in enumerate(zip(clusters, parts, strict=True), start=1):
            self._printed[mark] = Citation(printed, self.style.superscript, f"cite-{index}", mark.origin)
            for cite in cluster:
                cited_by = self._cited_by.setdefault(cite.target, [])
                if f"cite-{index}" not in cited_by:
                    cited_by.append(f"cite-{index}")

    def resolve(self, mark: CitationMark) -> Inlines:
        """What is printed for a mark: names where they are part of the sentence, numbers, placeholders."""
        printed = self._printed.get(mark)
        missing = tuple(
            Placeholder(f"[@{cite.key}?]", cite.origin) for cite in mark.cites if not self.library.find(cite.key)
        )
        if printed is None:
            return missing
        names: Inlines = ()
        if mark.narrative:
            item = self.library.find(mark.cites[0].key)
            names = (Text(self._names(item) + "\N{NO-BREAK SPACE}", mark.origin),) if item and self._names(item) else ()
        return (*names, printed, *missing)

    def references(self) -> tuple[Reference, ...]:
        """The list of references, in the order of their numbers."""
        numbered = list(enumerate(self._items.values(), start=1))
        made = []
        for (number, item), entry in zip(numbered, self.style.entries(numbered, self.language), strict=True):
            self.findings += entry.findings
            target = reference_id(item.key)
            cited_by = tuple(self._cited_by.get(target, ()))
            made.append(Reference(target, number, entry.label, entry.body, entry.links, cited_by, item.origin))
        return tuple(made)

    def _find(self, cite: Cite) -> Item | None:
        item = self.library.find(cite.key)
        if item is None:
            near = self.library.similar(cite.key)
            hint = f"did you mean @{near}?" if near else "add it to the case's references.bib or to bibliography/"
            message = "this reference is in no bibliography"
            found = UNKNOWN_CITATION.at(cite.origin, message, hint=hint, quote=cite.key)
            edits = _in_other_capitals(cite.origin, cite.key, self.library.items)
            self.findings.append(replace(found, edits=edits))
            return None
        self._items.setdefault(item.key, item)
        return item

    def _names(self, item: Item) -> str:
        """`Rund and Rachmilewitz`, `Karimi et al.`; '' for a reference without names."""
        people = item.csl.get("author") or item.csl.get("editor")
        if not isinstance(people, list) or not people:
            return ""
        names = [_family(person) for person in people if isinstance(person, dict)]
        if len(names) > 2:
            return f"{names[0]} {self.words['et_al']}"
        return listed(names, self.language)


def _numbered(cite: Cite, item: Item, number: int) -> NumberedCite:
    return NumberedCite(number, reference_id(item.key), cite.prefix, cite.suffix, cite.locator, cite.label, item)


def _not_printed(cite: Cite) -> Finding:
    message = f"the citation style does not print which {cite.label} you cite"
    hint = "say it in the text, or choose another `style:`"
    return LOCATOR_NOT_PRINTED.at(cite.origin, message, hint=hint, quote=cite.locator)


def _family(person: Mapping[str, object]) -> str:
    particle = str(person.get("non-dropping-particle") or "")
    family = str(person.get("family") or person.get("literal") or "")
    return f"{particle} {family}".strip()
