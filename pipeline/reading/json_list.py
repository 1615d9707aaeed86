"""JSON text that should hold a list of references → its elements at their offsets, and what is not JSON in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_SPACE = re.compile(r"[ \t\r\n]*")
_MAY_BEGIN_AN_ITEM = re.compile(r'\{\s*"')
_SIGNS_OF_AN_ITEM = {"id", "type", "citation-key"}
_MOST_ATTEMPTS = 1000
_LOOK = "look for a missing comma, quotation mark or bracket at or before this place"
_CUT_OFF = "the file ends too early: was it cut off while it was copied?"


class Repeated(dict[str, object]):
    """An object in which a name occurs twice; JSON would silently keep the last."""

    repeated: str = ""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = Repeated()
    for name, value in pairs:
        if name in members:
            members.repeated = name
        else:
            members[name] = value
    return members


class _NotJson:
    """Stands where a value such as NaN is, which JSON does not allow and which no variable takes."""

    def __init__(self, written: str) -> None:
        self.written = written


def _whole_number(written: str) -> object:
    return int(written) if len(written) < 19 else written


# A number such as 1.10 is a version or a volume, so it stays as it was typed.
_DECODER = json.JSONDecoder(
    parse_constant=_NotJson, object_pairs_hook=_object, parse_int=_whole_number, parse_float=str
)


class JsonList:
    """The elements of a list, or of the first of `{"items": […]}` or `{"references": […]}`.

    They are read one by one, so that a broken one costs no other. Takes time linear in the text, whatever it holds.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[tuple[int, str, str]] = []
        """Offset, what is wrong, and a hint; complete once all elements were taken."""
        self._attempts = _MOST_ATTEMPTS
        self._effort = 4 * len(text) + 1_000_000
        """Characters that may be read while looking for where to go on; a hostile file must not cost more."""

    def elements(self) -> Iterator[tuple[int, object]]:
        """Offset and value of each element; a lone reference counts as a list of one."""
        start = self._skip(0)
        try:
            bracket = self._bracket(start)
            if bracket is None:
                yield from self._lone(start)
                return
            position = self._next(bracket)
        except (json.JSONDecodeError, RecursionError) as error:
            position = self._go_on_after(start, error)
        while position is not None:
            try:
                value, end = _DECODER.raw_decode(self.text, position)
            except (json.JSONDecodeError, RecursionError) as error:
                position = self._go_on_after(position, error)
            else:
                yield position, value
                position = self._next(end)

    def _bracket(self, position: int) -> int | None:
        """Offset of the bracket that opens the list; None where there is no list."""
        text = self.text
        if text[position : position + 1] == "[":
            return position
        separator = "{"
        while text[position : position + 1] == separator:
            name, position = _DECODER.raw_decode(text, self._skip(position + 1))
            position = self._skip(position)
            if text[position : position + 1] != ":":
                raise json.JSONDecodeError("a colon is expected", text, position)
            position = self._skip(position + 1)
            if name in ("items", "references") and text[position : position + 1] == "[":
                return position
            position = self._skip(_DECODER.raw_decode(text, position)[1])
            separator = ","
        return None

    def _lone(self, start: int) -> Iterator[tuple[int, object]]:
        value = _DECODER.raw_decode(self.text, start)[0] if self.text[start : start + 1] == "{" else None
        if isinstance(value, dict) and value.keys() & _SIGNS_OF_AN_ITEM:
            yield start, value
        else:
            self._problem(start, "this bibliography cannot be read: it is not a list of references in CSL-JSON")

    def _next(self, end: int) -> int | None:
        """Where the next element stands, after the opening bracket or an element; None at the end of the list."""
        position = self._skip(end)
        mark = self.text[position : position + 1]
        if mark in ("[", ","):
            position = self._skip(position + 1)
            mark = self.text[position : position + 1]
        elif mark == "{":
            self._problem(position, "a comma is missing before this reference")
        if mark == "":
            self._problem(end, "the list of references is not closed by “]”", _CUT_OFF)
            return None
        return self._behind_list(self._skip(position + 1)) if mark == "]" else position

    def _behind_list(self, position: int) -> int | None:
        """Files put together by hand hold one list after another."""
        if self.text[position : position + 1] in ("", "}", ","):
            return None
        return self._go_on_after(position, json.JSONDecodeError("the end is expected", self.text, position))

    def _go_on_after(self, start: int, error: json.JSONDecodeError | RecursionError) -> int | None:
        """Report what is broken, and find the next element that can be read."""
        is_too_deep = isinstance(error, RecursionError)
        wrong = start if isinstance(error, RecursionError) else error.pos
        following = self._next_item(wrong)
        what = "is nested too deep" if is_too_deep else "is not JSON"
        message = f"the text {what} here, so this reference could not be read"
        if following is None:
            message = f"the text {what} here, so neither this reference nor what follows it could be read"
        end = len(self.text.rstrip())
        self._problem(min(wrong, max(end - 1, 0)), message, _CUT_OFF if wrong >= end else _LOOK)
        return following

    def _next_item(self, position: int) -> int | None:
        """Where, from a position inside something broken, an object begins that looks like a reference."""
        while (match := _MAY_BEGIN_AN_ITEM.search(self.text, position)) and self._attempts and self._effort > 0:
            self._attempts -= 1
            position = match.start() + 1
            try:
                value, end = _DECODER.raw_decode(self.text, match.start())
            except json.JSONDecodeError as error:
                # Of a text that never ends, the error tells where it begins.
                reached = len(self.text) if error.msg.startswith("Unterminated") else error.pos
                self._effort -= reached - match.start()
            except RecursionError:
                continue
            else:
                if isinstance(value, dict) and value.keys() & _SIGNS_OF_AN_ITEM:
                    return match.start()
                position = end
        return None

    def _skip(self, position: int) -> int:
        match = _SPACE.match(self.text, position)
        return match.end() if match else position

    def _problem(self, offset: int, message: str, hint: str = "") -> None:
        self.problems.append((offset, message, hint))
