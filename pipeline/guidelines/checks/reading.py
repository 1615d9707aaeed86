"""What a reader sees in some parts of a case, for checks that look at words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.findings import Location
from pipeline.guidelines.asking import Asked
from pipeline.guidelines.checks.given import place
from pipeline.guidelines.guideline import Check
from pipeline.guidelines.looking import CASE_PARTS
from pipeline.guidelines.looking import passages as passages_in
from pipeline.guidelines.phrases import pattern_of, sentences
from pipeline.guidelines.printed import Passage, Sort
from pipeline.guidelines.saying import says


def passages(asked: Asked, within: Sequence[str]) -> Iterator[Passage]:
    """The passages of these parts; of all but the abstract, which repeats them, where none is named."""
    return passages_in(asked.printed, within)


def prose(asked: Asked, within: Sequence[str]) -> Iterator[Passage]:
    """Only its paragraphs."""
    return (passage for passage in passages(asked, within) if passage.sort is Sort.PARAGRAPH)


def text_of(asked: Asked, within: Sequence[str]) -> str:
    return "\n".join(passage.text for passage in passages(asked, within))


def said(asked: Asked, check: Check) -> bool:
    """Whether the parts `within` say one of the check's phrases, and not only that it is not known."""
    found = passages(asked, check.within)
    texts = (one.uncited if check.own and one.cites else one.text for one in found)
    return says(asked, texts, check.phrases, check.unless)


def body(asked: Asked, besides: Sequence[str]) -> str:
    """All of the text that stands elsewhere than in these parts and the abstract."""
    return "\n".join(one.text for one in passages(asked, ()) if not any(one.stands_in(part) for part in besides))


def told_of(asked: Asked, names: Sequence[str], phrases: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a sentence of the patient's course names one of these and has one of the phrases."""
    pattern = pattern_of(phrases, asked.printed.language)
    known = [name.casefold() for name in names if name]
    if pattern is None or not known:
        return False
    for passage in passages(asked, tuple(CASE_PARTS)):
        # What is made from case.yaml says no more than its fields.
        if passage.fields and passage.sort is not Sort.PARAGRAPH:
            continue
        for sentence in sentences(passage.text) if passage.sort is Sort.PARAGRAPH else (passage.text,):
            if pattern.search(sentence) and any(name in sentence.casefold() for name in known):
                return True
    return False


def place_to_say(asked: Asked, path: str, within: Sequence[str]) -> Location:
    """The field in case.yaml, or, where nothing of the kind is written there, the part of the text that may say it."""
    written = asked.case.sources.values
    in_text = next((passage.origin for passage in passages(asked, within)), None) if within else None
    return in_text if in_text and (path.split(".")[0],) not in written else place(asked.case, path)


def first_place(asked: Asked, within: Sequence[str]) -> Location:
    """Where the first of these parts begins; the title where none is there."""
    if tuple(within) == ("keywords",):
        return place(asked.case, "keywords")
    found = next((passage.origin for passage in passages(asked, within)), None)
    return found or asked.case.narrative.title_at
