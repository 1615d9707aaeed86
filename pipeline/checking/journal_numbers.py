"""How many references, figures, authors and learning points a journal takes."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checking.journal_asked import Asked, counted
from pipeline.findings import Finding, Location, Rule, Severity, rule
from pipeline.journals.value import Value, known
from pipeline.manuscript import BulletList, Figure, NumberedList, Section
from pipeline.resolving.walk import every_block

REFERENCES = rule(
    "journal-references",
    Severity.WARNING,
    "A journal with a limit of references sends a report with more of them back.",
    fix="Cite only what the report cannot do without.",
    example="# templates/journals/mine.yaml\nreferences: {max: 10}\n",
)
FIGURES = rule(
    "journal-figures",
    Severity.WARNING,
    "A journal with a limit of figures sends a report with more of them back.",
    fix="Join pictures as panels of one figure, or leave one out.",
    example="# templates/journals/mine.yaml\nfigures: {max: 2}\n",
)
AUTHORS = rule(
    "journal-authors",
    Severity.WARNING,
    "A journal with a limit of authors asks why there are more.",
    fix="Thank those who are no authors by the rules of ICMJE in the acknowledgements.",
    example="# templates/journals/mine.yaml\nauthors: {max: 4}\n",
)
LEARNING_POINTS = rule(
    "journal-learning-points",
    Severity.WARNING,
    "The journal prints what a reader should take away, in a box of so many points.",
    fix="Write them under `learning_points:` in case.yaml.",
    example="# templates/journals/mine.yaml\nlearning_points: {min: 3, max: 5}\n",
)


def check(asked: Asked) -> Iterator[Finding]:
    profile, manuscript = asked.journal.profile, asked.manuscript
    figures = [block for block in every_block(manuscript.sections) if isinstance(block, Figure)]
    limits: tuple[tuple[Rule, Value[int] | None, int, str, Location], ...] = (
        (REFERENCES, profile.references.max, len(manuscript.references), "reference", asked.narrative),
        (FIGURES, profile.figures.max, len(figures), "figure", asked.narrative),
        (AUTHORS, profile.authors.max, len(manuscript.authors), "author", asked.case.sources.key("authors")),
    )
    for of, value, number, what, where in limits:
        most = known(value)
        if value and most is not None and number > most:
            message = f"there are {counted(number, what)}; {asked.limits_to(value)}"
            yield asked.finding(of, where, value, message)
    yield from _learning_points(asked)


def _learning_points(asked: Asked) -> Iterator[Finding]:
    rules = asked.journal.profile.learning_points
    least, most = known(rules.min), known(rules.max)
    box = [block for block in every_block(asked.manuscript.sections) if isinstance(block, Section)]
    box = [section for section in box if section.part == "learning-points"]
    lists = [b for section in box for b in section.blocks if isinstance(b, BulletList | NumberedList)]
    number = sum(len(block.items) for block in lists)
    where = box[0].origin if box else asked.narrative
    has = f"there {'is' if number == 1 else 'are'} {counted(number, 'learning point')}"
    if rules.min and least is not None and number < least and (lists or not box):
        yield asked.finding(LEARNING_POINTS, where, rules.min, f"{has}; {asked.name} wants at least {least}")
    elif rules.max and most is not None and number > most:
        yield asked.finding(LEARNING_POINTS, where, rules.max, f"{has}; {asked.limits_to(rules.max)}")
