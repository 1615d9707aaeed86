"""Page ranges as styles want them: `1135-1146` → `1135–46`."""

from __future__ import annotations

import re

_RANGE = re.compile(r"([^\W\d_]*)(\d+)(\w*)\s*[-–]\s*([^\W\d_]*)(\d+)(\w*)")


def page_range(text: str, style_format: str | None, delimiter: str = "–") -> str:
    """Pages with their ranges as a style wants them: expanded, minimal, minimal-two or chicago.

    Mends: the engine prints `1-12` as `1–2` where a style asks for minimal ranges.
    """
    if "\\-" in text:
        # The hyphen of a page number, not of a range.
        return text.replace("\\-", "-")
    parts = re.split(r"\s*([,;&])\s*", text)
    separators = {",": ", ", ";": ", ", "&": " & "}
    return "".join(separators.get(part) or _one_range(part, style_format, delimiter) for part in parts)


def _one_range(text: str, style_format: str | None, delimiter: str) -> str:
    match = _RANGE.fullmatch(text)
    if match is None:
        return re.sub(r"(?<=\w)\s*[-–]\s*(?=\w)", delimiter, text) if re.fullmatch(r"\w+\s*[-–]\s*\w+", text) else text
    letters, first, after, last_letters, last, last_after = match.groups()
    if after or last_after or (last_letters and last_letters != letters):
        return text.replace("-", delimiter)
    full = first[: max(0, len(first) - len(last))] + last
    if style_format is None:
        # What the style leaves open stays as it was typed.
        return f"{letters}{first}{delimiter}{last_letters}{last}"
    if int(full) == int(first) and not (after or last_after):
        return f"{letters}{first}"
    if int(full) < int(first):
        return text.replace("-", delimiter)
    kept = _last_page(first, full, style_format)
    return f"{letters}{first}{delimiter}{letters if kept == full else ''}{kept}"


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
