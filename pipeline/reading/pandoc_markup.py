"""Text marked up as pandoc reads it in CSL-YAML (`*E. coli*`, `H~2~O`) → text with the markup of `library.Item`."""

from __future__ import annotations

import re

_MARKS = re.compile(
    r"\\(?P<escaped>[\\*_^~\[\]{}`<>#$@!\"'-])"
    r"|\*\*(?P<b>[^\s*](?:[^*]*[^\s*])?)\*\*"
    r"|(?<![\w*])\*(?P<i>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<i2>[^\s_](?:[^_]*[^\s_])?)_(?![\w_])"
    r"|\^(?P<sup>[^\s^]{1,50})\^"
    r"|~(?P<sub>[^\s~]{1,50})~"
    r"|\[(?P<span>[^\[\]]*)\]\{\.(?P<kind>nocase|smallcaps)\}"
)
_SPANS = {"nocase": '<span class="nocase">', "smallcaps": '<span style="font-variant:small-caps">'}


def to_markup(text: str) -> str:
    """Emphasis, strong text, sub- and superscript, small capitals and protected capitals; anything else stays."""
    return _MARKS.sub(_tagged, text) if re.search(r"[\\*_^~\[]", text) else text


def _tagged(mark: re.Match[str]) -> str:
    if mark["escaped"]:
        return mark["escaped"]
    if mark["kind"]:
        return f"{_SPANS[mark['kind']]}{to_markup(mark['span'])}</span>"
    for group, tag in (("b", "b"), ("i", "i"), ("i2", "i"), ("sup", "sup"), ("sub", "sub")):
        if mark[group]:
            return f"<{tag}>{to_markup(mark[group])}</{tag}>"
    return mark.group()


def from_plain(text: str) -> str:
    """Text in which nothing is taken for markup: the signs that begin it are escaped."""
    return re.sub(r"([\\*_^~\[])", r"\\\1", text)
