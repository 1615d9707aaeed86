"""The text of a .bib file → raw entries with their offsets, and what is wrong with its syntax.

The tokens are pybtex's. What is added: recovery, so that one broken entry costs no other, and linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pybtex.database.input.bibtex import LowLevelParser, SkipEntry
from pybtex.scanner import PrematureEOF, PybtexSyntaxError, Token
from pybtex.utils import CaseInsensitiveDict

_MONTH_MACROS = {name: name for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
_NEXT_ENTRY = re.compile(r"\n[ \t]*@[A-Za-z]+[ \t]*[{(][ \t]*[^\s{}(),=\"]+[ \t]*,", re.A)


@dataclass(slots=True)
class RawEntry:
    """One `@type{key, …}` as written; values still hold LaTeX."""

    type: str
    """Lower case."""
    key: str
    offset: int
    """Of the key."""
    fields: dict[str, str]
    """Names in lower case."""
    problems: list[str] = field(default_factory=list)
    """What is wrong with its syntax, for the author."""


def entries(text: str) -> Iterator[RawEntry]:
    """Every entry of a file, broken ones with what could be read of them; `@comment` and `@preamble` left out."""
    return _Parser(text).entries()


class _Parser(LowLevelParser):  # type: ignore[misc]  # pybtex has no types
    current_fields: list[tuple[str, list[str]]]

    def __init__(self, text: str) -> None:
        super().__init__(text, macros=CaseInsensitiveDict(_MONTH_MACROS))
        self.problems: list[str] = []

    def entries(self) -> Iterator[RawEntry]:
        while self.skip_to([self.AT]):
            start = self.command_start = self.pos - 1
            self.problems = []
            try:
                command = str(self.parse_command()[0]).lower()
            except SkipEntry:
                continue
            except PybtexSyntaxError:
                # An address in a comment between the entries: no entry was begun.
                continue
            swallowed = _NEXT_ENTRY.search(self.text, start + 1, self.pos)
            if swallowed:
                self._resume_at(swallowed.start())
            if command not in ("string", "preamble"):
                yield self._entry(command, start)

    def _resume_at(self, offset: int) -> None:
        self.pos = offset
        self.problems = ["a closing brace or quotation mark is missing: the entry runs into the next one"]
        if self.current_fields and _NEXT_ENTRY.search("".join(self.current_fields[-1][1])):
            self.current_fields.pop()

    def _entry(self, command: str, start: int) -> RawEntry:
        key = self.current_entry_key or ""
        fields: dict[str, str] = {}
        for name, parts in self.current_fields:
            if name.lower() in fields:
                self.problems.append(f"the field “{name}” is written twice; the first is used")
            fields.setdefault(name.lower(), " ".join("".join(parts).split()))
        offset = self.text.find(key, start) if key else start
        return RawEntry(command, key, offset, fields, self.problems)

    def handle_error(self, error: PybtexSyntaxError) -> None:
        """Called where an entry cannot be read on; what was read of it stays."""
        if isinstance(error, PrematureEOF):
            self.problems.append("a closing brace or quotation mark is missing: the entry never ends")
        elif not self.current_entry_key:
            self.problems.append("it has no citation key")
        elif "nested" in str(error):
            self.problems.append("braces are nested more than a hundred deep")
        elif "unbalanced" in str(error):
            self.problems.append(f"the braces of the field “{self.current_field_name}” do not match")
        else:
            after = self.current_field_name or (self.current_fields[-1][0] if self.current_fields else "the key")
            self.problems.append(f"it cannot be read on after “{after}”: a comma, a brace or an equals sign is missing")

    def parse_entry_fields(self) -> None:
        """As pybtex's, but a missing comma between two fields costs neither of them."""
        while True:
            self.current_field_name = None
            self.current_value: list[str] = []
            self.parse_field()
            if self.current_field_name and self.current_value:
                self.current_fields.append((self.current_field_name, self.current_value))
            if self.optional([self.COMMA]):
                continue
            if not self.current_value or not re.compile(r"\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]").match(self.text, self.pos):
                return
            self.problems.append(f"a comma is missing after the field “{self.current_field_name}”")

    def substitute_macro(self, name: str) -> str:
        """The text of an abbreviation; an undefined one stays as its name, with a problem."""
        if name in self.macros:
            return str(self.macros[name])
        if (self.current_field_name or "").lower() != "month":
            self.problems.append(f"the abbreviation “{name}” is not defined by an @string; put the words in braces")
        return name

    def skip_to(self, patterns: list[object]) -> Token | None:
        """As pybtex's, in one search: its own searches once for each pattern, which is quadratic in long fields."""
        literals = {pattern.description[1:-1]: pattern for pattern in patterns}  # type: ignore[attr-defined]  # as above
        found = re.compile("[" + re.escape("".join(literals)) + "]").search(self.text, self.pos)
        if not found:
            return None
        value = self.text[self.pos : found.end()]
        self.pos = found.end()
        return Token(value, literals[found.group()])
