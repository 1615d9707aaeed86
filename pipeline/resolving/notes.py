"""Footnote marks → numbers in the order in which a reader meets them; the notes themselves at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Blocks, Inline, Note, NoteMark, NoteReference, Placeholder

UNKNOWN_NOTE = rule(
    "unknown-note",
    Severity.ERROR,
    "A mark without a note promises the reader words that are not there.",
    fix="Add the note: `[^1]: …`.",
    example="Text[^1].\n",
)
NOTE_NOT_CALLED = rule(
    "note-not-called",
    Severity.ERROR,
    "A note that nothing calls is printed nowhere.",
    fix="Call it with its mark, or delete it.",
    example="[^2]: Nobody calls this.\n",
)


@dataclass
class Notes:
    written: Mapping[str, tuple[Blocks, Location]]
    """Notes by label."""
    findings: list[Finding] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _cited_by: dict[str, list[str]] = field(default_factory=dict)

    def resolve(self, mark: NoteMark) -> Inline:
        """The number of the note, or a placeholder where there is no such note."""
        if mark.label not in self.written:
            hint = f"write it on a line of its own: [^{mark.label}]: …"
            self.findings.append(UNKNOWN_NOTE.at(mark.origin, f"there is no note [^{mark.label}]", hint=hint))
            return Placeholder(f"[^{mark.label}?]", mark.origin)
        number = self._numbers.setdefault(mark.label, len(self._numbers) + 1)
        cited_by = self._cited_by.setdefault(mark.label, [])
        mark_id = f"note-mark-{number}" + (f"-{len(cited_by) + 1}" if cited_by else "")
        cited_by.append(mark_id)
        return NoteReference(number, f"note-{number}", mark_id, mark.origin)

    def printed(self, rewritten: Callable[[Blocks], Blocks]) -> Iterator[Note]:
        """Notes in the order of their numbers; one called only in a note comes after it, one not called at the end."""
        printed: set[str] = set()
        while waiting := [label for label in self._numbers if label not in printed] or self._not_called():
            label = waiting[0]
            number = self._numbers.setdefault(label, len(self._numbers) + 1)
            blocks, origin = self.written[label]
            inside = rewritten(blocks)
            printed.add(label)
            yield Note(f"note-{number}", number, inside, tuple(self._cited_by.get(label, ())), origin)

    def _not_called(self) -> list[str]:
        left = [label for label in self.written if label not in self._numbers]
        for label in left[:1]:
            message = f"the note [^{label}] is called nowhere"
            hint = "call it in the text, or delete it"
            self.findings.append(NOTE_NOT_CALLED.at(self.written[label][1], message, hint=hint))
        return left
