"""Lists, dates, countries, plurals and lines as a language writes them. The only file that knows Babel."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale

Direction = Literal["ltr", "rtl"]
_STRONG: dict[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
"""Classes of characters that have a direction of their own. Source: Unicode Standard Annex 9, table 4."""
_SOUNDS_LIKE_Y = re.compile(r"h?[ií](?![aeoáéó])", re.IGNORECASE)


def joints(items: Sequence[str], language: str) -> list[str]:
    """What stands between the items of a list, one fewer than items: `, `, ` and `."""
    from babel.lists import format_list

    if len(items) < 2:
        return []
    between = format_list(["\0"] * len(items), locale=_locale(language)).split("\0")[1:-1]
    # Spanish grammar, which the Unicode patterns leave to the program: `Pérez e Iglesias`, but `agua y hielo`.
    if between[-1] == " y " and _locale(language).language == "es" and _SOUNDS_LIKE_Y.match(items[-1]):
        between[-1] = " e "
    return between


def listed(items: Sequence[str], language: str) -> str:
    """`A`, `A and B`, `A, B and C` in a language (BCP 47); '' for no items."""
    return "".join(part for pair in zip(items, [*joints(items, language), ""], strict=False) for part in pair)


def date_in_words(written: str, language: str) -> str:
    """`2025-07-04`, `2025-07` or `2025` in the long form of a language; as it stands where there is no such day."""
    from babel.dates import format_date, format_skeleton

    if not written:
        return ""
    year, *rest = (int(part) for part in written.split("-"))
    try:
        day = date(year, *[*rest, 1, 1][:2])
    except ValueError:
        return written
    if not rest:
        return written
    if len(rest) == 1:
        return format_skeleton("yMMMM", day, locale=_locale(language))
    return format_date(day, "long", locale=_locale(language))


def month_names(language: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Of January to December: the whole names, in every form that stands in a date or alone, and the abbreviations."""
    forms = _locale(language).months
    return [
        (
            frozenset(forms[context]["wide"][month] for context in ("format", "stand-alone")),
            frozenset(forms[context]["abbreviated"][month] for context in ("format", "stand-alone")),
        )
        for month in range(1, 13)
    ]


def country_name(code: str, language: str) -> str:
    """The name of a country by its two letters (ISO 3166); the letters where they are no country's."""
    name: str = _locale(language).territories.get(code, code)
    return name


def with_decimal_sign(text: str, language: str) -> str:
    """Numbers written with a point, as the language writes them: `6.8` → `6,8` in Spanish."""
    sign = _locale(language).number_symbols["latn"]["decimal"]
    return re.sub(r"(?<=\d)\.(?=\d)", sign, text)


def is_one(number: str, language: str) -> bool:
    """Whether a noun after this number is in the singular: 1 in English, 0, 1 and 1.5 in French."""
    return _locale(language).plural_form(Decimal(number)) == "one"


def direction(language: str) -> Direction:
    """How the lines of a language run. Source: Unicode CLDR, character order of the language."""
    return "rtl" if _locale(language).text_direction == "rtl" else "ltr"


def direction_of(text: str) -> Direction:
    """How a text runs that stands by itself: as its first letter does; `ltr` where it has none, as `<35` and `-3`."""
    found = (_STRONG.get(unicodedata.bidirectional(char)) for char in text)
    return next(filter(None, found), "ltr")


@cache
def _locale(language: str) -> Locale:
    """What is known of a language, or of the language without its region or script; else of English."""
    from babel import Locale, UnknownLocaleError

    # English of no particular country is that of the world: `1, 2 and 3`, `4 July 2025`.
    tried = (language, language.split("-")[0]) if language != "en" else ()
    for tag in tried:
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "001")
