"""The ground of every drawing from facts: a size in, an empty sheet out; a drawn sheet in, a picture to ship out.

matplotlib draws; its SVG is then made plain: text stays text in our own typeface, whose used characters travel inside
the file (a browser gives a picture none of the page's fonts), and nothing in it depends on the day or the machine.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import tempfile
import warnings
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
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
WIDE = 168.0
"""Millimetres: the width at which the wide drawing is printed, over the text and its margin."""
TALLEST = 190.0
"""Millimetres: what leaves room for a legend on a printed page."""
NARROW = 86.0
"""Millimetres: 325 CSS pixels, what a screen of 360 px leaves for a picture."""
TEXT = 8.0
"""Points: of everything that must be read; 10.7 CSS pixels where the drawing is shown in its own size."""
SMALL = 7.0
NARROW_TEXT = 9.0
"""Points: 12 CSS pixels."""

IN_THE_DARK = (
    "@media (prefers-color-scheme:dark){"
    f"[fill='{GROUND}']{{fill:#edebe6}}[fill='{BAND}']{{fill:#d3d5d4}}[fill='#ccd3d7']{{fill:#c2c8ca}}}}"
)
"""On a dark page the ground is that of other pictures: paper, not light."""

_SVG = "{http://www.w3.org/2000/svg}"
_PRESENTED = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]+)")
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_PRINTED = ("metadata", "style")
_ONE_AT_A_TIME = RLock()
"""The settings of matplotlib are those of the whole process."""


@contextmanager
def sheet(width: float, height: float) -> Iterator[Figure]:
    """An empty sheet, sizes in millimetres. Draw and `finish` inside the block: the settings hold only there."""
    _prepare()
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    settings: dict[str, object] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "casewright",
        "font.family": FAMILY,
        "font.size": TEXT,
        "text.color": INK,
        "text.parse_math": False,
        "axes.edgecolor": LINE,
        "axes.labelcolor": INK,
        "axes.linewidth": 0.6,
        "xtick.color": LINE,
        "ytick.color": LINE,
        "xtick.labelcolor": QUIET,
        "ytick.labelcolor": QUIET,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "path.simplify": False,
    }
    with _ONE_AT_A_TIME, warnings.catch_warnings(), matplotlib.rc_context():
        # A name in a script that our face lacks stays text; whoever shows the file finds a face for it.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(settings)  # type: ignore[arg-type]  # its keys are a closed list of literals
        figure = Figure(figsize=(width / 25.4, height / 25.4), facecolor=GROUND)
        FigureCanvasSVG(figure)
        yield figure


def face(bold: bool = False, italic: bool = False) -> FontProperties:
    """Our typeface for one text: `axes.text(…, fontproperties=face(bold=True))`."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=FAMILY, weight="bold" if bold else "normal", style="italic" if italic else "normal")


def printable(text: str) -> str:
    """The text without what no XML can hold, such as a bell or half a character."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


@lru_cache(maxsize=4096)
def measured(text: str, size: float = TEXT, bold: bool = False) -> float:
    """Millimetres that a line of text takes at this size in points. Only inside a sheet."""
    from matplotlib.textpath import text_to_path

    properties = face(bold)
    properties.set_size(size)
    width, _, _ = text_to_path.get_text_width_height_descent(printable(text), properties, ismath=False)
    return float(width) * 25.4 / 72


def wrapped(text: str, width: float, size: float = TEXT, bold: bool = False) -> list[str]:
    """Lines of a text that are at most so many millimetres wide; a longer word is cut."""
    lines: list[str] = []
    for whole in filter(None, text.split(" ")):
        word = whole
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measured(longer, size, bold) <= width:
            lines[-1] = longer
            continue
        while measured(word, size, bold) > width and len(word) > 1:
            fits = max((n for n in range(1, len(word)) if measured(word[:n], size, bold) <= width), default=1)
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return lines


def finish(figure: Figure, name: str, title: str = "") -> Image:
    """The sheet as a picture `name.svg`, in its own size: as wide in CSS pixels as the sheet is in print.

    `title` names the picture for who opens it outside a page.
    """
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        text.set_text(printable(text.get_text()))
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
    root.set("role", "img")
    root.insert(0, typefaces(root))
    if title:
        heading = etree.Element(_SVG + "title")
        heading.text = printable(title)
        root.insert(0, heading)
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
def _prepare() -> None:
    """Import matplotlib with our faces alone: it neither looks through the fonts of the machine nor leaves a file."""
    kept = os.environ.get("MPLCONFIGDIR")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MPLCONFIGDIR"] = folder
        try:
            _without_fonts_of_the_machine(Path(folder))
            from matplotlib.font_manager import fontManager
        finally:
            del os.environ["MPLCONFIGDIR"]
            if kept is not None:
                os.environ["MPLCONFIGDIR"] = kept
    for path in sorted((shipped_templates() / "fonts" / "print").glob("CasewrightSans-*.ttf")):
        fontManager.addfont(path)


def _without_fonts_of_the_machine(folder: Path) -> None:
    """Write the list of fonts that matplotlib keeps, empty, so that it does not make one, which can take seconds."""
    source = getattr(find_spec("matplotlib.font_manager"), "origin", None)
    version = re.search(r"__version__ = '([\d.]+)'", Path(source).read_text("utf-8")) if source else None
    if version is None:
        return
    fonts: dict[str, object] = {
        "__class__": "FontManager",
        "_version": version[1],
        "_FontManager__default_weight": "normal",
        "default_size": None,
        "defaultFamily": {"ttf": FAMILY, "afm": "Helvetica"},
        "afmlist": [],
        "ttflist": [],
    }
    (folder / f"fontlist-v{version[1]}.json").write_text(json.dumps(fonts), "utf-8")


def typefaces(root: etree._Element) -> etree._Element:
    """A style element with the characters that a drawing uses, as embedded faces."""
    used: dict[tuple[str, str], set[str]] = {}
    for text in root.iter(_SVG + "text"):
        weight = "bold" if text.get("font-weight") in ("bold", "700") else "normal"
        letters = used.setdefault((weight, text.get("font-style", "normal")), set())
        letters.update("".join(str(part) for part in text.itertext()))
    style = etree.Element(_SVG + "style")
    style.text = IN_THE_DARK + "".join(
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
    # Kerning is most of the work and of the bytes, and short labels do without.
    for table in ("GPOS", "GSUB", "GDEF"):
        del font[table]
    options = Options(flavor="woff2", name_IDs=[], notdef_outline=True)
    cut = Subsetter(options)
    cut.populate(text=letters)
    cut.subset(font)
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    return base64.b64encode(written.getvalue()).decode("ascii")
