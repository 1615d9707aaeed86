"""What can be wrong within a line of prose: the rules that its reading applies, and what to do about each."""

from __future__ import annotations

from pipeline.findings import Severity, rule

NESTED_TOO_DEEP = rule(
    "prose-nested-too-deep",
    Severity.FATAL,
    "Beyond this depth words would be lost.",
    fix="Write it flatter.",
    example="> > > > > > …\n",
)
BAD_FORMULA = rule(
    "bad-formula",
    Severity.ERROR,
    "A formula that cannot be set would be printed as raw commands.",
    fix="Correct the formula.",
    example="$\\frac{1}{2$\n",
)
UNSAFE_LINK = rule(
    "link-not-safe",
    Severity.ERROR,
    "A published page links to the web or to itself, nowhere else.",
    fix="Link to a web address, or to an id of this text.",
    example="[here](file:///home/ada/notes.html)\n",
)
PICTURE_IN_PROSE = rule(
    "picture-in-prose",
    Severity.ERROR,
    "A picture without number, legend and consent cannot be published.",
    fix="Make it a figure in case.yaml, and call it in the text.",
    example="![MRI](mri.png)\n",
)
LINK_TITLE = rule(
    "link-title-not-printed",
    Severity.WARNING,
    "A link's title shows on no paper and on no phone.",
    fix="Put the title into the text.",
    example='[CARE](https://example.org "The guideline")\n',
)
UNKNOWN_ATTRIBUTE = rule(
    "unknown-attribute",
    Severity.ERROR,
    "A misspelt attribute would be lost.",
    fix="Write `#id`, or `care=` with an item.",
    example="## Timeline {colour=red}\n",
)
UNKNOWN_ITEM = rule(
    "unknown-care-item",
    Severity.ERROR,
    "A passage marked for an item that is not there answers none.",
    fix="Write a sub-item of CARE, such as 8b.",
    example="[She felt well.]{care=99z}\n",
    source="CARE 2013",
)
NOTE_IN_LINE = rule(
    "note-in-line",
    Severity.ERROR,
    "Its words would be printed as part of the line.",
    fix="Write the mark `[^1]` here, and the note in a paragraph of its own: `[^1]: …`.",
    example="## Discussion^[a note]\n",
)
PASSAGE_ID = rule(
    "passage-id",
    Severity.ERROR,
    "An id leads readers to one place, and must be free.",
    fix="Choose an id that is free and does not begin with fig-, tbl-, sec- or ref-.",
    example="[One]{#a} and [two]{#a}.\n",
)
