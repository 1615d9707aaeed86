"""A case with something of everything that a report tells of: every severity, edits, waivers, items in every state."""

from __future__ import annotations

from pathlib import Path

from pipeline.build import Result
from pipeline.findings import Edit, Finding, Location, Rule, Severity
from pipeline.guidelines.answers import (
    Answer,
    Checklist,
    Confirmation,
    Confirmed,
    Evidence,
    Lack,
    State,
    Waiver,
)
from pipeline.guidelines.guideline import Guideline, Item, Source
from pipeline.reporting import Reported
from pipeline.workspace import Workspace

FILE = "cases/one/case.yaml"
PROSE = "cases/one/narrative.md"
ERROR = Rule("some-error", Severity.ERROR, "why it is wrong.", fix="Mend it.", example="a: b\n", source="ICMJE 2024")
WARNING = Rule("some-warning", Severity.WARNING, "why it is doubtful.")
REFUSAL = Rule("some-refusal", Severity.REFUSAL, "why it must not be.")

MISSPELT = Finding(
    ERROR,
    Location(FILE, 4, 1, 8, "keywrods"),
    "100 % wrong: see, here",
    "did you mean `keywords`?",
    "keywrods",
    (Edit(Location(FILE, 4, 1, 8), "keywords", "keywrods"),),
)
DOUBTFUL = Finding(WARNING, Location(PROSE, 7), "this is doubtful")
SECRET = Finding(REFUSAL, Location(PROSE, 9, 3, 4), "a name stands here", "take it out", "Ada Example")
ABOUT_THE_COMMAND = Finding(ERROR, Location("--journal"), "there is no such journal")
WAIVER = Waiver(
    "some-warning", "the journal asks for it", "Ada Example", "2026-11-20", Location("cases/one/waivers.yaml", 1)
)
OF_AN_ITEM = Waiver(
    "care-2013/9", "it is in the other paper", "Ada Example", "2026-11-21", Location("cases/one/waivers.yaml", 6)
)
SET_ASIDE = Finding(WARNING, Location(PROSE, 12, 5, 3), "this is set aside")


def item(number: str, topic: str) -> Item:
    return Item(id=number, topic=topic, requirement=f"Tell of {topic.lower()}.", person="Is it enough?")


SEEN = Evidence(
    "at-narrative-3-1", Location(PROSE, 3, 1), "Case presentation, paragraph 1", "She was well.", "She was well."
)
ANSWERS = (
    Answer(
        item("1", "Title"), State.FOUND, (SEEN,), confirmation=Confirmation(Confirmed.CONFIRMED, "Ada", "2026-11-21")
    ),
    Answer(
        item("7", "Timeline"),
        State.MISSING,
        lacks=(Lack("care.7.present", "no table or figure shows the timeline", "Add one", Location(FILE, 12, 1)),),
    ),
    Answer(item("8", "Tests"), State.WEAK, (SEEN,)),
    Answer(item("9", "Treatment"), State.MISSING, waivers=(OF_AN_ITEM,)),
    Answer(item("10", "Outcome"), State.UNKNOWN, reason="not in the record"),
    Answer(item("11", "Adherence"), State.NOT_PRINTED),
    Answer(
        item("12", "Perspective"), State.NOT_APPLICABLE, reason="the patient died", skipped=(("care.12.x", "journal"),)
    ),
)
CARE = Guideline(title="CARE 2013", of=30, sources=(Source(text="Example A. A guideline. 2013."),))


def result() -> Result:
    return Result(
        "one",
        [MISSPELT, DOUBTFUL, SECRET, ABOUT_THE_COMMAND, MISSPELT],
        checklists=(Checklist("care-2013", CARE, ANSWERS, "Some Journal"),),
        waived=[(SET_ASIDE, WAIVER)],
        seconds=1.25,
    )


def reported(*results: Result, strict: bool = False) -> Reported:
    return Reported(results or (result(),), Workspace(Path("nowhere")), strict)
