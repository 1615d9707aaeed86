"""Dates, mended: the engine glues the parts of localised dates (`2021Mar2`) and loses the year of ranges within one."""
# mypy: allow-subclassing-any
# The engine has no types.

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citeproc import model
from citeproc.source import VariableError

from pipeline.resolving.csl.casing import cased
from pipeline.resolving.csl.elements import Mended, Rendering, joined
from pipeline.resolving.csl.markup import glue
from pipeline.resolving.csl.numbers import ordinal_suffix
from pipeline.resolving.csl.sorting import Key, date_key
from pipeline.resolving.csl.source import Cite

_UNITS = ("year", "month", "day")
_AFFIXES = ("prefix", "suffix")


class Date(Rendering, model.Date):
    """A date in the style's own form, or in the locale's with the style's changes."""

    def calls_variable(self) -> bool:
        return True

    def render(self, item: Cite, context: Mended | None = None, **kwargs: object) -> str | None:
        value = item.date(self.get("variable"))
        parts, delimiter = self._parts()
        if isinstance(context, Key):
            return date_key(value, [part.get("name") for part in parts])
        dates = value.get("date-parts")
        if not isinstance(dates, Sequence) or not dates:
            # “In press” stands where the year would, not where a day and month are asked for as well.
            years = [part for part in parts if part.get("name") == "year"]
            text: str | None = years[0].wrap(years[0].format(str(value.get("literal", "")))) if years else None
        elif len(dates) == 1:
            suffix = item.take_year_suffix() if self.get("variable") == "issued" else ""
            units = self._units(dates[0], value)
            text = joined((part.of(units, suffix=suffix) for part in parts), delimiter)
        else:
            first, last = (self._units(date, value) for date in dates[:2])
            text = _range(parts, delimiter, first, last)
        if not text:
            raise VariableError
        return self.styled(text)

    def _units(self, date: Sequence[int], value: Mapping[str, object]) -> dict[str, int]:
        units = dict(zip(_UNITS, date, strict=False))
        if "season" in value and "month" not in units:
            units["season"] = int(str(value["season"]))
        return units

    def _parts(self) -> tuple[list[Date_Part], str]:
        """The parts to print in their order, and what stands between them."""
        own = list(self.iterchildren())
        form = self.get("form")
        localised = self.get_date(form) if form else None
        if localised is None:
            return own, self.get("delimiter", "")
        shown = self.get("date-parts", "year-month-day").split("-")
        changes = {part.get("name"): part for part in own}
        parts = [part for part in localised.iterchildren() if part.get("name") in shown]
        for part in parts:
            part.changes = changes.get(part.get("name"))
        return parts, localised.get("delimiter", "")


def _range(parts: list[Date_Part], delimiter: str, first: dict[str, int], last: dict[str, int]) -> str | None:
    """`2–5 March 2021`: parts larger than the largest that differs are printed once."""
    if last.get("year") == 0:
        return glue(joined((part.of(first) for part in parts), delimiter) or "", "–")
    units = [*_UNITS, "season"]
    differing = next((unit for unit in units if first.get(unit) != last.get(unit)), "day")
    smaller = units[units.index(differing if differing != "season" else "month") :]
    inner = [index for index, part in enumerate(parts) if part.get("name") in smaller]
    if not inner:
        return joined((part.of(first) for part in parts), delimiter)
    start, end = inner[0], inner[-1] + 1
    last_printed = max((index for index in range(start, end) if parts[index].of(first)), default=start)
    begin = joined(
        (parts[index].of(first, closing=index == last_printed) for index in range(start, end)),
        delimiter,
    )
    finish = joined((part.of(last, opening=index == 0) for index, part in enumerate(parts[start:end])), delimiter)
    if not finish or not begin:
        between = begin or finish
    else:
        dash = next((part for part in parts if part.get("name") == smaller[0]), parts[start]).get(
            "range-delimiter", "–"
        )
        between = glue(glue(begin, dash), finish)
    before = [part.of(first) for part in parts[:start]]
    after = [part.of(last) for part in parts[end:]]
    return joined([*before, between, *after], delimiter)


class Date_Part(Mended, model.Date_Part):  # noqa: N801  # the engine derives tag names from class names
    """Mends: the style's changes to a part of a localised date were written into the shared locale."""

    changes: Date_Part | None = None

    def asked(self, name: str, default: str = "") -> str:
        """An attribute, the style's before the locale's; affixes are the locale's alone (CSL 1.0.2, “Date”)."""
        if self.changes is not None and name not in _AFFIXES and name in self.changes.attrib:
            return str(self.changes.get(name))
        return str(self.get(name, default))

    def of(
        self, units: Mapping[str, int], *, opening: bool = False, closing: bool = False, suffix: str = ""
    ) -> str | None:
        """This part of a date; None where the date lacks it. `opening` leaves out its prefix, `closing` its suffix;
        `suffix` follows a year."""
        name = self.get("name")
        text = self._text(name, units) + (suffix if name == "year" else "")
        if not text:
            return None
        if self.asked("strip-periods") == "true":
            text = text.replace(".", "")
        shaper = self.changes if self.changes is not None else self
        text = shaper.format(cased(text, self.asked("text-case"), "en"))
        prefix = "" if opening else self.get("prefix", "")
        return glue(glue(prefix, text), "" if closing else self.get("suffix", ""))

    def _text(self, name: str, units: Mapping[str, int]) -> str:
        if name == "year" and "year" in units:
            return self._year(units["year"])
        if name == "month" and "month" not in units and "season" in units:
            return self._term(f"season-{units['season']:02}", "long")
        if name not in units:
            return ""
        number = units[name]
        form = self.asked("form", "long" if name == "month" else "numeric")
        if name == "month" and number > 12:
            # Months 13 to 16 and 21 to 24 are seasons, which have one form only.
            return self._term(f"season-{number - (20 if number > 20 else 12):02}", "long")
        if name == "month" and form in ("long", "short"):
            return self._term(f"month-{number:02}", form)
        if form == "numeric-leading-zeros":
            return f"{number:02}"
        if form == "ordinal" and (number == 1 or self.get_locale_option("limit-day-ordinals-to-day-1") != "true"):
            month = self.get_term(f"month-{units['month']:02}") if "month" in units else None
            return f"{number}{ordinal_suffix(self, number, month.get('gender', '') if month is not None else '')}"
        return str(number)

    def _year(self, year: int) -> str:
        if self.asked("form", "long") == "short":
            return f"{year % 100:02}"
        if year < 0:
            return f"{-year}{self._term('bc', 'long')}"
        return f"{year}{self._term('ad', 'long')}" if year < 500 else str(year)

    def _term(self, name: str, form: str) -> str:
        # The style's own terms come before the locale's that this part may stand in.
        asking = self.changes if self.changes is not None else self
        term = asking.get_term(name, None if form == "long" else form)
        return str(term.single) if term is not None else ""
