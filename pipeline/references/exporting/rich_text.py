"""Text of an item, with the markup that `pipeline.library.Item` allows → the same in the markup of another format."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.references.exporting.parts import Parts

_TAG = re.compile(
    r"<(?:(?P<open>i|b|sup|sub)|(?P<sc>span style=\"font-variant:\s*small-caps;?\")|(?P<nocase>span class=\"nocase\")"
    r"|/(?P<close>i|b|sup|sub|span))>"
)

_DEEPEST = 20
"""Tags within tags; what is nested deeper is nobody's title, and would take time that grows with its square."""


def rewritten(text: str, plain: Callable[[str], str], around: Callable[[str, str], str]) -> str:
    """The text with `plain(…)` for what is no markup and `around(kind, inner)` for what stands between two tags.

    Kinds are i, b, sup, sub, sc and nocase. A tag without its partner is text.
    """
    stack: list[tuple[str, str, list[str]]] = [("", "", [])]
    end = 0
    for tag in _TAG.finditer(text):
        stack[-1][2].append(plain(text[end : tag.start()]))
        end = tag.end()
        kind, _, pieces = stack[-1]
        if not tag["close"] and len(stack) <= _DEEPEST:
            stack.append((tag["open"] or ("sc" if tag["sc"] else "nocase"), tag.group(), []))
        elif kind and tag["close"] and tag["close"] == (kind if kind not in ("sc", "nocase") else "span"):
            stack.pop()
            stack[-1][2].append(around(kind, "".join(pieces)))
        else:
            pieces.append(plain(tag.group()))
    stack[-1][2].append(plain(text[end:]))
    return "".join(plain(written) + "".join(pieces) for _, written, pieces in stack)


def tagged(text: str, parts: Parts) -> str:
    """The text for a format that has no markup of its own, where programs write `<i>`, `<b>`, `<sup>` and `<sub>`.

    Small capitals are reported as lost; protection of capitals is for programs that change them.
    """

    def around(kind: str, inner: str) -> str:
        if kind == "sc":
            parts.cannot_hold("small capitals")
        return inner if kind in ("sc", "nocase") else f"<{kind}>{inner}</{kind}>"

    return rewritten(text, str, around)
