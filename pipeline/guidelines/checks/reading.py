"""What a reader sees in some parts of a case, for checks that look at words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.checking.prose_values import THIS_PATIENT
from pipeline.findings import Location
from pipeline.guidelines.asking import Asked
from pipeline.guidelines.phrases import pattern_of, sentences
from pipeline.guidelines.printed import Passage, Sort

_WHOLE = {Sort.TITLE: "title", Sort.KEYWORDS: "keywords"}
_COURSE = THIS_PATIENT - {"abstract"}


def passages(asked: Asked, within: Sequence[str]) -> Iterator[Passage]:
    """The passages of these parts, all where none is named; headings and marks, which repeat words, are left out.

    Where the course of the patient is told under one heading, every part of it is looked for there.
    """
    wanted = set(within)
    if wanted & (_COURSE | {"patient-information"}):
        wanted.add("case-presentation")
    for passage in asked.printed.passages:
        if passage.sort in {Sort.HEADING, Sort.MARKED}:
            continue
        if not wanted or _WHOLE.get(passage.sort, passage.part) in wanted:
            yield passage


def prose(asked: Asked, within: Sequence[str]) -> Iterator[Passage]:
    """Only its paragraphs."""
    return (passage for passage in passages(asked, within) if passage.sort is Sort.PARAGRAPH)


def text_of(asked: Asked, within: Sequence[str]) -> str:
    return "\n".join(passage.text for passage in passages(asked, within))


def body(asked: Asked, besides: Sequence[str]) -> str:
    """All that is printed elsewhere than in these parts; the abstract only repeats."""
    left_out = {*besides, "abstract"}
    kept = (p for p in passages(asked, ()) if _WHOLE.get(p.sort, p.part) not in left_out and p.sort is not Sort.TITLE)
    return "\n".join(passage.text for passage in kept)


def told_of(asked: Asked, names: Sequence[str], phrases: dict[str, tuple[str, ...]]) -> bool:
    """Whether a sentence of the patient's course names one of these and has one of the phrases."""
    pattern = pattern_of(phrases, asked.printed.language)
    known = [name.casefold() for name in names if name]
    if pattern is None or not known:
        return False
    for passage in passages(asked, tuple(_COURSE)):
        for sentence in sentences(passage.text) if passage.sort is Sort.PARAGRAPH else (passage.text,):
            if pattern.search(sentence) and any(name in sentence.casefold() for name in known):
                return True
    return False


def first_place(asked: Asked, within: Sequence[str]) -> Location:
    """Where the first of these parts begins; the title where none is there."""
    found = next((passage.origin for passage in passages(asked, within)), None)
    return found or asked.case.narrative.title_at
