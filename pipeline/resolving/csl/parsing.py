"""The bytes of a CSL style → a tree of mended elements with its locales."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import citeproc
from citeproc import model
from lxml import etree

from pipeline.resolving.csl import conditions, dates, elements, names, numbers, sorting

_CSL = model.SomewhatObjectifiedElement.nsmap["cs"]
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_MENDED = {
    "style": elements.Style, "locale": elements.Locale, "term": elements.Term, "macro": elements.Macro,
    "layout": elements.Layout, "text": elements.Text, "group": elements.Group, "choose": conditions.Choose,
    "if": conditions.If, "else-if": conditions.Else_If, "else": conditions.Else, "number": numbers.Number,
    "label": numbers.Label, "date": dates.Date, "date-part": dates.Date_Part, "names": names.Names,
    "name": names.Name, "name-part": names.NamePart, "et-al": names.EtAl, "key": sorting.Key,
}  # fmt: skip
_LOOKUP = etree.ElementNamespaceClassLookup()
_LOOKUP.get_namespace(_CSL)[None] = elements.Mended
_LOOKUP.get_namespace(_CSL).update(_MENDED)


def parse_style(xml: bytes, language: str, default_locale: str = "") -> elements.Style:
    """A style with its locales. The style's own dialect is used where it is one of the language asked for.

    `default_locale` replaces the style's own: a dependent style may differ from its parent in it.
    """
    style: elements.Style = _parse(xml)
    if default_locale:
        style.set("default-locale", default_locale)
    for element in style.iter(f"{{{_CSL}}}names"):
        is_shorthand = len(element) == 0 and next(element.iterancestors(f"{{{_CSL}}}substitute"), None) is not None
        if element.find(f"{{{_CSL}}}name") is None and not is_shorthand:
            # A label stands after the names unless it is written before them.
            element.insert(0, element.makeelement(f"{{{_CSL}}}name"))
    own = style.get("default-locale", "")
    chosen = own if own and own.split("-")[0] == language.split("-")[0] else language
    style.language = chosen
    style.locales = list(_locales(style, chosen))
    for locale in style.locales:
        locale.style = style
    # lxml drops elements' memories with the elements that nothing refers to.
    style.kept = [element for tree in (style, *style.locales) for element in tree.iter()]
    return style


def _locales(style: elements.Style, language: str) -> Iterator[elements.Locale]:
    """From the most particular to the most general; the first that knows a term wins."""
    primary = language.split("-")[0]
    own = {locale.get(_LANG, ""): locale for locale in style.findall(f"{{{_CSL}}}locale")}
    for name in dict.fromkeys((language, primary, "")):
        if name in own:
            yield own[name]
    for name in dict.fromkeys((language, citeproc.PRIMARY_DIALECTS.get(primary, ""), "en-US")):
        path = Path(citeproc.LOCALES_PATH) / f"locales-{name}.xml"
        if name in citeproc.LANGUAGE_NAMES and path.is_file():
            yield _parse(path.read_bytes())


def _parse(xml: bytes) -> Any:  # a style or a locale; lxml knows neither
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True)
    parser.set_element_class_lookup(_LOOKUP)
    return etree.fromstring(xml, parser)
