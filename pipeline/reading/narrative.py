"""narrative.md → `Narrative`: title, nested sections each with its CARE part, footnotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from pipeline.case.narrative import Narrative
from pipeline.findings import Edit, Finding, Location, Severity, instead, rule
from pipeline.manuscript import Block, Paragraph, Section
from pipeline.reading.block_nodes import BlockReader, Heading
from pipeline.reading.inline_nodes import plain_text
from pipeline.reading.inline_rules import UNKNOWN_ATTRIBUTE
from pipeline.reading.markdown import parse
from pipeline.reading.marks import Attributes

SECOND_TITLE = rule(
    "second-title",
    Severity.ERROR,
    "A report has one title; a second one would be lost.",
    fix="Begin headings within the text with `##`.",
    example="# A title\n\n# Introduction\n",
)
UNUSED_DEFINITION = rule(
    "link-definition-not-used",
    Severity.ERROR,
    "A link definition that nothing uses is printed nowhere.",
    fix="Use it, or delete it.",
    example="[unused]: https://example.org\n",
)
REPEATED_NOTE = rule(
    "note-defined-twice",
    Severity.ERROR,
    "Of two notes with one label only one can be printed.",
    fix="Give one of the notes another label.",
    example="[^1]: One.\n[^1]: Two.\n",
)
BAD_ID = rule(
    "section-id",
    Severity.ERROR,
    "Only ids that begin with sec- can be called with @sec-….",
    fix="Begin the id with sec-.",
    example="## Discussion {#discussion}\n",
)
SKIPPED_LEVEL = rule(
    "heading-level-skipped",
    Severity.WARNING,
    "Readers who listen find their way by heading levels.",
    fix="Use the level below the one above: `###` under `##`.",
    example="## Discussion\n\n#### Limits\n",
)

NO_HEADING = rule(
    "heading-without-blank",
    Severity.WARNING,
    "Without a blank behind the signs it is no heading: the signs are printed, and the section is not found.",
    fix="Put a blank between the signs and the words.",
    example="##Discussion\n\nText.\n",
)

# CARE 2013: which part of a report an item's number belongs to.
_PART_OF_ITEM = {
    "2": "keywords",
    "3": "abstract",
    "4": "introduction",
    "5": "patient-information",
    "6": "clinical-findings",
    "7": "timeline",
    "8": "diagnostic-assessment",
    "9": "therapeutic-intervention",
    "10": "follow-up-and-outcomes",
    "11": "discussion",
    "12": "patient-perspective",
    "13": "informed-consent",
}
_NEARLY_A_HEADING = re.compile(r" {0,3}(#{2,6})[^\W\d_]")
"""Not `#2`, a number, and not `#tag`."""
_NOTE = re.compile(r"^ {0,3}\[\^(?P<label>[^\]\s]+)\]:")


def read_narrative(text: str, file: str, parts: Mapping[str, str]) -> tuple[Narrative, list[Finding]]:
    """`parts` maps a heading in lower case to its CARE part: `case presentation` → `patient-information`."""
    tree = parse(text)
    lines = text.split("\n")
    blocks = BlockReader(file, lines, tree.definitions)
    flat = list(blocks.read(tree.root.children))
    for number, content in enumerate(tree.inline_notes):
        if content:
            blocks.add_inline_note(f"^{number}", content)
    nesting = _Nesting(file, parts, lines)
    title, sections = nesting.run(flat)
    findings = [*blocks.findings, *nesting.findings]
    for label, line in tree.definitions.unused():
        message = f"the link definition [{label.lower()}] is not used"
        findings.append(UNUSED_DEFINITION.at(Location(file, line + 1, 1), message, hint="use it, or delete the line"))
    findings += [*_repeated_notes(lines, file), *_nearly_headings(flat, lines)]
    where = title.origin if title else Location(file, 1)
    return Narrative(title.title if title else (), where, sections, blocks.notes), findings


def _nearly_headings(blocks: Iterable[Block | Heading], lines: Sequence[str]) -> Iterator[Finding]:
    for where in (block.origin for block in blocks if isinstance(block, Paragraph)):
        if match := _NEARLY_A_HEADING.match(lines[where.line - 1]):
            place = replace(where, column=match.end(1) + 1)
            found = NO_HEADING.at(
                place, "this is printed as text: a heading has a blank behind `#`", hint="add a blank"
            )
            yield replace(found, edits=(instead(place, "", " "),))


def _repeated_notes(lines: Sequence[str], file: str) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        match = _NOTE.match(line)
        if match and match["label"] in first:
            message = f"the note [^{match['label']}] was already written on line {first[match['label']]}"
            yield REPEATED_NOTE.at(
                Location(file, number, 1, len(match[0])), message, hint="give one of them another label"
            )
        elif match:
            first[match["label"]] = number


def with_level(lines: Sequence[str], moves: Iterable[tuple[Location, int, int]]) -> tuple[Edit, ...]:
    """Headings with another number of `#`: where, how many there are, how many there should be.

    () where one of the headings is underlined with `===` or `---` instead.
    """
    edits = []
    for where, level, wanted in moves:
        written = re.match(r"( {0,3})(#+)(?=[ \t])", lines[where.line - 1])
        if not written or len(written[2]) != level:
            return ()
        edits.append(instead(replace(where, column=written.end(1) + 1), "#" * level, "#" * wanted))
    return tuple(edits)


@dataclass
class _Nesting:
    """Flat blocks and headings → a title and nested sections."""

    file: str
    parts: Mapping[str, str]
    lines: Sequence[str]
    findings: list[Finding] = field(default_factory=list)

    def run(self, flat: Sequence[Block | Heading]) -> tuple[Heading | None, tuple[Section, ...]]:
        title = next((b for b in flat if isinstance(b, Heading) and b.level == 1), None)
        if title and title.attributes != Attributes():
            message = "the title of the report takes no attributes"
            self.findings.append(UNKNOWN_ATTRIBUTE.at(title.origin, message, hint="take out what stands in braces"))
        body = [b for b in flat if b is not title]
        body = [self._demoted(b, body[i + 1 :]) if isinstance(b, Heading) else b for i, b in enumerate(body)]
        first = next((i for i, b in enumerate(body) if isinstance(b, Heading)), len(body))
        opening = [b for b in body[:first] if not isinstance(b, Heading)]
        sections = self._sections(body[first:], 2)
        if opening:
            sections = (Section("sec-text", 2, (), "", (), tuple(opening), opening[0].origin), *sections)
        return title, sections

    def _demoted(self, heading: Heading, behind: Sequence[Block | Heading]) -> Heading:
        if heading.level > 1:
            return heading
        hint = "write it with `##`, or move it into the first title"
        found = SECOND_TITLE.at(heading.origin, "this is a second title of the report", hint=hint)
        levels = takewhile(lambda level: level > 1, (b.level for b in behind if isinstance(b, Heading)))
        # A heading with `##` below it may be meant as part of it, or beside it.
        edits = () if 2 in levels else with_level(self.lines, [(heading.origin, 1, 2)])
        self.findings.append(replace(found, edits=edits))
        return replace(heading, level=2)

    def _sections(self, body: Sequence[Block | Heading], level: int) -> tuple[Section, ...]:
        """Sections of the topmost level found in `body`, printed at `level`."""
        headings = [(i, b) for i, b in enumerate(body) if isinstance(b, Heading)]
        if not headings:
            return ()
        top = min(heading.level for _, heading in headings)
        starts = [(i, heading) for i, heading in headings if heading.level == top]
        # A first heading below the topmost level still opens a section of its own.
        if headings[0][0] < starts[0][0]:
            starts.insert(0, headings[0])
        ends = [i for i, _ in starts[1:]] + [len(body)]
        return tuple(self._section(h, body[i + 1 : end], level) for (i, h), end in zip(starts, ends, strict=True))

    def _section(self, heading: Heading, body: Sequence[Block | Heading], level: int) -> Section:
        first = next((i for i, b in enumerate(body) if isinstance(b, Heading)), len(body))
        own = tuple(b for b in body[:first] if not isinstance(b, Heading))
        below = self._sections(body[first:], level + 1)
        words = plain_text(heading.title)
        headings = [b for b in body if isinstance(b, Heading)]
        if headings and (skipped := headings[0].level - heading.level - 1) > 0:
            self._skipped(headings, skipped, words)
        return Section(
            self._id(heading, words),
            level,
            heading.title,
            self._part(heading, words),
            heading.attributes.care,
            (*own, *below),
            heading.origin,
        )

    def _skipped(self, headings: Sequence[Heading], skipped: int, words: str) -> None:
        """The headings below one, the first of which is too deep: all of them go up by as much."""
        first = headings[0]
        message = f"below “{words}” a heading level is skipped"
        found = SKIPPED_LEVEL.at(first.origin, message, hint="use one # more than the heading above")
        even = min(heading.level for heading in headings) == first.level
        moves = [(heading.origin, heading.level, heading.level - skipped) for heading in headings]
        self.findings.append(replace(found, edits=with_level(self.lines, moves) if even else ()))

    def _id(self, heading: Heading, words: str) -> str:
        given = heading.attributes.id
        if given and not re.fullmatch(r"sec-[a-z0-9-]*[a-z0-9]", given):
            hint = f"write {{#sec-{slug(given)}}}"
            self.findings.append(BAD_ID.at(heading.origin, f"`{given}` is not an id for a section", hint=hint))
            given = ""
        return given or f"sec-{slug(words)}"

    def _part(self, heading: Heading, words: str) -> str:
        for item in heading.attributes.care:
            part = _PART_OF_ITEM.get(item.rstrip("abcd"))
            if part:
                return part
        return self.parts.get(" ".join(words.lower().split()), "")


def slug(words: str) -> str:
    """`Case présentation!` → `case-presentation`; words without Latin letters keep their own."""
    plain = unicodedata.normalize("NFKD", words.lower())
    kept = "".join(c if c.isalnum() else "-" for c in plain if not unicodedata.combining(c))
    return re.sub(r"-+", "-", kept).strip("-") or "text"
