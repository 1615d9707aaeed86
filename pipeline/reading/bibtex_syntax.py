"""The text of a .bib file → raw entries with their offsets, and what is wrong with their syntax.

The grammar is pybtex's. What is added is recovery, so that one broken entry costs no other, and linear time.
"""
# mypy: allow-subclassing-any
# pybtex has no types.

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pybtex.database.input.bibtex import LowLevelParser, SkipEntry
from pybtex.scanner import Pattern, PrematureEOF, PybtexSyntaxError, Token
from pybtex.utils import CaseInsensitiveDict

_MONTH_MACROS = {name: name for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
_NEXT_ENTRY = re.compile(r"\n[ \t]*@[A-Za-z]+[ \t]*\{[ \t]*[^\s{}(),=\"]+[ \t]*,")
_NEXT_FIELD = re.compile(r"\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
# Up to a comma, or the end of the line where that is missing; none where the first field stands in its place.
_KEY = re.compile(r"\s*(?![A-Za-z][\w-]*\s*=)([^\s,}={](?:[^,}\n={]{0,200}[^\s,}={])?(?=[ \t]{0,20}[,}\n])|[^\s,}={]+)")
_BRACES = re.compile(r"[{}]")
_BRACES_AND_QUOTES = re.compile(r"[{}\"]")
_DEEPEST_BRACES = 100
_LONGEST_FIELD = 200_000


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
    """Every entry of a file, broken ones with what could be read of them; `@comment` and `@preamble` left out.

    An `@string` is among them only where it is broken.
    """
    return _Parser(text).entries()


class _Parser(LowLevelParser):
    pos: int
    problems: list[str]
    current_fields: list[tuple[str, list[str]]]
    current_field_name: str | None
    current_value: list[str]

    def __init__(self, text: str) -> None:
        super().__init__(text, macros=CaseInsensitiveDict(_MONTH_MACROS))

    def entries(self) -> Iterator[RawEntry]:
        while self.skip_to([self.AT]):
            start = self.command_start = self.pos - 1
            self.problems = []
            try:
                command = str(self.parse_command()[0]).lower()
            except SkipEntry:
                self._skip_comment()
                continue
            except PybtexSyntaxError:
                # An @ between the entries that begins none, as in an address.
                continue
            if command not in ("string", "preamble"):
                yield self._entry(command, start)
            elif self.problems:
                # What it ran into may be a reference.
                self.pos = start + 1
                if command == "string":
                    yield RawEntry(command, "", start, {}, self.problems)

    def _skip_comment(self) -> None:
        """Pass over what a comment encloses, entries included; one that never ends encloses nothing."""
        start = self.pos
        try:
            list(self.parse_string(self.RBRACE))
        except PybtexSyntaxError:
            self.pos = start

    def _entry(self, command: str, start: int) -> RawEntry:
        key: str = self.current_entry_key or ""
        fields: dict[str, str] = {}
        for name, parts in self.current_fields:
            if name.lower() in fields:
                self.problems.append(f"the field “{name}” is written twice; the first is used")
            value = " ".join("".join(parts).split())
            if len(value) > _LONGEST_FIELD:
                self.problems.append(f"the field “{name}” is longer than {_LONGEST_FIELD} characters and left out")
                continue
            fields.setdefault(name.lower(), value)
        offset = self.text.find(key, start + 1) if key else start
        return RawEntry(command, key, offset, fields, self.problems)

    def handle_error(self, error: PybtexSyntaxError) -> None:
        """Called where an entry cannot be read on; what was read of it stays."""
        if isinstance(error, PrematureEOF):
            self.problems.append("a closing brace or quotation mark is missing, so it runs into what follows it")
        elif "nested" in str(error):
            self.problems.append(f"braces are nested more than {_DEEPEST_BRACES} deep")
        elif "unbalanced" in str(error):
            self.problems.append(f"the braces or quotation marks of the field “{self.current_field_name}” do not match")
        else:
            read = [name for name, _ in self.current_fields]
            after = self.current_field_name or (read[-1] if read else "the key")
            self.problems.append(f"it cannot be read on after “{after}”: a comma, brace or equals sign is missing")

    def parse_entry_body(self, body_end: Pattern) -> None:
        """As pybtex's, but a key may hold blanks, and an entry without one keeps its fields."""
        match = _KEY.match(self.text, self.pos)
        if match:
            self.current_entry_key = match[1]
            self.pos = match.end()
        self.parse_entry_fields()

    def parse_entry_fields(self) -> None:
        """As pybtex's, but a missing comma between two fields costs neither of them."""
        while True:
            self.current_field_name = None
            self.current_value = []
            self.parse_field()
            name = self.current_field_name
            if name and self.current_value:
                self.current_fields.append((name, self.current_value))
            if self.optional([self.COMMA]):
                continue
            if not self.current_value or not _NEXT_FIELD.match(self.text, self.pos):
                return
            self.problems.append(f"a comma is missing after the field “{name}”")

    def parse_string(self, string_end: Pattern) -> Iterator[Token]:
        """The rest of a value in braces or quotation marks, its end included, as one token.

        pybtex's own searches from every brace to the end of the file, and takes what follows a missing brace for
        part of the value.
        """
        depth = 0
        in_braces = string_end is self.RBRACE
        for found in (_BRACES if in_braces else _BRACES_AND_QUOTES).finditer(self.text, self.pos):
            mark = found.group()
            if depth == 0 and mark == ("}" if in_braces else '"'):
                value = self.text[self.pos : found.end()]
                self.pos = found.end()
                yield Token(value, string_end)
                return
            if mark == "{":
                self._refuse_runaway(found.start())
                depth += 1
            elif mark == "}":
                depth -= 1
            if not 0 <= depth <= _DEEPEST_BRACES:
                self.pos = found.end()
                raise PybtexSyntaxError("too many nested braces" if depth > 0 else "unbalanced braces", self)
        self.pos = self.end_pos
        raise PrematureEOF(self)

    def _refuse_runaway(self, brace: int) -> None:
        """Stop where a value has run into the next entry, and go on there."""
        line = self.text.rfind("\n", max(self.pos, brace - 100), brace)
        if line >= 0 and _NEXT_ENTRY.match(self.text, line):
            self.pos = line
            raise PrematureEOF(self)

    def substitute_macro(self, name: str) -> str:
        """The text of an abbreviation; an undefined one stays as its name, with a problem."""
        if name in self.macros:
            return str(self.macros[name])
        if self.current_field_name is None or self.current_field_name.lower() != "month":
            self.problems.append(f"the abbreviation “{name}” is not defined by an @string; put the words in braces")
        return name

    def update_lineno(self, value: str) -> None:
        """Places are found from offsets, and counting lines again and again is slow."""
