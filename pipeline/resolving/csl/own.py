"""A style's file that an author keeps in the workspace → a style that can be printed, or why it cannot be.

The file may come from anywhere. It is read without document types, entities or the network; what CSL 1.0 does not
know is taken out of it; macros without end are found before they run; and it must print an ordinary article.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

import citeproc
from lxml import etree

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.library import Item
from pipeline.resolving.csl.citations import NumberedCite
from pipeline.resolving.csl.macros import CSL, problems_of_macros
from pipeline.resolving.csl.offering import refusal
from pipeline.resolving.csl.source_places import LARGEST, Source, Unreadable, read_source
from pipeline.resolving.csl.style import Style
from pipeline.resolving.csl.unknown_parts import pass_over_unknown

BROKEN_STYLE = rule(
    "citation-style-file",
    Severity.ERROR,
    "A style that cannot be read as it was meant would print references that no journal asks for.",
    fix="Mend the style, or take one that `casewright list styles` offers.",
    example='<macro name="people"><text macro="people"/></macro>\n',
)
UNKNOWN_PART = rule(
    "citation-style-part",
    Severity.WARNING,
    "What CSL does not know is passed over, so that references may look different from what the style's author wants.",
    fix="Correct the name of the part; the CSL specification lists them.",
    example='<text variable="title" font-stlye="italic"/>\n',
    source="CSL 1.0.2",
)
MANY = 10
"""Parts of one file that are named one by one."""
TOO_MANY = 200
"""Unknown parts with which a file is no style any more."""
_HINT = "get the style anew, for instance from the Zotero style repository, or choose another `style:`"
_PEOPLE = [{"family": "Example", "given": "Ada B."}, {"family": "Sample", "given": "Bo"}, {"literal": "Example Group"}]
_ARTICLE: dict[str, object] = {
    "type": "article-journal", "title": "A title", "author": _PEOPLE, "container-title": "A journal", "page": "1-9",
    "volume": "1", "issue": "2", "issued": {"date-parts": [[2020, 1, 2]]}, "DOI": "10.5555/a", "language": "en",
    "URL": "https://example.org", "accessed": {"date-parts": [[2021, 3]]}, "publisher": "A publisher",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of a style's file."""

    xml: bytes | None
    """The style as it may be printed; None where it may not."""
    findings: tuple[Finding, ...] = ()


def read_own(path: Path, shown: str) -> Examined:
    """A style's file, examined. `shown` is its path for findings. Never raises."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as problem:
        where, message = Location(shown), f"this file cannot be opened ({problem.strerror})"
        return Examined(None, (BROKEN_STYLE.at(where, message, hint=_HINT),))
    return _examine(data, shown)


@lru_cache(maxsize=16)
def _examine(data: bytes, shown: str) -> Examined:
    try:
        source = read_source(data, shown)
    except Unreadable as problem:
        return Examined(None, (BROKEN_STYLE.at(problem.where(shown), problem.message, hint=problem.hint or _HINT),))
    if what := _is_something_else(source.root):
        return Examined(None, (BROKEN_STYLE.at(source.at(source.root), what, hint=_HINT),))
    unknown = islice(_unknown(source), TOO_MANY)
    found = [UNKNOWN_PART.at(where, message, hint="this part is passed over") for where, message in unknown]
    if len(found) == TOO_MANY:
        message = f"more than {TOO_MANY} parts of this file are not known to CSL 1.0"
        return Examined(None, (BROKEN_STYLE.at(Location(shown), message, hint=_HINT),))
    if len(found) > MANY:
        more = f"{len(found) - MANY} more parts of this file are not known to CSL 1.0"
        found = [*found[:MANY], UNKNOWN_PART.at(Location(shown), more, hint="these parts are passed over")]
    xml = etree.tostring(source.root)
    broken = [BROKEN_STYLE.at(where, message, hint=_HINT) for where, message in _broken(source)]
    # A dependent style prints nothing itself; one that is refused has words of its own for that.
    is_printed = not broken and not parent_of(source.root) and not refusal(source.root)
    if is_printed and (message := _fails(Style("tried", Path(shown), xml))):
        broken = [BROKEN_STYLE.at(Location(shown), message, hint=_HINT)]
    return Examined(None if broken else xml, (*found, *broken))


def parent_of(root: etree._Element) -> str:
    """Name of the style that a dependent style points to; '' for an independent one."""
    links = root.iterfind(f"{CSL}info/{CSL}link[@rel='independent-parent']")
    return next((link.get("href", "").rstrip("/").rpartition("/")[2] for link in links), "")


def _is_something_else(root: etree._Element) -> str:
    name, version = etree.QName(root).localname, root.get("version", "")
    if name != "style":
        return f"this is no citation style: it begins with <{name[:100]}>, a style with <style>"
    if root.tag != f"{CSL}style":
        return f'this <style> is not one of citations: it lacks xmlns="{CSL[1:-1]}"'
    if "mlz" in version:
        return "this style is written for CSL-M (Juris-M), which differs from CSL; only CSL 1.0 can be printed"
    if version != "1.0":
        said = (
            f"is written for CSL {version[:20]}" if version else "does not say for which version of CSL it is written"
        )
        return f"this style {said}; only CSL 1.0 can be printed"
    return ""


def _unknown(source: Source) -> Iterator[tuple[Location, str]]:
    yield from pass_over_unknown(source)
    locale = source.root.get("default-locale", "")
    if locale.split("-")[0] not in {
        "",
        *citeproc.PRIMARY_DIALECTS,
        *(n.split("-")[0] for n in citeproc.LANGUAGE_NAMES),
    }:
        yield (
            source.at(source.root, locale),
            f"CSL has no words in the language {locale[:20]!r}; English ones are printed",
        )


def _broken(source: Source) -> Iterator[tuple[Location, str]]:
    if parent_of(source.root):
        return
    for part, what in (("citation", "citations"), ("bibliography", "references")):
        element = source.root.find(f"{CSL}{part}")
        # A style without a list of references is refused in words of its own.
        if element is None and part == "bibliography":
            continue
        if element is None or element.find(f"{CSL}layout") is None:
            where = source.at(source.root if element is None else element)
            yield where, f"nothing says how {what} look: <{part}> with <layout> is missing"
    yield from problems_of_macros(source)


def _fails(style: Style) -> str:
    """Why a style cannot be used although all of it is known; '' where ordinary references can be printed."""
    try:
        cites = [NumberedCite(1, "ref-a"), NumberedCite(2, "ref-b", locator="3"), NumberedCite(3, "ref-c")]
        style.clusters([cites, cites[:1]])
    except Exception as error:  # noqa: BLE001  # whatever it is, the style is at fault and the author must hear of it
        return f"citations cannot be printed in this style ({type(error).__name__})"
    (entry,) = style.entries([(1, Item("tried", _ARTICLE, Location("")))])
    return "an ordinary article cannot be printed in this style" if entry.findings else ""
