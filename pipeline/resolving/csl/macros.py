"""The macros of a style: those that are called but missing, that call each other without end, or that print without
measure. All of this is found before anything is printed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from pipeline.findings import Location
from pipeline.resolving.csl.source_places import Source

if TYPE_CHECKING:
    from lxml import etree

CSL = "{http://purl.org/net/xbiblio/csl}"
MOST_STEPS = 5_000
"""Tags that one entry passes through. Of the numeric styles of the CSL repository none has more than 1,500."""
MOST_CHARACTERS = 100_000
"""What these tags may add to an entry; in the CSL repository 22,000."""
DEEPEST = 100
"""Tags within tags and macros within macros; in the CSL repository 60."""
MANY = 10
"""Missing macros, or macros of a circle, that are named."""
_WITH_TERMS = {"date-part", "label", "names", "number"}

Problem = tuple[Location, str]


@dataclass(frozen=True, slots=True)
class _Weight:
    """What a part of a style costs at most whenever it is printed."""

    steps: int
    characters: int
    depth: int

    @property
    def is_too_much(self) -> bool:
        return self.steps > MOST_STEPS or self.characters > MOST_CHARACTERS or self.depth > DEEPEST


def problems_of_macros(source: Source) -> Iterator[Problem]:
    """What would keep a style's macros from being printed, with its place; nothing where all is well."""
    macros: dict[str, etree._Element] = {}
    for macro in source.root.iterfind(f"{CSL}macro"):
        macros.setdefault(macro.get("name", ""), macro)
    calls = [each for each in source.root.iter(f"{CSL}text", f"{CSL}key") if each.get("macro") is not None]
    missing = [each for each in calls if each.get("macro") not in macros]
    for element in missing[:MANY]:
        name = element.get("macro", "")
        near = difflib.get_close_matches(name[:100], macros, n=1)
        meant = f"; is `{near[0]}` meant?" if near else ""
        yield source.at(element, f'"{name}"'), f"the macro `{name[:100]}` is called here, but there is none{meant}"
    if missing:
        return
    called = {name: _called(macro) for name, macro in macros.items()}
    try:
        order = list(TopologicalSorter(called).static_order())
    except CycleError as cycle:
        # Each name in the list is called by the next one.
        names = list(reversed(cycle.args[1]))
        shown = names if len(names) <= MANY else [*names[: MANY // 2], "…", names[-1]]
        path = " calls ".join(f"`{name[:50]}`" for name in shown)
        yield source.at(macros[names[0]]), f"this macro calls itself without end: {path}"
        return
    yield from _without_measure(source, macros, order)


def _called(part: etree._Element) -> list[str]:
    return list(dict.fromkeys(e.get("macro", "") for e in part.iter("*") if e.get("macro") is not None))


def _without_measure(source: Source, macros: Mapping[str, etree._Element], order: list[str]) -> Iterator[Problem]:
    words = max((len(term.text or "") for term in source.root.iterfind(f"{CSL}locale/{CSL}terms//*")), default=0)
    weights: dict[str, _Weight] = {}
    for name in order:
        weights[name] = _weight(macros[name], weights, words)
    for layout in source.root.iterfind(f"*/{CSL}layout"):
        if _weight(layout, weights, words).is_too_much:
            part, what = layout, "this layout"
            while heavy := next((name for name in _called(part) if weights[name].is_too_much), ""):
                part, what = macros[heavy], f"the macro `{heavy[:100]}`"
            yield (
                source.at(part),
                f"{what} asks for too much work for one reference: macros call macros again and again",
            )
            return


def _weight(part: etree._Element, macros: Mapping[str, _Weight], words: int) -> _Weight:
    """The weight of an element with what it calls; of alternatives, that of the heaviest."""
    inner = [_weight(child, macros, words) for child in part]
    if (called := part.get("macro")) is not None:
        inner.append(macros[called])
    prints_terms = "term" in part.attrib or part.tag.removeprefix(CSL) in _WITH_TERMS
    own = words * prints_terms + sum(map(len, part.attrib.values()))
    several = max if part.tag == f"{CSL}choose" else sum
    return _Weight(
        1 + several([each.steps for each in inner] or [0]),
        own + several([each.characters for each in inner] or [0]),
        1 + max((each.depth for each in inner), default=0),
    )
