"""The main sections of a report in; which part of a report each one is, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.manuscript import Section

_CASE, _DISCUSSION = "case-presentation", "discussion"
_BEHIND = {"conclusions", "patient-perspective", "informed-consent"}


def parts_of(sections: Sequence[Section]) -> Iterator[str]:
    """CARE part of each; '' of what is none.

    Authors name headings as they like: what stands under an unknown one tells the case as far as the discussion, and
    discusses it from there as far as the conclusions. What stands before an introduction is neither.
    """
    around = "" if any(section.part == "introduction" for section in sections) else _CASE
    for section in sections:
        if section.part == "introduction":
            around = _CASE
        elif section.part == _DISCUSSION:
            around = _DISCUSSION
        elif section.part in _BEHIND:
            around = ""
        yield section.part or around
