"""The order in which a style wants references or the cites of a citation (CSL 1.0.2, “Sorting”)."""
# mypy: allow-subclassing-any
# The engine has no types.

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from operator import itemgetter

from citeproc import model
from citeproc.source import VariableError

from pipeline.resolving.csl.elements import Layout, Mended
from pipeline.resolving.csl.markup import visible
from pipeline.resolving.csl.source import Cite

NAME_BREAK = "\x01"
"""Between the parts of a name and between names: sorted before anything that can stand in a name."""
_INSTEAD = {"et-al-min": "names-min", "et-al-use-first": "names-use-first", "et-al-use-last": "names-use-last"}
_FIXED = {"name-as-sort-order": "all", "sort-separator": NAME_BREAK, "delimiter": NAME_BREAK, "and": ""}


class Key(Mended, model.Key):
    """One rule of an order. Names, dates and numbers that are printed for it take forms that sort."""

    def option(self, name: str) -> str | None:
        """What a name's option is while it is printed for sorting; None where it keeps its own."""
        return self.get(_INSTEAD[name]) if name in _INSTEAD else _FIXED.get(name)

    def value(self, cite: Cite) -> str | None:
        """What a cite is sorted by; None puts it at the end."""
        cite.begin()
        try:
            if macro := self.get("macro"):
                text = self.get_macro(macro).render(cite, context=self)
            elif self.get("variable") == "citation-number":
                text = str(cite.rank)
            else:
                text = self._variable(cite, self.get("variable"))
        except VariableError:
            return None
        return comparable(text) if text else None

    def _variable(self, cite: Cite, variable: str) -> str | None:
        value = cite.raw(variable)
        if isinstance(value, list):
            return NAME_BREAK.join(NAME_BREAK.join(filter(None, self._parts(person))) for person in value)
        return date_key(value, "year month day".split()) if isinstance(value, dict) else str(value)

    def _parts(self, person: dict[str, str]) -> list[str]:
        particle, family = person.get("non-dropping-particle", ""), person.get("family", person.get("literal", ""))
        given = [person.get("given", ""), person.get("dropping-particle", "")]
        if self.get_root().get("demote-non-dropping-particle", "display-and-sort") == "never":
            return [f"{particle} {family}".strip(), *given, person.get("suffix", "")]
        return [family, *given, particle, person.get("suffix", "")]


def in_order(layout: Layout, cites: Sequence[Cite]) -> list[Cite]:
    """Cites in the order that the style asks for beside this layout. Equal ones keep their order, and those without
    a value come last in either direction."""
    ordered = list(cites)
    for key in reversed(layout.getparent().findall("cs:sort/cs:key", layout.nsmap)):
        valued = [(key.value(cite), cite) for cite in ordered]
        present = [(value, cite) for value, cite in valued if value is not None]
        present.sort(key=itemgetter(0), reverse=key.get("sort") == "descending")
        ordered = [cite for _, cite in present] + [cite for value, cite in valued if value is None]
    return ordered


def comparable(text: str) -> str:
    """Text without case, accents and punctuation, in which numbers compare by their value."""
    plain = unicodedata.normalize("NFKD", visible(text)).casefold()
    kept = "".join(character for character in plain if character.isalnum() or character in (NAME_BREAK, " ", "-"))
    return re.sub(r"\d+", lambda digits: digits.group().zfill(12), kept.replace("-", " ")).strip()


def date_key(date: Mapping[str, object], units: Sequence[str]) -> str | None:
    """A date as digits that sort, with only the units asked for; the second date of a range after the first."""
    parts = date.get("date-parts")
    if not isinstance(parts, list) or not parts:
        return str(date.get("literal") or "") or None
    wanted = [unit in units for unit in ("year", "month", "day")]
    keys = []
    for each in parts:
        year, month, day = [*each, 0, 0, 0][:3]
        keys.append(f"{(year + 10000) * wanted[0]:05}{month * wanted[1]:02}{day * wanted[2]:02}")
    return "0".join(keys)
