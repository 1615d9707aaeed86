"""Formulas: MathML in; a checked `math` element for browsers, or an SVG picture with alt text for print, out."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from lxml import etree
from markupsafe import Markup

from pipeline.findings import Finding, Severity, rule
from pipeline.manuscript import DisplayMath, Math

FORMULA_NOT_DRAWN = rule(
    "formula-not-drawn",
    Severity.ERROR,
    "A formula that cannot be set is printed as TeX, which most readers cannot read.",
    fix="Write the formula with simpler commands.",
    example="$\\underbrace{x}_{y}$\n",
)

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
ELEMENTS = frozenset(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom mfenced menclose "
    "msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd".split()
)
ATTRIBUTES = frozenset(
    "display displaystyle scriptlevel mathvariant form fence separator separators open close stretchy symmetric "
    "minsize maxsize largeop movablelimits accent accentunder lspace rspace width height depth voffset "
    "linethickness columnalign rowalign columnspacing rowspacing columnlines rowlines notation".split()
)


def mathml_element(node: Math | DisplayMath) -> Markup:
    """The formula as a `math` element, its TeX as alternative text; only its TeX where the MathML is not safe."""
    tree = _checked(node.mathml)
    if tree is None:
        return Markup('<code class="tex">{}</code>').format(node.tex)
    tree.set("xmlns", NAMESPACE)
    tree.set("alttext", node.tex)
    tree.set("display", "block" if isinstance(node, DisplayMath) else "inline")
    return Markup(ElementTree.tostring(tree, encoding="unicode"))


class DrawnFormulas:
    """The formulas of one printed page: elements as they are asked for, then files and sizes."""

    def __init__(self) -> None:
        self._drawings: list[_Drawing] = []
        self.findings: list[Finding] = []

    def element(self, node: Math | DisplayMath) -> Markup:
        """An `img` of the formula; its TeX as code, with a finding, where it cannot be drawn."""
        on_its_own = isinstance(node, DisplayMath)
        drawing = _draw(node.mathml, on_its_own)
        if drawing is None:
            message = "This formula cannot be set, so it is printed as TeX."
            hint = "Write it with simpler commands, or as an image."
            self.findings.append(FORMULA_NOT_DRAWN.at(node.origin, message, hint=hint, quote=node.tex))
            return Markup('<code class="tex">{}</code>').format(node.tex)
        if drawing not in self._drawings:
            self._drawings.append(drawing)
        number = self._drawings.index(drawing) + 1
        image = Markup('<img class="formula-{0}" src="formulas/{0}.svg" alt="{1}">')
        return image.format(number, node.tex or "formula")

    def files(self) -> dict[str, bytes]:
        """The pictures, by the names that the elements ask for."""
        return {f"formulas/{number}.svg": drawing.svg for number, drawing in enumerate(self._drawings, 1)}

    def stylesheet(self) -> bytes:
        """Size and depth below the line of each picture, in ems, so that it grows with its text."""
        rules = (
            f".formula-{number} {{ width: {drawing.width:.4f}em; height: {drawing.height:.4f}em; "
            f"vertical-align: {-drawing.depth:.4f}em; }}\n"
            for number, drawing in enumerate(self._drawings, 1)
        )
        return "".join(rules).encode()


@dataclass(frozen=True, slots=True)
class _Drawing:
    svg: bytes
    width: float
    """In ems of the text around it, as are height and depth."""
    height: float
    depth: float
    """How far the picture reaches below the baseline."""


@lru_cache(maxsize=512)
def _draw(mathml: str, on_its_own: bool) -> _Drawing | None:
    tree = _checked(mathml)
    if tree is None:
        return None
    tree.set("display", "block" if on_its_own else "inline")
    from ziamath.zmath import Math as Drawing

    size = 24.0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            drawn = Drawing(tree, size=size, margin=1.0)
            svg = drawn.svgxml()
    except Exception:  # noqa: BLE001
        # Its errors are of every kind, and all mean the same: this formula is beyond it.
        return None
    width, height = float(svg.attrib["width"]), float(svg.attrib["height"])
    depth = 1.0 - drawn.getyofst()
    return _Drawing(ElementTree.tostring(svg), width / size, height / size, depth / size)


def _checked(mathml: str) -> ElementTree.Element | None:
    """The formula rebuilt from allowed elements and attributes; None where it holds anything else."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(mathml.encode(), parser)
    except etree.XMLSyntaxError:
        return None
    try:
        rebuilt = _rebuild(tree)
    except ValueError:
        return None
    return rebuilt if rebuilt.tag == "math" else None


def _rebuild(element: etree._Element) -> ElementTree.Element:
    name = str(element.tag).removeprefix(f"{{{NAMESPACE}}}")
    if name not in ELEMENTS:
        raise ValueError(name)
    rebuilt = ElementTree.Element(name, {str(k): str(v) for k, v in element.attrib.items() if k in ATTRIBUTES})
    rebuilt.text, rebuilt.tail = element.text, element.tail
    rebuilt.extend([_rebuild(child) for child in element])
    return rebuilt
