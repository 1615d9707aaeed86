"""What makes citations of different references differ where a style asks for it (CSL 1.0.2, “Disambiguation”)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.resolving.csl.elements import Layout
from pipeline.resolving.csl.initials import initials
from pipeline.resolving.csl.markup import NUMBER, visible
from pipeline.resolving.csl.positions import SUBSEQUENT
from pipeline.resolving.csl.source import Cite, Reference, Telling

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def tell_apart(layout: Layout, references: Sequence[Reference]) -> None:
    """Give each reference, in the order of the list, what its citations need beyond their usual form."""
    citation = layout.getparent()
    adds = {
        what for what in ("names", "givenname", "year-suffix") if citation.get(f"disambiguate-add-{what}") == "true"
    }
    rule = citation.get("givenname-disambiguation-rule", "by-cite")
    if "givenname" in adds and rule != "by-cite":
        _expand_names(layout, references, rule)
        adds -= {"givenname"}
    if adds & {"names", "givenname"}:
        for alike in _groups(layout, references):
            for telling in [_with_names(layout, reference, alike, adds) for reference in alike]:
                telling[0].telling = telling[1]
    root = layout.get_root()
    conditions = len(root.xpath_search(".//*[@disambiguate]"))
    if conditions:
        for alike in _groups(layout, references):
            _say_more(layout, alike, conditions)
    if "year-suffix" in adds:
        is_placed = bool(root.xpath_search(".//cs:text[@variable='year-suffix']"))
        for alike in _groups(layout, references):
            for number, reference in enumerate(alike):
                reference["year_suffix"] = _letters(number)
                reference.telling.is_suffix_due = not is_placed


def _letters(number: int) -> str:
    """a … z, aa, ab …"""
    return (_letters(number // 26 - 1) if number > 25 else "") + _LETTERS[number % 26]


def _text(layout: Layout, reference: Reference) -> str:
    cite = Cite(reference)
    cite.positions = SUBSEQUENT
    text = layout.render_children(cite) or ""
    return visible(text.replace(NUMBER, reference.key))


def _groups(layout: Layout, references: Sequence[Reference]) -> Iterator[list[Reference]]:
    """References whose citations are the same."""
    groups: dict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        groups[_text(layout, reference)].append(reference)
    yield from (group for text, group in groups.items() if len(group) > 1 and text)


def _with_names(
    layout: Layout, reference: Reference, alike: Sequence[Reference], adds: set[str]
) -> tuple[Reference, Telling]:
    """The least that is added to the names of a reference so that it is like as few others as can be."""
    usual = {id(each): each.telling for each in alike}
    best = reference.telling
    cite = Cite(reference)
    layout.render_children(cite)

    def clashes(telling: Telling) -> int:
        for each in alike:
            each.telling = telling
        text = _text(layout, reference)
        count = sum(each is not reference and _text(layout, each) == text for each in alike)
        for each in alike:
            each.telling = usual[id(each)]
        return count

    fewest = clashes(best)
    for position in range(len(cite.people)):
        tries = [Telling(position + 1, best.given)] if "names" in adds else []
        if "givenname" in adds:
            shown = max(best.names, position + 1) if "names" in adds else best.names
            tries += [Telling(shown, {**best.given, position: level}) for level in (1, 2)]
        for each in tries:
            if fewest and (count := clashes(each)) < fewest:
                best, fewest = each, count
    return reference, best


def _say_more(layout: Layout, alike: Sequence[Reference], conditions: int) -> None:
    """Let as many of the conditions `disambiguate` hold as make a difference."""
    for more in range(1, conditions + 1):
        for reference in alike:
            reference.telling = Telling(reference.telling.names, reference.telling.given, more)
        still_alike = list(_groups(layout, alike))
        if still_alike != [list(alike)]:
            for group in still_alike:
                _say_more(layout, group, conditions)
            return
    for reference in alike:
        reference.telling.more = 0


def _expand_names(layout: Layout, references: Sequence[Reference], rule: str) -> None:
    """Show so much of given names, wherever they stand, that nobody is taken for another of the same name."""
    only_first = rule.startswith("primary-name")
    most = 1 if rule.endswith("with-initials") else 2
    people: list[tuple[Reference, int, str, str]] = []
    for reference in references:
        cite = Cite(reference)
        layout.render_children(cite)
        for position, person in enumerate(cite.people[: 1 if only_first else None]):
            family = f"{person.get('non-dropping-particle', '')} {person.get('family', '')}"
            given = re.sub(r"[\s.]+", " ", person.get("given", "")).strip()
            people.append((reference, position, family, given))
    named: dict[str, set[str]] = defaultdict(set)
    for _, _, family, given in people:
        named[family].add(given)
    for reference, position, family, given in people:
        others = named[family] - {given}
        if not others or not given:
            continue
        short = initials(given, ".", True)
        level = 1 if all(initials(other, ".", True) != short for other in others) else 2
        if level <= most:
            telling = reference.telling
            reference.telling = Telling(telling.names, {**telling.given, position: level})
