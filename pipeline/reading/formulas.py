"""TeX → presentation MathML made of known elements only, or what is wrong with the formula."""

from __future__ import annotations

import html
from xml.etree import ElementTree

MAX_LENGTH = 2000
MAX_DEPTH = 40
_ELEMENTS = frozenset(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom mfenced menclose "
    "msub msup msubsup munder mover munderover mmultiscripts mtable mtr mtd mlabeledtr".split()
)
_ATTRIBUTES = frozenset(
    "display mathvariant stretchy fence form separator largeop movablelimits symmetric maxsize minsize lspace rspace "
    "width height depth linethickness columnalign rowspacing columnspacing accent accentunder displaystyle "
    "scriptlevel notation".split()
)
_PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
"""How many children an element must have (MathML 3, 3.1.3.2)."""
_NAMESPACE = "http://www.w3.org/1998/Math/MathML"


def to_mathml(tex: str, *, display: bool) -> tuple[str, str]:
    """The `math` element as text and '', or '' and a sentence for the author."""
    if len(tex) > MAX_LENGTH or max(tex.count("{"), tex.count("\\begin")) > MAX_DEPTH * 5 or _depth(tex) > MAX_DEPTH:
        return "", "this formula is too long or too deeply nested"
    if tex.count("{") - tex.count("\\{") != tex.count("}") - tex.count("\\}"):
        return "", "the braces of this formula do not pair"
    # Imported late: only cases with formulas pay for it.
    from latex2mathml import converter, exceptions

    mistakes: list[type[Exception]] = [IndexError, KeyError, ValueError, StopIteration]
    mistakes += [kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    try:
        root = converter.convert_to_element(tex, display="block" if display else "inline")
    except tuple(mistakes):
        # The library has no common base for its complaints and indexes past the end of cut-off formulas.
        return "", "this formula cannot be read; check its commands, braces and \\begin … \\end"
    problem = _clean(root)
    return ("", problem) if problem else (ElementTree.tostring(root, encoding="unicode"), "")


def _depth(tex: str) -> int:
    depth = deepest = 0
    for character in tex:
        depth += (character == "{") - (character == "}")
        deepest = max(deepest, depth)
    return deepest


def _clean(root: ElementTree.Element) -> str:
    """Keep only known elements and attributes; gives '' or what is not known."""
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{_NAMESPACE}}}")
        if name not in _ELEMENTS:
            return f"this formula uses something that cannot be printed ({name})"
        if len(element) != _PARTS.get(name, len(element)):
            return "a part of this formula is missing, such as the second half of a fraction"
        for attribute in set(element.attrib) - _ATTRIBUTES - {"xmlns"}:
            del element.attrib[attribute]
        element.text = html.unescape(element.text) if element.text else element.text
        if name != "mtext" and element.text and element.text.strip().startswith("\\") and len(element.text.strip()) > 1:
            return f"the formula's command `{element.text.strip()}` is not known"
    return ""
