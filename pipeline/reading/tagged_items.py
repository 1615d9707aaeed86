"""Records of tagged lines, and how one format's fields are read → items under keys, and findings about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.findings import Finding
from pipeline.library import MALFORMED_REFERENCE, Item
from pipeline.reading import normal_values
from pipeline.reading.bibtex import DOUBTFUL_NAME, UNKNOWN_REFERENCE_TYPE
from pipeline.reading.csl_values import RefusedError, value_of
from pipeline.reading.keys import readable_key
from pipeline.reading.places import Places
from pipeline.reading.tagged_findings import left_out, unknown_tags
from pipeline.reading.tagged_lines import Record, Tagged

_NOT_PRINTED = {"type", "status", "abstract", "keyword", "language"}


@dataclass(slots=True)
class Reading:
    """What the lines of one record give."""

    csl: dict[str, object] = field(default_factory=lambda: {"type": "document"})
    problems: list[str] = field(default_factory=list)
    """What could not be read, for the author."""
    problem_of_type: str = ""
    """What is wrong with the type of the reference, for the author."""
    doubts: list[tuple[int, str]] = field(default_factory=list)
    """Where names stand that may be misread, and why, for the author."""
    left_out: list[Tagged] = field(default_factory=list)
    """Lines that gave way to another value of the same variable."""
    unknown: list[Tagged] = field(default_factory=list)
    """Lines whose tag means nothing."""

    def put(self, variable: str, value: object) -> None:
        """Set a variable that is not set yet, in its normal form; an empty value leaves it unset."""
        if variable in self.csl or value in ("", [], {}):
            return
        try:
            usable = value_of(variable, value)
        except RefusedError as refused:
            self.problems.append(f"its “{variable}” {refused}")
            usable = refused.kept
        if usable:
            self.csl[variable] = usable


ReadFields = Callable[[Sequence[Tagged]], Reading]
"""How a format understands the lines of one record."""


def items_of(
    found: Sequence[Record], read_fields: ReadFields, places: Places, format_name: str
) -> tuple[list[Item], list[Finding]]:
    """The items of records, each at the place of its record, and findings about their lines.

    The key is that of the line `ID`; where that is missing or only a number, it is made by `readable_key`.
    """
    items: list[Item] = []
    findings: list[Finding] = []
    unknown: list[Tagged] = []
    given_way: list[Tagged] = []
    taken = {_own_key(record) for record in found}
    for record in found:
        reading = read_fields(record.lines)
        where = places.at(record.offset)
        unknown += reading.unknown
        given_way += reading.left_out
        if reading.csl.keys() <= _NOT_PRINTED:
            message = "this reference holds nothing that could be printed"
            findings.append(MALFORMED_REFERENCE.at(where, message, hint="fill it in or delete it"))
            continue
        item = Item(_own_key(record) or readable_key(reading.csl, taken), reading.csl, where)
        taken.add(item.key)
        items.append(item)
        findings += _problems(reading, item, places)
    return items, [*findings, *unknown_tags(unknown, places, format_name), *left_out(given_way, places)]


def _own_key(record: Record) -> str:
    ids = [line.value for line in record.lines if line.tag == "ID"]
    key = normal_values.text(ids[0]) if ids else ""
    return "" if key.isdecimal() else key


def _problems(reading: Reading, item: Item, places: Places) -> Iterator[Finding]:
    if reading.problem_of_type:
        message = f"{reading.problem_of_type}; it is printed as a plain document"
        yield UNKNOWN_REFERENCE_TYPE.at(item.origin, message, quote=item.key)
    for problem in reading.problems:
        yield MALFORMED_REFERENCE.at(item.origin, f"this reference is malformed: {problem}", quote=item.key)
    for offset, doubt in reading.doubts:
        yield DOUBTFUL_NAME.at(places.at(offset), doubt, quote=item.key)
