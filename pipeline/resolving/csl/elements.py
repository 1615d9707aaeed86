"""The engine's CSL elements, mended: every element of a style becomes one of these classes when it is parsed.

citeproc-py 0.11.1 itself is not changed; each class says which defect it mends. Dates, names and numbers have files
of their own.
"""
# mypy: allow-subclassing-any
# The engine has no types.

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import SimpleNamespace
from typing import TypeVar

from citeproc import model
from citeproc.source import VariableError

from pipeline.resolving.csl.casing import cased
from pipeline.resolving.csl.markup import CLOSE, curly, glue, italic, marked, quoted, visible
from pipeline.resolving.csl.pages import page_range
from pipeline.resolving.csl.source import Cite

T = TypeVar("T")
FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=italic,
    Oblique=italic,
    Bold=lambda text: marked("b", text),
    Light=str,
    Underline=str,
    Superscript=lambda text: marked("sup", text),
    Subscript=lambda text: marked("sub", text),
    SmallCaps=lambda text: marked("sc", text),
)
_FALLBACK_FORMS = {"verb-short": ("verb-short", "verb", None), "symbol": ("symbol", "short", None), None: (None,)}
_COUNTED = {"chapter-number", "collection-number", "edition", "issue", "number", "number-of-pages", "volume"}
NUMERIC = re.compile(r"[A-Za-z]*\d+[A-Za-z]*(?:\s*[-–,&]\s*[A-Za-z]*\d+[A-Za-z]*)*")

_QUOTATION_AND_COMMA = CLOSE["quote"] + ","


def joined(pieces: Iterable[str | None], delimiter: str = "") -> str | None:
    """Pieces that have text, glued with a delimiter; None where there are none."""
    text: str | None = None
    for piece in pieces:
        if piece:
            text = str(piece) if text is None else _delimited(text, delimiter, str(piece))
    return text


def _delimited(text: str, delimiter: str, piece: str) -> str:
    """Two pieces with their delimiter. The punctuation of a delimiter and of what follows is printed, as in
    `2021;:12`; a comma that a style asks for after a quotation gives way to the full stop of the delimiter."""
    if delimiter.startswith(".") and text.endswith(_QUOTATION_AND_COMMA):
        text = text[:-1]
    text = glue(text, delimiter)
    both = delimiter.endswith((";", ",")) and visible(piece)[:1] in (":", ".")
    return text + piece if both else glue(text, piece)


class Mended(model.CitationStylesElement):
    """What every element shares; stands before the engine's own class among its bases.

    Mends: doubled punctuation and swallowed exceptions where pieces meet, terms without their other forms, a
    formatter kept on the style, straight quotes around titles, letter case that ignores markup, and the same XPath
    searched for again at every item.
    """

    memory: dict[object, object] | None = None

    def remembered(self, key: object, compute: Callable[[], T]) -> T:
        """`compute()`, once in the life of the tree."""
        if self.memory is None:
            self.memory = {}
        if key not in self.memory:
            self.memory[key] = compute()
        return self.memory[key]  # type: ignore[return-value]  # put there by the line above, under the same key

    def get_formatter(self) -> SimpleNamespace:
        return FORMATTER

    def xpath_search(self, expression: str) -> list[model.CitationStylesElement]:
        search = super().xpath_search
        return self.remembered(expression, lambda: search(expression))

    def get_term(
        self, name: str, form: str | None = None, fallback_locale: bool = True, zero_padded: bool = False
    ) -> model.Term | None:
        root = self.get_root()
        # A date of a locale's file asks the style that uses it, whose own terms come first.
        locales = (root.style if isinstance(root, model.Locale) else root).locales
        if not fallback_locale:
            locales = [locale for locale in locales if locale.language == locales[-1].language] or locales
        for each in _FALLBACK_FORMS.get(form, (form, None)):
            for locale in locales:
                if (term := locale.terms_by_name().get((name, each))) is not None:
                    return term
        return None

    def wrap(self, text: str | None) -> str | None:
        if not text:
            return None
        return glue(glue(self.get("prefix", ""), text), self.get("suffix", ""))

    def join(self, pieces: Iterable[str | None], default_delimiter: str = "") -> str | None:
        return joined(pieces, self.get("delimiter", default_delimiter))

    def quote(self, text: str) -> str:
        return quoted(text) if self.get("quotes") == "true" else text

    def case(self, text: str, language: str = "") -> str:
        return cased(str(text), self.get("text-case"), language)

    def strip_periods(self, text: str) -> str:
        return str(text).replace(".", "") if self.get("strip-periods") == "true" else str(text)

    def styled(self, text: str | None, language: str = "en") -> str | None:
        """Text with the case, formatting, quotes and affixes that the element asks for."""
        if not text:
            return None
        return self.wrap(self.quote(self.format(self.case(self.strip_periods(text), language))))


class Rendering(Mended):
    """An element that can be asked whether it calls a variable."""

    def calls_variable(self) -> bool:
        compute = super().calls_variable
        return self.remembered("calls_variable", lambda: bool(compute()))

    def render_children(self, item: Cite, delimiter: str = "", **kwargs: object) -> str | None:
        return joined((text for text, _ in self._rendered(item, delimiter, kwargs)), delimiter)

    def pieces(self, item: Cite) -> list[str]:
        """What each child prints."""
        return [text for text, _ in self._rendered(item, "", {}) if text]

    def unless_empty(self, item: Cite, delimiter: str = "", **kwargs: object) -> str | None:
        """The children; nothing where variables were to be printed and none of them is (CSL 1.0.2, “Group”)."""
        before = item.asked
        rendered = self._rendered(item, delimiter, kwargs)
        if item.asked > before and not any(text and has_value for text, has_value in rendered):
            raise VariableError
        text = joined((text for text, _ in rendered), delimiter)
        item.filled += bool(text)
        return text

    def _rendered(self, item: Cite, delimiter: str, kwargs: dict[str, object]) -> list[tuple[str | None, bool]]:
        """The text of each child, and whether it holds a variable, or a group or macro that is not empty."""
        found: list[tuple[str | None, bool]] = []
        was_apart = False
        for child in self.iterchildren():
            filled = item.filled
            try:
                passed = {**kwargs, "delimiter": delimiter} if isinstance(child, model.Choose) else kwargs
                text = child.render(item, **passed)
            except VariableError:
                continue
            is_apart = child.get("display") is not None
            if text and found and (is_apart or was_apart):
                text = f" {text}"
            was_apart = is_apart
            found.append((text, item.filled > filled))
        return found


class Locale(Mended, model.Locale):
    """Mends: a term is searched for through the whole locale each time it is printed."""

    @property
    def language(self) -> str:
        return str(self.get("{http://www.w3.org/XML/1998/namespace}lang", ""))

    def terms_by_name(self) -> dict[tuple[str, str | None], model.Term]:
        def collect() -> dict[tuple[str, str | None], model.Term]:
            found: dict[tuple[str, str | None], model.Term] = {}
            for term in self.iter(f"{{{self.nsmap['cs']}}}term"):
                found.setdefault((term.get("name"), term.get("form")), term)
            return found

        return self.remembered("terms", collect)


class Term(Mended, model.Term):
    """As the engine's."""


class Macro(Rendering, model.Macro):
    """Mends: the words of a macro printed without any of the variables that they belong to."""

    def render(self, item: Cite, context: Mended | None = None) -> str | None:
        return self.unless_empty(item, context=context)


class Layout(Rendering, model.Layout):
    """As the engine's."""


class Style(Mended, model.Style):
    """Mends: locales made of the engine's own element classes; see `parsing`."""


class Pages(Rendering):
    """An element that can print ranges of pages and numbers."""

    def page_range(self, text: str) -> str:
        return page_range(text, self.get_root().get("page-range-format"), self.range_delimiter())

    def range_delimiter(self) -> str:
        term = self.get_term("page-range-delimiter")
        return str(term.single) if term is not None else "–"


class Text(Pages, model.Text):
    """Mends: variables that were already printed in place of missing names are printed again."""

    def render(self, item: Cite, context: Mended | None = None, **kwargs: object) -> str | None:
        language = str(item.reference.get("language") or self.get_root().language)
        return self.styled(self._text(item, context if context is not None else self), language[:2])

    def _text(self, item: Cite, context: Mended) -> str | None:
        if variable := self.get("variable"):
            return self._value(item, variable)
        if macro := self.get("macro"):
            text: str | None = self.get_macro(macro).render(item, context=context)
            return text
        if term := self.get("term"):
            form = self.get("form", "long")
            found = self.get_term(term, None if form == "long" else form)
            if found is None:
                return None
            text = str(found.multiple if self.get("plural") == "true" else found.single)
            if not item.filled and not item.first_term:
                item.first_term = text
            suffix = item.take_year_suffix() if term == "no date" else ""
            return f"{text}-{suffix}" if suffix else text
        return curly(str(self.get("value")))

    def _value(self, item: Cite, variable: str) -> str | None:
        if variable == "citation-number":
            return item.numbered()
        if variable == "locator":
            return self._place(item)
        if variable == "citation-label":
            return item.value(variable) + item.take_year_suffix()
        if self.get("form") == "short" and item.has(f"{variable}-short"):
            with suppress(VariableError):
                return item.value(f"{variable}-short")
        value = item.value(variable)
        if variable.startswith("page"):
            return self.page_range(value)
        if variable in _COUNTED:
            value = value.replace("\\-", "-")
        if variable in _COUNTED and NUMERIC.fullmatch(value.strip()):
            return value.replace("-", self.range_delimiter())
        return value

    def _place(self, item: Cite) -> str:
        place = item.place()
        if item.locator.label == "page":
            return self.page_range(place)
        return re.sub(r"\s*[-–]\s*", self.range_delimiter(), place)


class Group(Rendering, model.Group):
    """As the engine's, with the mended joining."""

    def process(self, item: Cite, context: Mended | None = None) -> str | None:
        return self.unless_empty(item, self.get("delimiter", ""), context=context)

    def markup(self, text: str | None) -> str | None:
        return self.wrap(self.format(text)) if text else None
