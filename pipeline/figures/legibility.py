"""Whether a drawing can be read in print: an SVG and its printed width in; warnings about small letters, and about
colours that only colour tells apart, out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from lxml import etree
from PIL import ImageColor

from pipeline.figures.svg import NAMESPACE, Drawing
from pipeline.findings import Finding, Location, Severity, rule

SMALL_LETTERS = rule(
    "letters-too-small",
    Severity.WARNING,
    "Letters under 6 points cannot be read in print.",
    fix="Make the letters larger, or the figure of fewer panels.",
    example="marks: [{shape: label, text: L, at: [5, 5]}]   # in one of nine panels\n",
)
SAME_GREY = rule(
    "colours-same-in-grey",
    Severity.WARNING,
    "Many readers print in black and white, and some see colours as these printers do.",
    fix="Tell curves apart by dashes or marks as well.",
    example="panels: [{file: plot.svg, alt: Two curves}]   # one red, the other green\n",
)
SMALLEST = 6.0
"""Points."""
_USUAL = 16.0
"""Size of letters where a drawing says none, in its own units."""
_LIGHTNESS, _COLOUR = 10.0, 30.0
"""Distances in CIELAB: of lightness, under which greys look the same; of colour, above which colours look different."""
_MOST_COLOURS = 12
"""More of them shade a picture; they do not tell its parts apart."""
_SIZE = re.compile(r"\s*(\d*\.?\d+)\s*(px|pt|mm|)\s*")
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4}
_SCALES = re.compile(r"(scale|matrix)\(([^()]*)\)")
_SVG = f"{{{NAMESPACE}}}"


def drawing_findings(file: str, drawing: Drawing, width: float, where: Location) -> Iterator[Finding]:
    """For a drawing printed so many millimetres wide."""
    rules = _style_rules(drawing.root)
    unit = width / 25.4 * 72 / drawing.width
    points = min((size * unit for size in _sizes(drawing.root, rules)), default=SMALLEST)
    if points < SMALLEST - 0.05:
        what = f"the smallest letters of {file} print at {points:.1f} points, {width:.0f} mm wide; 6 can be read"
        yield SMALL_LETTERS.at(where, what, hint="Make the letters larger, or the drawing narrower around them.")
    alike = next(_alike(_colours(drawing.root, rules)), None)
    if alike:
        what = f"in black and white two colours of {file} become the same grey: {alike[0]} and {alike[1]}"
        hint = "Make one lighter, or tell them apart by dashes, hatching or labels as well."
        yield SAME_GREY.at(where, what, hint=hint)


_Rules = dict[str, dict[str, str]]
"""Simple selectors of a style sheet: an element, .class or #id → what it declares."""


def _style_rules(root: etree._Element) -> _Rules:
    rules: _Rules = {}
    for style in root.iter(_SVG + "style"):
        for written in (style.text or "").split("}"):
            selectors, _, body = written.partition("{")
            for selector in selectors.split(","):
                rules.setdefault(selector.strip(), {}).update(_declared(body))
    return rules


def _declared(text: str) -> dict[str, str]:
    pairs = (declaration.partition(":") for declaration in text.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value.strip()}


def _own(element: etree._Element, name: str, rules: _Rules) -> str:
    """What an element itself declares, by style, style sheet or attribute; '' where it does not."""
    declared = _declared(element.get("style", ""))
    classes = [f".{each}" for each in element.get("class", "").split()]
    selectors = [f"#{element.get('id')}", *classes, etree.QName(element).localname, "*"]
    sheet = next((rules[each][name] for each in selectors if name in rules.get(each, {})), "")
    return str(declared.get(name) or sheet or element.get(name) or "").strip()


def _inherited(element: etree._Element, name: str, rules: _Rules) -> str:
    lineage = (element, *element.iterancestors())
    return next((value for each in lineage if (value := _own(each, name, rules))), "")


def _sizes(root: etree._Element, rules: _Rules) -> Iterator[float]:
    """Sizes of everything written, in the units of the drawing; of a size in other units nothing is known."""
    for element in root.iter(_SVG + "text", _SVG + "tspan"):
        tails = (child.tail or "" for child in element)
        if not "".join([element.text or "", *tails]).strip():
            continue
        written = _inherited(element, "font-size", rules)
        match = _SIZE.fullmatch(written) if written else None
        if match or not written:
            size = float(match[1]) * _UNITS[match[2]] if match else _USUAL
            yield size * math.prod(map(_scale, (element, *element.iterancestors())))


def _scale(element: etree._Element) -> float:
    """How much larger an element's own transformation makes what it holds."""
    product = 1.0
    for kind, numbers in _SCALES.findall(element.get("transform", "")):
        try:
            values = [float(number) for number in re.split(r"[\s,]+", numbers.strip())]
        except ValueError:
            continue
        if kind == "scale" and values:
            product *= math.sqrt(abs(values[0] * values[-1]))
        elif len(values) == 6:
            product *= math.sqrt(abs(values[0] * values[3] - values[1] * values[2]))
    return product


def _colours(root: etree._Element, rules: _Rules) -> Mapping[str, tuple[float, float, float]]:
    """Colours that are drawn with, as written, and in CIELAB."""
    found: dict[str, tuple[float, float, float]] = {}
    for element in root.iter(etree.Element):
        for name in ("fill", "stroke", "stop-color"):
            written = _own(element, name, rules).lower()
            if written and written not in found:
                try:
                    found[written] = _lab(*ImageColor.getrgb(written)[:3])
                except ValueError:
                    continue
    return found


def _alike(colours: Mapping[str, tuple[float, float, float]]) -> Iterator[tuple[str, str]]:
    if len(colours) > _MOST_COLOURS:
        return
    for (one, first), (other, second) in combinations(colours.items(), 2):
        lightness, colour = abs(first[0] - second[0]), math.dist(first[1:], second[1:])
        if lightness < _LIGHTNESS and colour > _COLOUR:
            yield one, other


def _lab(*levels: int) -> tuple[float, float, float]:
    """CIELAB under D65, from sRGB: IEC 61966-2-1 and CIE 15."""
    red, green, blue = (
        level / 255 / 12.92 if level <= 10 else ((level / 255 + 0.055) / 1.055) ** 2.4 for level in levels
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
