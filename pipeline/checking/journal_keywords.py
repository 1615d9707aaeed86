"""How many keywords a journal takes, and whether one of them has to say what kind of article it is."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checking.journal_asked import TYPE_OF_ARTICLE, Asked, counted
from pipeline.findings import Finding, Severity, rule
from pipeline.journals.value import known

KEYWORDS = rule(
    "journal-keywords",
    Severity.WARNING,
    "A submission system takes no more and no fewer keywords than the journal allows.",
    fix="Add keywords, or leave out those that a reader would search for least.",
    example="# templates/journals/mine.yaml\nkeywords: {min: 3, max: 6}\n",
)
KEYWORDS_TYPE = rule(
    "journal-keywords-type",
    Severity.WARNING,
    "The journal wants case reports to be found as such.",
    fix="Add the keyword “case report”.",
    example="keywords: [hepatitis, lamotrigine]\n",
)


def check(asked: Asked) -> Iterator[Finding]:
    rules, keywords = asked.journal.profile.keywords, asked.manuscript.keywords
    where = asked.case.sources.key("keywords")
    if asked.case.sources.was_dropped("keywords"):
        return
    most, least = known(rules.max), known(rules.min)
    if rules.max and most is not None and len(keywords) > most:
        message = f"there are {len(keywords)} keywords; {asked.limits_to(rules.max)}"
        yield asked.finding(KEYWORDS, where, rules.max, message)
    if rules.min and least is not None and len(keywords) < least:
        is_are = "is" if len(keywords) == 1 else "are"
        message = f"there {is_are} {counted(len(keywords), 'keyword')}; {asked.name} wants at least {least}"
        yield asked.finding(KEYWORDS, where, rules.min, message)
    wanted = rules.must_contain_type
    if keywords and wanted and known(wanted) and not any(TYPE_OF_ARTICLE.search(word) for word in keywords):
        message = f"no keyword says that this is a case report; {asked.name} wants one that does"
        yield asked.finding(KEYWORDS_TYPE, where, wanted, message, "add: case report")
