"""Words of the abstract and of the text, held against a journal's limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.checking.journal_asked import Asked
from pipeline.checking.journal_counting import counts_of, word_counts
from pipeline.findings import Finding, Severity, rule
from pipeline.journals import Journal
from pipeline.journals.profile import Counted
from pipeline.journals.value import SURENESS, Value, known
from pipeline.manuscript import Manuscript
from pipeline.reading.inline_nodes import plain_text

ABSTRACT_WORDS = rule(
    "journal-abstract-words",
    Severity.WARNING,
    "A submission system refuses an abstract that is too long, or cuts it.",
    fix="Shorten the abstract.",
    example="# templates/journals/mine.yaml\nabstract: {max_words: 150}\n",
)
TEXT_WORDS = rule(
    "journal-text-words",
    Severity.WARNING,
    "An editor returns a report that is too long, unread.",
    fix="Shorten the text, or choose a journal that allows more.",
    example="# templates/journals/mine.yaml\ntext: {max_words: 1000}\n",
)
USUAL: tuple[Counted, ...] = ("text",)
"""What counts where nothing is known."""
_LONGEST = 3


@dataclass(frozen=True, slots=True)
class Count:
    """How long a part is, for showing how much room is left."""

    part: str
    """`abstract` or `text`."""
    words: int
    limit: int | None
    """None where there is none, or none is known."""
    sure: str
    """How sure the limit is, in words."""


def words_of(manuscript: Manuscript, journal: Journal) -> tuple[Count, ...]:
    """The lengths that journals limit, and the limits of this one."""
    profile, counts = journal.profile, word_counts(manuscript)
    limits = (
        ("abstract", counts["abstract"], profile.abstract.max_words),
        ("text", _text_words(counts, journal), profile.text.max_words),
    )
    return tuple(
        Count(part, words, known(limit), SURENESS[limit.sure if limit else "none"]) for part, words, limit in limits
    )


def check(asked: Asked) -> Iterator[Finding]:
    profile = asked.journal.profile
    counts = word_counts(asked.manuscript)
    abstract, limit = asked.manuscript.abstract, profile.abstract.max_words
    if limit and abstract and known(limit) is not None and counts["abstract"] > (known(limit) or 0):
        yield asked.finding(ABSTRACT_WORDS, abstract.origin, limit, _told("abstract", counts["abstract"], limit, asked))
    limit, words = profile.text.max_words, _text_words(counts, asked.journal)
    if limit and known(limit) is not None and words > (known(limit) or 0):
        message = _told("text", words, limit, asked)
        yield asked.finding(TEXT_WORDS, asked.narrative, limit, message, _hint(counts, asked))


def _text_words(counts: Mapping[Counted, int], journal: Journal) -> int:
    return sum(counts[where] for where in _taken(journal))


def _taken(journal: Journal) -> tuple[Counted, ...]:
    return known(journal.profile.text.counted) or USUAL


def _told(part: str, words: int, limit: Value[int], asked: Asked) -> str:
    return f"the {part} has {words:,} words; {asked.limits_to(limit, 'allows')}"


def _hint(counts: Mapping[Counted, int], asked: Asked) -> str:
    """What was counted, and where most of it stands."""
    left = [where for where in counts if counts[where] and where not in _taken(asked.journal)]
    unsure = "" if known(asked.journal.profile.text.counted) else "; what the journal counts is not known"
    sections = asked.manuscript.sections
    lengths = [(_text_words(counts_of(section), asked.journal), plain_text(section.title)) for section in sections]
    longest = ", ".join(f"{heading} {words:,}" for words, heading in sorted(lengths, reverse=True)[:_LONGEST])
    return f"not counted: {', '.join(left)}{unsure}; longest: {longest}"
