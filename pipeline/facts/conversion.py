"""Values of a test in another unit, where the conversion is known: by UCUM alone, or by the substance's molar mass.

Molar masses and their sources are in templates/units.yaml. What is measured in arbitrary units, equivalents or
with a calibrator (`{FEU}`), and percent against mmol/mol, is never converted.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import yaml

from pipeline.case.course import Test
from pipeline.facts.units import find_unit, one_of, registry
from pipeline.workspace import shipped_templates

if TYPE_CHECKING:
    import pint

# A power of ten behind a mantissa stays.
_FIGURES = re.compile(r"(?<!×\u00a0)−?\d+(?:\.(?P<decimals>\d+))?(?![\d.])")
_IN_FRONT = re.compile(r"^(serum|plasma|blood|fasting|total|free serum|suero|plasma) ")
_KINDS = re.compile(r"(?P<note>\{[^}]*\})|(?P<IU>\[i?I?U\])|(?P<arb>\[arb'U\])|mol|eq|osm|(?P<kat>\bk?[munp]?U\b|kat)")
MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Conversion:
    """value × slope + intercept"""

    slope: float
    intercept: float = 0.0

    def number(self, value: float) -> float:
        return value * self.slope + self.intercept

    def text(self, text: str) -> str:
        """Every number of a value or a range (`<5`, `13–17`), as printed; titres, grades and words stay as they are.

        The last figure is worth no more than that of the original, so that converting back gives the original.
        """
        if re.search(r"\d\s?[:/+]|[:/]\d", text):
            return text
        return _FIGURES.sub(lambda match: self._figures(match[0], len(match["decimals"] or "")), text)

    def _figures(self, typed: str, decimals: int) -> str:
        step = math.floor(math.log10(abs(self.slope)) - decimals + 1e-9)
        value = self.number(float(typed.replace("−", "-")))
        shown = f"{value:.{min(max(-step, 0), MOST_DECIMALS)}f}"
        return shown.replace("-", "−") if float(shown) else shown.lstrip("-")


def conversion_of(key: str, test: Test, to: str) -> Conversion | None:
    """From the unit of a test to another; None where either is no unit or the conversion is not known."""
    source, target = find_unit(test.unit or ""), find_unit(to)
    if source is None or target is None:
        return None
    return _conversion(source.ucum, target.ucum, molar_mass(key, test))


def molar_mass(key: str, test: Test) -> float | None:
    """g/mol of what is measured, by LOINC code, key or name."""
    table = _masses()
    names = (f"LOINC {test.loinc}", _plain(key), _plain(test.name))
    return next((table[name] for name in names if name in table), None)


@cache
def _conversion(source: str, target: str, mass: float | None) -> Conversion | None:
    apart = set(_kinds(source)) ^ set(_kinds(target))
    if apart - {"mol"}:
        return None
    one, other = one_of(source), one_of(target)
    if one is None or other is None:
        return None
    if one.dimensionality == other.dimensionality:
        return None if _kinds(source) != _kinds(target) else _affine(one, other, 1.0)
    per_mole = registry().Quantity(1.0, "g/mol")
    if mass and one.dimensionality == (other * per_mole).dimensionality:
        return _affine(one / per_mole, other, 1 / mass)
    if mass and other.dimensionality == (one * per_mole).dimensionality:
        return _affine(one * per_mole, other, mass)
    return None


def _affine(one: pint.Quantity[float], other: pint.Quantity[float], factor: float) -> Conversion:
    at_zero, at_one = (
        float(registry().Quantity(value * one.magnitude, one.units).to(other.units).magnitude) / float(other.magnitude)
        for value in (0.0, 1.0)
    )
    return Conversion((at_one - at_zero) * factor, at_zero * factor)


def _kinds(ucum: str) -> list[str]:
    """What is counted or compared, beyond dimensions: moles, equivalents, arbitrary units, calibrators."""
    return sorted(
        next(
            (match[name] if name == "note" else name for name in ("note", "IU", "arb", "kat") if match[name]), match[0]
        )
        for match in _KINDS.finditer(ucum)
    )


@cache
def _masses() -> dict[str, float]:
    """Plain name, or LOINC code → g/mol."""
    substances = yaml.safe_load((shipped_templates() / "units.yaml").read_text("utf-8"))["substances"]
    table: dict[str, float] = {}
    for name, substance in substances.items():
        keys = [_plain(known) for known in (name, *substance.get("names", ()))]
        keys += [f"LOINC {code}" for code in substance.get("loinc", ())]
        table |= dict.fromkeys(keys, float(substance["mass"]))
    return table


def _plain(name: str) -> str:
    return _IN_FRONT.sub("", " ".join(re.split(r"[\s_-]+", name.casefold())))
