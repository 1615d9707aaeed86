"""Conditions of a style: which of its branches is printed for a reference."""
# mypy: allow-subclassing-any
# The engine has no types.

from __future__ import annotations

from citeproc import model

from pipeline.resolving.csl.elements import NUMERIC, Mended, Rendering
from pipeline.resolving.csl.source import Cite


class Choose(Rendering, model.Choose):
    """As the engine's."""


class If(Rendering, model.If):
    """Mends: `match` over several values of one test, numbers with affixes and ranges, `disambiguate`."""

    def render(self, item: Cite, context: Mended | None = None, delimiter: str = "", **kwargs: object) -> str | None:
        if not self.holds(item):
            raise model.ConditionFailed
        return self.render_children(item, delimiter=delimiter, context=context, **kwargs)

    def holds(self, item: Cite) -> bool:
        results = [result for test in self.attrib for result in self._results(test, item)]
        match = self.get("match", "all")
        return any(results) if match == "any" else not any(results) if match == "none" else all(results)

    def _results(self, test: str, item: Cite) -> list[bool]:
        values = self.get(test).split()
        if test == "type":
            return [value.lower() == item.reference.type for value in values]
        if test == "variable":
            return [item.has(value) for value in values]
        if test == "is-numeric":
            return [item.has(value) and bool(NUMERIC.fullmatch(str(item.raw(value)).strip())) for value in values]
        if test == "is-uncertain-date":
            return [item.is_uncertain(value) for value in values]
        if test == "locator":
            return [item.has_locator and value.replace(" ", "-") == item.locator.label for value in values]
        if test == "position":
            return [value in item.positions for value in values]
        return [item.says_more()] if test == "disambiguate" else []


class Else_If(If, model.Else_If):  # noqa: N801  # the engine derives tag names from class names
    """As `If`."""


class Else(Rendering, model.Else):
    """As the engine's."""

    def holds(self, item: Cite) -> bool:
        return True

    def render(self, item: Cite, context: Mended | None = None, delimiter: str = "", **kwargs: object) -> str | None:
        return self.render_children(item, delimiter=delimiter, context=context, **kwargs)
