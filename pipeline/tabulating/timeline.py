"""The timeline of a case → a table of what happened when; it also describes the figure of the same events."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from pipeline.case.sources import FieldPath, Sources
from pipeline.facts.timeline import Event, Lane, one_by_one, timeline
from pipeline.facts.times import time_in_words
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Alignment, Cell, Inline, LineBreak, Text
from pipeline.reading.model_errors import known
from pipeline.tabulating.tabulated import Request, Tabulated

TIMELINE_OF = rule(
    "timeline-of",
    Severity.ERROR,
    "A timeline shows only the kinds of event that there are.",
    fix="Write kinds of event that the message lists.",
    example="figures: {fig-x: {title: Timeline, shows: timeline, of: outcome}}\n",
)
TIMELINE_EMPTY = rule(
    "timeline-empty",
    Severity.ERROR,
    "A timeline without events shows nothing.",
    fix="Add times with `at:`, `from:` or `events`.",
    example="tables: {tbl-x: {title: Timeline, shows: timeline}}   # without any time\n",
)

_LAST_LATIN = "\N{LATIN SMALL LETTER TURNED A}"
"""Letters from here on are of other scripts, or stand for something as they are."""


def tabulate(request: Request) -> tuple[Tabulated, list[Finding]]:
    """Columns When, What and Kind; events of one kind at one time share a row."""
    lanes, findings = lanes_named(request.wish.of, request.case.sources, ("tables", request.table_id, "of"))
    events = timeline(request.case, lanes)
    if not events and not findings:
        findings.append(nothing_at(request.origin, request.table_id))
    return table_of(events, request.words, request.case.facts.language, request.origin), findings


def lanes_named(names: Sequence[str], sources: Sources, path: FieldPath) -> tuple[frozenset[Lane], list[Finding]]:
    """The lanes that `of` names, all of them where it names none that exists."""
    findings = []
    known_lanes = [str(lane) for lane in Lane]
    for index, name in enumerate(names):
        if name not in known_lanes:
            near = difflib.get_close_matches(name, known_lanes, n=1)
            hint = f"did you mean `{near[0]}`?" if near else known(known_lanes)
            where = sources.value(*path, index)
            findings.append(TIMELINE_OF.at(where, f"a timeline has no events of the kind `{name}`", hint=hint))
    return frozenset(lane for lane in Lane if lane in names) or frozenset(Lane), findings


def nothing_at(where: Location, wanted: str) -> Finding:
    hint = "write `at`, or `from` and `to`, with tests, treatments and outcomes, such as at: day 12"
    return TIMELINE_EMPTY.at(where, f"`{wanted}` would be empty: nothing that it shows has a time", hint=hint)


def table_of(events: tuple[Event, ...], words: Mapping[str, str], language: str, origin: Location) -> Tabulated:
    """These events, with each change of a treatment on its own, in order of time."""
    head = tuple(_cell(words[f"timeline_{column}"], origin) for column in ("when", "what", "kind"))
    rows = []
    for when, shared in grouped(one_by_one(events), words, language):
        where = shared[0].where
        # A semicolon too, as lines break in a narrow cell anyway.
        ends = [*[";"] * (len(shared) - 1), ""]
        lines = [Text(told(event, words) + end, event.where) for event, end in zip(shared, ends, strict=True)]
        kind = words[f"timeline_lane_{shared[0].lane}"]
        rows.append((_cell(_unbroken(when), where), Cell(tuple(_on_lines(lines)), where), _cell(kind, where)))
    return Tabulated((Alignment.LEFT, Alignment.LEFT, Alignment.LEFT), head, tuple(rows))


def grouped(
    events: Sequence[Event], words: Mapping[str, str], language: str
) -> Iterator[tuple[str, tuple[Event, ...]]]:
    """Neighbours of one kind at one time, with the words of that time."""

    def shared(event: Event) -> tuple[str, Lane]:
        return capital(when_in_words(event, words, language)), event.lane

    for (when, _), group in groupby(events, shared):
        yield when, tuple(group)


def when_in_words(event: Event, words: Mapping[str, str], language: str) -> str:
    """`day 12`, `week 9 to week 11`, `from week 1` while it goes on, `until day 3` where nobody knows since when."""
    start = time_in_words(event.start.text, words, language)
    if event.ongoing:
        return start if event.start.days is None else words["time_from"].format(start=start)
    if event.end is None or event.end.days is None:
        return start
    end = time_in_words(event.end.text, words, language)
    if event.start.days is None:
        return words["time_until"].format(end=end)
    return words["time_span"].format(start=start, end=end)


def told(event: Event, words: Mapping[str, str]) -> str:
    """All that is known of an event, in a line."""
    what = named(event, words)
    if event.subject:
        what = capital(f"{event.subject}: {event.what}")
    detail = words["timeline_stopped"].format(why=event.detail) if event.note == "stopped" else event.detail
    if not detail:
        return what
    # Two brackets in a row read badly.
    return f"{what}; {detail}" if what.endswith(")") else f"{what} ({detail})"


def named(event: Event, words: Mapping[str, str]) -> str:
    """What a figure says of an event: without details, and a change without its treatment."""
    what = capital(event.what)
    return f"{what} ({words[f'timeline_{event.note}']})" if event.note in {"highest", "lowest"} else what


def capital(text: str) -> str:
    """With a capital letter where the first word has only small ones: `eGFR` and `pH` keep theirs, and so does `β-`."""
    first = text.split(" ", 1)[0].rstrip(",:;").replace("-", "")
    is_plain = first.isalpha() and first.islower() and first[0] < _LAST_LATIN
    return text[:1].upper() + text[1:] if is_plain else text


def _unbroken(when: str) -> str:
    """A number stays with the word before it."""
    return re.sub(r" (?=[−\d])", "\N{NO-BREAK SPACE}", when)


def _cell(text: str, origin: Location) -> Cell:
    return Cell((Text(text, origin),), origin)


def _on_lines(lines: list[Text]) -> Iterator[Inline]:
    for index, line in enumerate(lines):
        if index:
            yield LineBreak(line.origin)
        yield line
