"""A reference and a citation style in; the fields that are missing of those its type needs and the style prints, out.

The table follows ICMJE's samples of references and the NLM's Citing Medicine, 2nd edition. A field that an article
need not have, such as an issue, is not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.findings import Location
from pipeline.library import Item
from pipeline.resolving.csl import Style


@dataclass(frozen=True, slots=True)
class Field:
    """Something a reference of some type must say."""

    name: str
    """For an author: `the publisher`."""
    variables: tuple[str, ...]
    """Of which any one will do."""
    unless: tuple[str, ...] = ()
    """Nothing is missing where one of these is given and none of `only_with`."""
    only_with: tuple[str, ...] = ()


_TITLE = Field("the title", ("title",))
_YEAR = Field("the year", ("issued",))
_AUTHOR = Field("the author", ("author",))
_MAKER = Field("the author, editor or organisation", ("author", "editor", "publisher"))
_PUBLISHER = Field("the publisher", ("publisher",))
_PLACE = Field("the place of publication", ("publisher-place",))
_PAGES = Field("the pages", ("page",))
_JOURNAL = Field("the journal", ("container-title",))
_BOOK = Field("the title of the book", ("container-title",))
_ACCESSED = Field("the day on which you read it", ("accessed",), unless=("DOI",))
_WHERE = Field("the DOI or the address on the web", ("DOI", "URL"))

_ARTICLE = (
    _AUTHOR,
    _TITLE,
    _JOURNAL,
    _YEAR,
    # An article that is out ahead of its issue has neither.
    Field("the volume", ("volume", "issue"), unless=("DOI", "PMCID")),
    Field("the pages or the article's number", ("page", "number"), unless=("DOI", "PMCID"), only_with=("volume",)),
)
_BOOKS = (Field("the author or editor", ("author", "editor")), _TITLE, _PLACE, _PUBLISHER, _YEAR)
_CHAPTER = (_AUTHOR, _TITLE, _BOOK, _PLACE, _PUBLISHER, _YEAR, _PAGES)
_DATA = (_MAKER, _TITLE, _YEAR, _WHERE)
_WEB = (_TITLE, Field("the address on the web", ("URL",)), _ACCESSED)
_REPORT = (_MAKER, _TITLE, _YEAR)

REQUIRED: dict[str, tuple[Field, ...]] = {
    "article": (_AUTHOR, _TITLE, _YEAR, _WHERE),
    "article-journal": _ARTICLE,
    "article-magazine": _ARTICLE[:4],
    "article-newspaper": (_TITLE, Field("the newspaper", ("container-title",)), _YEAR),
    "book": _BOOKS,
    "chapter": _CHAPTER,
    "dataset": _DATA,
    "entry-encyclopedia": (_TITLE, _BOOK, _PUBLISHER, _YEAR),
    "legislation": (_TITLE, _YEAR),
    "paper-conference": (_AUTHOR, _TITLE, Field("the title of the proceedings", ("container-title",)), _YEAR),
    "patent": (_AUTHOR, _TITLE, Field("the number of the patent", ("number",)), _YEAR),
    "post-weblog": _WEB,
    "report": _REPORT,
    "review": _ARTICLE,
    "software": (_MAKER, _TITLE, _YEAR),
    "standard": _REPORT,
    "thesis": (_AUTHOR, _TITLE, Field("the university", ("publisher",)), _YEAR),
    "webpage": _WEB,
}
"""By the type that CSL gives; of the others nothing is asked but a title."""

_SAMPLE: Mapping[str, object] = {
    **{name: [{"family": f"Family{name}", "given": "Given"}] for name in ("author", "editor")},
    **{name: {"date-parts": [[year, 1, 2]]} for name, year in (("issued", 2001), ("accessed", 2002))},
    **{name: f"Some {name}" for name in ("title", "container-title", "publisher", "publisher-place")},
    "volume": "31",
    "issue": "32",
    "page": "33-39",
    "number": "e34",
    "DOI": "10.5555/sample",
    "URL": "https://example.org/sample",
}
"""A reference in which nothing is missing."""


def missing(csl: Mapping[str, object], prints: Callable[[str, str], bool]) -> list[str]:
    """Names of the fields that are missing. `prints(type, variable)` tells what the citation style prints."""
    kind = str(csl["type"])
    return [
        field.name
        for field in REQUIRED.get(kind, (_TITLE,))
        if not _given(csl, field) and any(prints(kind, variable) for variable in field.variables)
    ]


def _given(csl: Mapping[str, object], field: Field) -> bool:
    if any(csl.get(variable) for variable in field.variables):
        return True
    excused = any(csl.get(variable) for variable in field.unless)
    return excused and not any(csl.get(variable) for variable in field.only_with)


def printed_by(style: Style) -> Callable[[str, str], bool]:
    """Whether a style prints a variable in references of a type: one that it leaves out is not missed."""

    @cache
    def prints(kind: str, variable: str) -> bool:
        # What may stand in for one another is looked at one by one; many styles print an address only without a DOI.
        without = {name: value for name, value in _SAMPLE.items() if name not in {*_instead_of(variable), "DOI"}}
        return _entry(style, kind, {**without, variable: _SAMPLE[variable]}) != _entry(style, kind, without)

    return prints


def _instead_of(variable: str) -> Iterator[str]:
    groups = {field.variables for fields in REQUIRED.values() for field in fields if variable in field.variables}
    yield variable
    for group in groups:
        yield from group


def _entry(style: Style, kind: str, csl: Mapping[str, object]) -> object:
    at = Location("")
    (entry,) = style.entries([(1, Item("sample", {"type": kind, **csl}, at))])
    return entry.body, entry.links
