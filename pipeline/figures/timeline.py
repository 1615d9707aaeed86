"""A case → its timeline as a figure: drawn wide and narrow, told in words, and tabulated."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.facts.timeline import Event, Lane, one_by_one, timeline
from pipeline.facts.times import time_in_words
from pipeline.figures.drawn import Drawn, Request
from pipeline.figures.timeline_plan import shortened
from pipeline.findings import Finding, Severity, rule
from pipeline.tabulating.timeline import lanes_named, named, nothing_at, table_of, when_in_words

_TURNS = (
    ({Lane.PRESENTATION}, 0),
    ({Lane.DIAGNOSES}, -1),
    ({Lane.ADVERSE_EVENTS}, 0),
    ({Lane.EVENTS, Lane.OUTCOMES}, -1),
)
"""What a timeline tells in a sentence: the first or the last event of these lanes."""


TIMELINE_TALL = rule(
    "timeline-too-tall",
    Severity.WARNING,
    "A figure that is higher than a page is made smaller, and its words with it.",
    fix="Show fewer lanes with `of:`, or use a table that shows the timeline.",
    example="figures: {fig-x: {title: Timeline, shows: timeline}}   # with 60 events\n",
)


def draw(request: Request) -> tuple[Drawn | None, list[Finding]]:
    """`of` names the lanes that are drawn, all where it is left out. None where nothing has a time."""
    lanes, findings = lanes_named(request.wish.of, request.case.sources, ("figures", request.figure_id, "of"))
    events = timeline(request.case, lanes)
    if not events:
        return None, [*findings, nothing_at(request.origin, request.figure_id)]
    # Imported late: matplotlib is slow to load.
    from pipeline.figures.plotting import TALLEST
    from pipeline.figures.timeline_sheets import Sheet, narrow, wide

    language = request.case.facts.language
    alt = alt_text(events, request.words, language)
    description = table_of(events, request.words, language, request.origin)
    image = wide(Sheet(request.figure_id, events, request.words, language))
    small = narrow(Sheet(f"{request.figure_id}-narrow", events, request.words, language))
    height = image.height * 25.4 / 96
    if height > TALLEST:
        message = (
            f"this timeline is {height / 10:.0f} cm high, with {len(one_by_one(events))} events; a page holds 19 cm"
        )
        hint = "choose kinds of event with `of`, such as of: [presentation, diagnoses, treatments, outcomes]"
        findings.append(TIMELINE_TALL.at(request.origin, message, hint=hint))
    return Drawn(image, small, alt, description), findings


def alt_text(events: tuple[Event, ...], words: Mapping[str, str], language: str) -> str:
    """How many events there are, from when to when, and the turns of the course."""
    every = one_by_one(events)
    known = [time for event in every for time in (event.start, event.end) if time and time.days is not None]
    known = known or [every[0].start]
    first, last = min(known, key=lambda time: time.sort_key), max(known, key=lambda time: time.last.sort_key)
    found = [([event for event in every if event.lane in lanes], which) for lanes, which in _TURNS]
    turns = [told[which] for told, which in found if told] or [every[0]]
    return words["timeline_alt"].format(
        n=len(every),
        first=time_in_words(first.text, words, language),
        last=time_in_words(last.last.text, words, language),
        turns="; ".join(_said(event, words, language) for event in turns),
    )


def _said(event: Event, words: Mapping[str, str], language: str) -> str:
    kind = words[f"timeline_lane_{event.lane}"]
    return f"{kind}, {when_in_words(event, words, language)}: {shortened(named(event, words))}"
