"""What a file in templates/journals/ may hold: what one journal, or all journals of a publisher, ask of a case report.

Everything is optional. What is left out, or is said to be not known, is not checked.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.case.fields import Date, Day, Names, Part, Words, from_words
from pipeline.guidelines.guideline import Override
from pipeline.journals.statements import StatementsForm
from pipeline.journals.value import Number, Value, Whole

AgeForm = Literal["exact", "decade"]
"""How exactly a journal prints a patient's age: `44-year-old woman`, or `woman in her 40s`."""
PartName = Literal[
    "introduction",
    "case-presentation",
    "patient-information",
    "clinical-findings",
    "timeline",
    "diagnostic-assessment",
    "therapeutic-intervention",
    "follow-up-and-outcomes",
    "discussion",
    "conclusions",
    "learning-points",
    "patient-perspective",
    "informed-consent",
]
"""Part of a report, as headings of a narrative are understood."""
Counted = Literal["text", "headings", "learning points", "tables", "legends", "abstract", "statements", "references"]
"""Where words stand. `text` is the prose, with its lists and notes."""


Overrides = dict[Words, dict[Words, Override]]
"""Guideline → item → what the journal changes of it."""
Told = dict[Words, Value[Names]]
"""What only a person can heed: topic → what the journal says, in our words."""


class Title(Part):
    must_contain_type: Value[bool] | None = None
    """Whether it has to say that this is a case report."""
    forbidden: Value[Names] | None = None
    """Words and phrases, or a mark such as `!`."""
    tells_nothing_of: Value[tuple[Literal["age", "sex", "ancestry"], ...]] | None = None


class Abstract(Part):
    present: Value[bool] | None = None
    headings: Value[Literal["none"] | Annotated[tuple[Words, ...], Field(min_length=1)]] | None = None
    """`none`: one paragraph without headings."""
    max_words: Value[Whole] | None = None
    citations: Value[bool] | None = None
    """Whether it may have any."""
    abbreviations: Value[bool] | None = None


class Keywords(Part):
    min: Value[Whole] | None = None
    max: Value[Whole] | None = None
    must_contain_type: Value[bool] | None = None
    from_list: Value[Words] | None = None
    """Where the journal's own words have to be taken from."""


class MainText(Part):
    max_words: Value[Whole] | None = None
    counted: Value[tuple[Counted, ...]] | None = None
    """What the limit is about; the text alone where nothing is known."""


class _HeadedSection(Part):
    heading: Words
    parts: tuple[PartName, ...] = ()
    """What belongs under it; where nothing is named, it is known by its heading."""
    optional: bool = False


HeadedSection = Annotated[_HeadedSection, from_words("heading")]
"""Of the text; references and statements have their place without being named."""


class References(Part):
    max: Value[Whole] | None = None
    style: Value[Words] | None = None
    """As the journal calls it; the style that is printed is the profile's `style`."""
    marks: Value[Words] | None = None
    """How a citation looks: `[1]`."""


class Pictures(Part):
    max: Value[Whole] | None = None
    """Figures of a report."""
    dpi: Value[Number] | None = None
    """Of photographs and scans."""
    dpi_line: Value[Number] | None = None
    """Of black lines and letters on white."""
    dpi_combined: Value[Number] | None = None
    """Of photographs with letters in them."""
    max_mb: Value[Number] | None = None
    min_width_px: Value[Number] | None = None
    formats: Value[Names] | None = None
    widths_mm: Value[tuple[Number, ...]] | None = None
    """Of one column and of the page."""


class Authors(Part):
    max: Value[Whole] | None = None
    rules: Value[Names] | None = None


class LearningPoints(Part):
    min: Value[Whole] | None = None
    max: Value[Whole] | None = None


class Highlights(Part):
    min: Value[Whole] | None = None
    max: Value[Whole] | None = None
    max_characters: Value[Whole] | None = None
    """Of each."""
    parts: Value[Names] | None = None


class KeyMessage(Part):
    max_words: Value[Whole] | None = None


class Anonymity(Part):
    exact_age: Value[bool] | None = None
    """This and the next three: whether they may be told."""
    institutions: Value[bool] | None = None
    places: Value[bool] | None = None
    calendar_dates: Value[bool] | None = None
    ancestry_and_occupation: Value[Words] | None = None
    """When they may be told."""


class Submission(Part):
    """How a report is handed in: for the list of what is to do, and for what goes along with it."""

    url: Value[Words] | None = None
    upload: Value[Names] | None = None
    """What has to go along with the manuscript."""
    blinding: Value[Words] | None = None
    preprints: Value[Words] | None = None
    consent: Value[Words] | None = None
    """What the journal wants to see of it."""


class Profile(Part):
    name: Words | None = None
    extends: Words | None = None
    """Another profile, whose values hold where this one has none; under the same name, the one that ships."""
    seen_on: Date | None = None
    """When the values were last looked at."""
    verified_on: Day | None = None
    """When you held the values against the journal's own pages. Values that are sure are then demanded for a year. It
    holds for the file that says so, not for others that extend it.
    """
    publisher: Value[Words] | None = None
    issn: Value[Words] | None = None
    article_types: Value[Names] | None = None
    style: Value[Words] | None = None
    """Citation style (CSL)."""
    age: Value[AgeForm] | None = None
    guideline: Value[Words] | None = None
    """Reporting guideline in templates/guidelines."""
    series_guideline: Value[Words] | None = None
    """Of case series, by name."""
    overrides: Overrides = Field(default_factory=dict)
    title: Title = Title()
    abstract: Abstract = Abstract()
    keywords: Keywords = Keywords()
    text: MainText = MainText()
    sections: Value[tuple[HeadedSection, ...]] | None = None
    """In the journal's order."""
    references: References = References()
    figures: Pictures = Pictures()
    authors: Authors = Authors()
    max_patients: Value[Whole] | None = None
    learning_points: LearningPoints = LearningPoints()
    highlights: Highlights = Highlights()
    key_message: KeyMessage = KeyMessage()
    statements: Value[StatementsForm] | None = None
    anonymity: Anonymity = Anonymity()
    submission: Submission = Submission()
    more: Told = Field(default_factory=dict)
