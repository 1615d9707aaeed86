"""A value as many people write it → the form that its field wants; '' where it could be anything else.

Each gives a form only where no choice is left: `04/07/2025` is a day in July for one reader and in April for another.
"""

from __future__ import annotations

import re
from datetime import date as calendar

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/|orcid(?: id)?:? ?)?(\d{4})[- ]?(\d{4})[- ]?(\d{4})[- ]?(\d{3}[\dX])/?",
    re.I,
)
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:? ?)(10\.\d{4,9}/\S+)", re.I)
_PMID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid:? ?)(\d{1,9})/?", re.I
)
_PMCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?(?:pmc\.ncbi\.nlm\.nih\.gov/articles|ncbi\.nlm\.nih\.gov/pmc/articles)/|pmcid:? ?)?"
    r"PMC ?(\d{1,9})/?",
    re.I,
)
_EMAIL = re.compile(r"(?:mailto:)?<?([^@\s<>]+@[^@\s<>]+)>?", re.I)
_DATE = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?"),
    re.compile(rf"(?:(?P<day>\d{{1,2}}) )?(?P<name>{_MONTH}) (?P<year>\d{{4}})", re.I),
    re.compile(rf"(?P<name>{_MONTH}) (?:(?P<day>\d{{1,2}}), )?(?P<year>\d{{4}})", re.I),
)
_AGE = re.compile(r"(\d{1,3})[- ]?(?:years?|yrs?|y)(?:[- ]?(?:old|o))?", re.I)


def orcid(text: str) -> str:
    """`orcid.org/0000-0002-1825-0097`, or without hyphens → 0000-0002-1825-0097."""
    match = _ORCID.fullmatch(text)
    return "-".join(match.groups()).upper() if match else ""


def doi(text: str) -> str:
    """`https://doi.org/10.5555/12345`, `doi:10.5555/12345` → 10.5555/12345."""
    match = _DOI.fullmatch(text)
    return match[1] if match and not re.search(r"[?#%]", match[1]) else ""


def pmid(text: str) -> str:
    """`PMID: 40755700`, or its address in PubMed → 40755700."""
    match = _PMID.fullmatch(text)
    return match[1] if match else ""


def pmcid(text: str) -> str:
    """`pmc12318370`, or its address in PubMed Central → PMC12318370."""
    match = _PMCID.fullmatch(text)
    return f"PMC{match[1]}" if match else ""


def email(text: str) -> str:
    """`mailto:ada@example.org`, `<ada@example.org>` → ada@example.org."""
    match = _EMAIL.fullmatch(text)
    return match[1] if match else ""


def date(text: str) -> str:
    """`2025/7/4`, `4 July 2025`, `July 4, 2025` → 2025-07-04; of `04/07/2025` nobody knows the month."""
    match = next((found for pattern in _DATE if (found := pattern.fullmatch(text))), None)
    if not match:
        return ""
    given = match.groupdict()
    month = _MONTHS.index(given["name"][:3].lower()) + 1 if given.get("name") else int(given["month"])
    day = f"-{int(given['day']):02}" if given["day"] else ""
    try:
        calendar.fromisoformat(f"{given['year']}-{month:02}{day or '-01'}")
    except ValueError:
        return ""  # in no calendar
    return f"{given['year']}-{month:02}{day}"


def language(text: str) -> str:
    """`EN`, `pt_br` → en, pt-BR."""
    first, *rest = text.replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def age(text: str) -> str:
    """`34y`, `34-year-old` → 34 years."""
    match = _AGE.fullmatch(text)
    return f"{int(match[1])} year{'' if int(match[1]) == 1 else 's'}" if match else ""
