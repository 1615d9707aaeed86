"""Page ranges as styles want them: `1135-1146` → `1135–46`."""

from __future__ import annotations

import re

_RANGE = re.compile(r"([^\W\d_]*)(\d+)\s*[-–]\s*([^\W\d_]*)(\d+)")
_ROMAN_RANGE = re.compile(r"([ivxlcm]+)\s*[-–]\s*([ivxlcm]+)", re.I)
_SEPARATOR = re.compile(r"([,;]\s+|\s*&\s*)")


def page_range(text: str, style_format: str | None, delimiter: str = "–") -> str:
    """Pages with their ranges as a style wants them: expanded, minimal, minimal-two or chicago.

    Mends: the engine prints `1-12` as `1–2` where a style asks for minimal ranges.
    """
    if "\\-" in text:
        # The hyphen of a page number, not of a range.
        return text.replace("\\-", "-")
    parts = _SEPARATOR.split(text)
    ranges = [_one_range(part, style_format, delimiter) for part in parts[::2]]
    separators = [" & " if "&" in separator else f"{separator[0]} " for separator in parts[1::2]]
    return "".join(piece for pair in zip(ranges, [*separators, ""], strict=True) for piece in pair)


def _one_range(text: str, style_format: str | None, delimiter: str) -> str:
    if roman := _ROMAN_RANGE.fullmatch(text):
        return delimiter.join(roman.groups())
    match = _RANGE.fullmatch(text)
    if match is None or match[1] != match[3]:
        # `S12-5`, `12A-14A`: what is no plain range stays as it was typed.
        return re.sub(r"\s+-\s+", "-", text)
    letters, first, _, last = match.groups()
    full = first[: max(0, len(first) - len(last))] + last
    if style_format is None or int(full) <= int(first):
        return f"{letters}{first}{delimiter}{letters}{last}"
    is_whole = style_format == "expanded"
    return f"{letters}{first}{delimiter}{letters if is_whole else ''}{_last_page(first, full, style_format)}"


def _last_page(first: str, last: str, style_format: str) -> str:
    """CSL 1.0.2, appendix V."""
    if len(first) != len(last) or style_format == "expanded":
        return last
    common = next(
        (place for place, digits in enumerate(zip(first, last, strict=True)) if len({*digits}) > 1), len(first) - 1
    )
    if style_format == "minimal":
        return last[common:]
    if style_format == "minimal-two":
        return last[min(common, len(last) - 2) if len(last) > 1 else 0 :]
    number = int(first)
    if number < 100 or number % 100 == 0:
        return last
    if number % 100 < 10:
        return last[common:]
    if style_format in ("chicago", "chicago-15") and len(first) == 4 and common < 2:
        return last
    return last[min(common, len(last) - 2) :]
