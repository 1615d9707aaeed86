"""The ground of every drawing from facts: a size in, an empty sheet out; a drawn sheet in, a picture to ship out.

matplotlib draws; its SVG is then made plain: text stays text in our own typeface, whose used characters travel inside
the file (a browser gives a picture none of the page's fonts), and nothing in it depends on the day or the machine.
"""

from __future__ import annotations

import base64
import io
import re
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.manuscript import Image
from pipeline.workspace import shipped_templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

FAMILY = "Casewright Sans"
INK = "#16191c"
QUIET = "#4d5459"
"""Of scales and notes; 7:1 on the ground."""
LINE = "#8d9499"
BAND = "#e2e5e7"
"""Of reference ranges; carries text and lines."""
ACCENT = "#0b5f7a"
GROUND = "#ffffff"
WIDE = 140.0
"""Millimetres: the width at which the wide drawing is printed."""
NARROW = 86.0
"""Millimetres: 325 CSS pixels, what a screen of 360 px leaves for a picture."""
TEXT = 8.0
"""Points: of everything that must be read; 10.7 CSS pixels where the drawing is shown in its own size."""
SMALL = 7.0
NARROW_TEXT = 9.0
"""Points: 12 CSS pixels."""

_SVG = "{http://www.w3.org/2000/svg}"
_PRESENTED = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]+)")
_NOT_PRINTED = ("metadata", "style")


@contextmanager
def sheet(width: float, height: float) -> Iterator[Figure]:
    """An empty sheet, sizes in millimetres. Draw and `finish` inside the block: the settings hold only there."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    _register()
    settings: dict[str, object] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "casewright",
        "font.family": FAMILY,
        "font.size": TEXT,
        "text.color": INK,
        "axes.edgecolor": LINE,
        "axes.labelcolor": INK,
        "axes.linewidth": 0.6,
        "axes.unicode_minus": True,
        "xtick.color": LINE,
        "ytick.color": LINE,
        "xtick.labelcolor": QUIET,
        "ytick.labelcolor": QUIET,
        "text.parse_math": False,
        "path.simplify": False,
    }
    with matplotlib.rc_context(settings):  # type: ignore[arg-type]  # its keys are a closed list of literals
        figure = Figure(figsize=(width / 25.4, height / 25.4), facecolor=GROUND)
        FigureCanvasSVG(figure)
        yield figure


def face(bold: bool = False, italic: bool = False) -> FontProperties:
    """Our typeface for one text: `axes.text(…, fontproperties=face(bold=True))`."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=FAMILY, weight="bold" if bold else "normal", style="italic" if italic else "normal")


def finish(figure: Figure, name: str) -> Image:
    """The sheet as a picture `name.svg`, in its own size: as wide in CSS pixels as the sheet is in print."""
    written = io.BytesIO()
    figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    root = etree.fromstring(written.getvalue(), etree.XMLParser(resolve_entities=False, no_network=True))
    for kind in _NOT_PRINTED:
        for element in list(root.iter(_SVG + kind)):
            _parent(element).remove(element)
    for element in root.iter():
        _present(element)
    width, height = (round(float(size) * 96 / 25.4) for size in figure.get_size_inches() * 25.4)
    root.set("width", str(width))
    root.set("height", str(height))
    root.insert(0, _typefaces(root))
    return Image(f"{name}.svg", "image/svg+xml", etree.tostring(root, encoding="utf-8"), width, height)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None, "what is taken out stands in the drawing"
    return parent


def _present(element: etree._Element) -> None:
    """Styles as attributes of presentation, which every reader of SVG and every policy of a page allows."""
    for name, value in _PRESENTED.findall(element.get("style", "")):
        element.set(name, value.strip())
    for name in ("style", "version"):
        if name in element.attrib:
            del element.attrib[name]
    if element.tag == _SVG + "text":
        element.set("font-family", f"'{FAMILY}', sans-serif")
        if element.get("transform", "").startswith(("rotate(-0 ", "rotate(0 ")):
            del element.attrib["transform"]


@cache
def _register() -> None:
    from matplotlib.font_manager import fontManager

    for path in sorted((shipped_templates() / "fonts" / "print").glob("CasewrightSans-*.ttf")):
        fontManager.addfont(path)


def _typefaces(root: etree._Element) -> etree._Element:
    """The characters that the drawing uses, as embedded faces."""
    used: dict[tuple[str, str], set[str]] = {}
    for text in root.iter(_SVG + "text"):
        weight = "bold" if text.get("font-weight") in ("bold", "700") else "normal"
        letters = used.setdefault((weight, text.get("font-style", "normal")), set())
        letters.update("".join(str(part) for part in text.itertext()))
    style = etree.Element(_SVG + "style")
    style.text = "".join(
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};font-style:{slant};"
        f"src:url(data:font/woff2;base64,{_subset(weight, slant, ''.join(sorted(letters)))})}}"
        for (weight, slant), letters in sorted(used.items())
    )
    return style


@cache
def _subset(weight: str, slant: str, letters: str) -> str:
    """A face cut down to these characters, as WOFF2 in base64."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    name = ("Bold" if weight == "bold" else "") + ("Italic" if slant == "italic" else "") or "Regular"
    font = TTFont(shipped_templates() / "fonts" / "print" / f"CasewrightSans-{name}.ttf", recalcTimestamp=False)
    options = Options(flavor="woff2", layout_features=["kern", "mark", "mkmk"], name_IDs=[], notdef_outline=True)
    cut = Subsetter(options)
    cut.populate(text=letters)
    cut.subset(font)
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    return base64.b64encode(written.getvalue()).decode("ascii")
