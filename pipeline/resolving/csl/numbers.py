"""Numbers, page ranges and their labels, mended."""
# mypy: allow-subclassing-any
# The engine has no types.

from __future__ import annotations

import re

from citeproc import model

from pipeline.resolving.csl.elements import Locale, Mended, Pages, Rendering
from pipeline.resolving.csl.source import Cite

_NUMBERS = re.compile(r"\d{1,9}(?:\s*[-–,&]\s*\d{1,9})*")
_SEVERAL = re.compile(r"\d\S*\s*(?:[-–,&]|\band\b)\s*\S*\d|^[ivxlc]+\s*[-–]\s*[ivxlc]+$")

# `vol. 2, fol. 18`
_SAYS_ITSELF = re.compile(r"[^\W\d_]{2,}\.\s")


class Number(Pages, model.Number):
    """Mends: variables with a hyphen in their name, ordinals of ranges, numbers with letters."""

    def process(self, item: Cite, context: Mended | None = None, **kwargs: object) -> str | None:
        variable = self.get("variable")
        value = item.place() if variable == "locator" else item.value(variable)
        if not _NUMBERS.fullmatch(value):
            return value
        text = re.sub(r"\d+", lambda match: self._formatted(int(match.group())), value)
        return re.sub(r"\s*[-–]\s*", self.range_delimiter(), text)

    def _formatted(self, number: int) -> str:
        form = self.get("form", "numeric")
        if form == "roman" and 0 < number < 4000:
            return str(model.romanize(number)).lower()
        if form == "long-ordinal" and 1 <= number <= 10:
            term = self.get_term(f"long-ordinal-{number:02}")
            return str(term.single) if term is not None else str(number)
        if form in ("ordinal", "long-ordinal"):
            noun = self.get_term(self.get("variable"))
            return f"{number}{ordinal_suffix(self, number, noun.get('gender', '') if noun is not None else '')}"
        return str(number)

    def markup(self, text: str | None) -> str | None:
        return self.styled(text)


def ordinal_suffix(element: Mended, number: int, gender: str = "") -> str:
    """`st`, `nd`, `º` …: the most exact of the locale's ordinal terms (CSL 1.0.2, “Ordinal suffixes”).

    `gender` is that of the noun that is counted. The terms of one locale are not filled up with those of another.
    """
    root = element.get_root()
    locales = (root.style if isinstance(root, model.Locale) else root).locales
    terms = next((terms for locale in locales if (terms := _ordinals(locale))), {})

    def term(name: str) -> model.Term | None:
        found = terms.get((name, gender))
        return terms.get((name, "")) if found is None else found

    exact = term(f"ordinal-{number % 100:02}")
    if exact is not None and (exact.get("match") != "whole-number" or number < 100):
        return str(exact.single)
    last = term(f"ordinal-{number % 10:02}")
    if last is not None and last.get("match", "last-digit") == "last-digit":
        return str(last.single)
    general = term("ordinal")
    return str(general.single) if general is not None else ""


def _ordinals(locale: Locale) -> dict[tuple[str, str], model.Term]:
    """A locale's ordinal terms by name and gender."""

    def collect() -> dict[tuple[str, str], model.Term]:
        terms = locale.iter(f"{{{locale.nsmap['cs']}}}term")
        return {
            (term.get("name"), term.get("gender-form", "")): term
            for term in terms
            if re.fullmatch(r"ordinal(-\d\d)?", term.get("name", ""))
        }

    return locale.remembered("ordinals", collect)


class Label(Rendering, model.Label):
    """Mends: labels printed without the value they belong to, plurals of names, locators and counts."""

    def calls_variable(self) -> bool:
        return False

    def render(self, item: Cite, context: Mended | None = None, **kwargs: object) -> str | None:
        variable = self.get("variable")
        if variable == "locator":
            value, term = item.place(), item.locator.label
        else:
            value, term = item.value(variable), variable
        if variable == "locator" and _SAYS_ITSELF.match(value):
            return None
        is_count = variable.startswith("number-of")
        several = value.strip() != "1" if is_count else self._is_several(value)
        return self.labelled(term, several)

    def _is_several(self, value: str) -> bool:
        word = self.get_term("and")
        is_joined = word is not None and f" {word.single} " in value
        return is_joined or bool(_SEVERAL.search(value.replace("\\-", "")))

    def labelled(self, term: str, several: bool) -> str | None:
        """The term in number and form as the element asks; None where the locale has none."""
        plural = self.get("plural", "contextual")
        form = self.get("form", "long")
        found = self.get_term(term, None if form == "long" else form)
        if found is None:
            return None
        is_plural = plural == "always" or (plural == "contextual" and several)
        return self.styled(str(found.multiple if is_plural else found.single))
