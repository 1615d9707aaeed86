"""Where a passage stands, in words."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.guidelines.printed import Passage, Sort


def place_in_words(passage: Passage, words: Mapping[str, str]) -> str:
    """`Discussion, paragraph 2`, `Table 1`, `Title`."""
    if passage.sort in {Sort.TITLE, Sort.KEYWORDS}:
        return words[f"place_{passage.sort}"]
    heading = passage.heading or words["place_text"]
    return words["place_paragraph"].format(heading=heading, n=passage.number) if passage.number else heading
