"""A text → the spans in it that can tell who a patient is: exact ages, institutions, places, calendar dates, ancestry.

Precision before completeness: a name that is part of a scale, a score or a study, a date of a publication, and
another person's age are no hits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from pipeline.language import month_names

Span = tuple[int, int]
"""Start and end of characters."""

_NAME = r"[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ][\w’'-]*"
"""A word as names are written, of more than one letter."""

# --- what a hit must not be part of ------------------------------------------------------------------

_INSTRUMENT = re.compile(
    rf"(?:[’']s)?(?:[\s-]+(?:{_NAME}|[A-Z]{{1,5}}|and|of|for|the|de|la|y|\d{{4}}))*[\s-]+(?i:scales?|scores?|index|inventory|"
    r"questionnaire|criteria|classification|tests?|stud(?:y|ies)|trial|protocol|registry|cohort|solution|staging|"
    r"grading|system|method|regimen|virus|guidelines?|consensus|assessment|instrument|checklist|model|algorithm|"
    r"nomogram|calculator|fever|disease|syndrome|agreement|declaration|manifesto|escala|índice|cuestionario|criterios|"
    r"clasificación|estudio|ensayo|registro|protocolo|enfermedad|síndrome)\b"
)
_BEFORE_INSTRUMENT = re.compile(
    r"\b(?:scale|score|criteria|classification|stud(?:y|ies)|trial|escala|criterios|clasificación|estudio)\s+(?:of|de)\s+"
    r"(?:the\s+|la\s+)?$",
    re.IGNORECASE,
)


def _is_of_an_instrument(text: str, span: Span) -> bool:
    before, inside = text[: span[0]], text[span[0] : span[1]]
    last = f" {inside.split()[-1]}"
    return bool(_INSTRUMENT.match(text, span[1]) or _INSTRUMENT.fullmatch(last) or _BEFORE_INSTRUMENT.search(before))


# --- ages -------------------------------------------------------------------------------------------

_UNITS = {
    "year": r"(?:years?|yrs?|años?)",
    "month": r"(?:months?|mese?s?)",
    "week": r"(?:weeks?|semanas?)",
    "day": r"(?:days?|días?)",
    "hour": r"(?:hours?|horas?)",
}
_PERSON = (
    r"(?:wom[ae]n|m[ae]n|girl|boy|patient|person|child|infant|neonate|newborn|female|male|lady|gentleman|adolescent|"
    r"mujer|hombre|varón|niñ[ao]|paciente|lactante|adolescente)"
)
_RELATIVE = re.compile(
    r"[\s-]+(?:\w+\s+)?(?:sisters?|brothers?|mother|father|husband|wife|partner|sons?|daughters?|cousin|aunt|uncle|twin|"
    r"donor|grand\w+|hermanas?|hermanos?|madre|padre|marido|esposa|hij[ao]s?|prim[ao]|donante)\b",
    re.IGNORECASE,
)
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ONES += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def ages_in(text: str, age: str) -> Iterator[Span]:
    """An exact age in words about a patient, such as `44-year-old` where the age is `44 years`."""
    number, _, unit = age.partition(" ")
    if not number.isdigit() or unit.rstrip("s") not in _UNITS:
        return
    for match in _age(number, unit.rstrip("s")).finditer(text):
        if not _RELATIVE.match(text, match.end()):
            yield match.span()


@cache
def _age(number: str, unit: str) -> re.Pattern[str]:
    n, units = rf"(?<![\d.,])(?:{number}|{_spelled(int(number))})", _UNITS[unit]
    forms = [
        rf"{n}[\s-]+{units}[\s-]+old\b",
        rf"\baged\s+{n}\s+{units}\b",
        rf"{n}\s+{units}\s+(?:of\s+age|de\s+edad)\b",
        rf"\b{_PERSON}\s+(?:(?:femenin[ao]|masculin[ao]|adult[ao]?)\s+)?(?:of|de)\s+{n}\s+{units}\b",
    ]
    if unit == "year":
        forms += [rf"\baged?\s+(?:of\s+)?{n}\b(?!\s*(?:-|–|to\b|{'|'.join(_UNITS.values())}))", rf"{n}\s?-?y/?\.?o\b"]
    return re.compile("|".join(forms), re.IGNORECASE)


def _spelled(number: int) -> str:
    """`forty-four`; the figures where an age is not spelled out."""
    if number < len(_ONES):
        return _ONES[number]
    if number < 100:
        tens, ones = _TENS[number // 10 - 2], number % 10
        return rf"{tens}[\s-]{_ONES[ones]}" if ones else tens
    return str(number)


# --- institutions -----------------------------------------------------------------------------------

_KIND = (
    r"(?:Hospitals?|Medical\s+Cent(?:er|re)|Clinics?|Infirmary|Hospice|Klinikum|Krankenhaus|University|Universidad|Institute|"
    r"Instituto|Clínica|Policlínico)"
)
_INSTITUTION = re.compile(
    rf"(?:(?:{_NAME}|St\.)\s+(?:(?:of|and|de|&|the)\s+)*)*{_KIND}\b(?:\s+(?:of|de|del|de\s+la|für|for)\s+(?:the\s+)?{_NAME})?"
    rf"(?:\s+{_NAME})*"
)
_GENERIC = frozenset(
    """the a an our this that another one university universities district general tertiary regional community teaching
    children’s children's county city local national military veterans public private central state maternity women’s
    women's day mental psychiatric referral academic in at from to hospital hospitals medical center centre clinic
    clinics emergency outpatient outpatients pain memory fracture eye dental cancer heart infirmary hospice institute
    institutes clínica universidad universitario universitaria instituto hospitales el la los las un una nuestro nuestra
    course stay admission discharge records record episode frailty pharmacy information of and de del for after before
    during when while she he they on with by ethics committee board department division unit service ward research
    health care medicine surgery sciences technology""".split()
)
"""Words that name no institution by themselves."""
_LEADING = re.compile(r"(?:(?:In|At|To|From|By|The|Our|A|An|This|That|For|On|With|El|La|En|the|of|and)\s+)*")
"""Words before a name, with the capital of a sentence."""


def institutions_in(text: str, own: Collection[str]) -> Iterator[Span]:
    """Names of institutions: `own` ones however they are spelt, and others by the form of their names."""
    found: list[Span] = []
    for name in sorted(own, key=len, reverse=True):
        spaced = r"\s+".join(map(re.escape, name.split()))
        found += [match.span() for match in re.finditer(rf"(?<!\w){spaced}(?!\w)", text, re.IGNORECASE)]
    for match in _INSTITUTION.finditer(text):
        words = [word.strip("’'.,").casefold() for word in re.split(r"[\s-]+", match[0])]
        if any(word not in _GENERIC and word not in {"&", "für", ""} for word in words):
            found.append((match.start() + _leading(match[0]), match.end()))
    yield from _apart(span for span in found if not _is_of_an_instrument(text, span))


def _leading(name: str) -> int:
    """Characters of the words before a name."""
    match = _LEADING.match(name)
    return match.end() if match else 0


# --- places -----------------------------------------------------------------------------------------

_LIVES = re.compile(
    r"\b(?i:(?:born|lives?|lived|living|resid(?:es?|ed|ing)|resident|grew\s+up|raised|emigrated|immigrated|native|works?|"
    rf"worked|working)\s+(?:in|from|of|near)|{_PERSON}\s+from|(?:nacid[oa]|vive|reside|residente)\s+en|"
    r"(?:natural|procedente|originari[oa])\s+de)\s+"
    r"(?:(?:rural|urban|northern|southern|eastern|western|central|the|city|town|village|state|province|region|island|"
    r"of)\s+)*"
    rf"(?P<place>{_NAME}(?:\s+{_NAME})*)"
)
_NO_PLACE = re.compile(
    r"(?:Group|Cohort|Family|Case|Figure|Table|Ward|Study|Day|Week|Month|Room|Section|January|February|March|April|May|June|"
    r"July|August|September|October|November|December)\b"
)
_PERSON_OF_THE_NAME = re.compile(r"(?:Dr\.?|Prof\.?|Professor|Mr|Mrs|Ms)\s+$")


def places_in(text: str, own: Collection[str]) -> Iterator[Span]:
    """Towns and countries where a patient is said to live or come from, and the authors' `own` towns anywhere."""
    found: list[Span] = []
    for name in own:
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
            before, after = text[: match.start()], text[match.end() :]
            is_maker = before.count("(") > before.count(")") and re.search(r"[,;]\s*$", before)
            if not (is_maker or _PERSON_OF_THE_NAME.search(before) or after.lstrip().startswith("et al")):
                found.append(match.span())
    found += [match.span("place") for match in _LIVES.finditer(text) if not _NO_PLACE.match(match["place"])]
    yield from _apart(span for span in found if not _is_of_an_instrument(text, span))


# --- calendar dates ---------------------------------------------------------------------------------

_YEAR = r"(?:19|20)\d\d"
_FIGURES = (
    rf"(?<![\d./-])(?:{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    rf"|(?:0?[1-9]|[12]\d|3[01])(?P<sep>[./-])(?:0?[1-9]|[12]\d|3[01])(?P=sep){_YEAR})(?![\d/-]|\.\d)"
)
_LITERATURE = re.compile(
    r"\b(?:search\w*|PubMed|MEDLINE|Embase|database|publi(?:shed|cation|shing)|guidelines?|accessed|retrieved|approv\w+|"
    r"FDA|EMA|version|released|regist\w+|updated|WHO|literature|reported\s+by|búsqueda|publicad\w+|guía)\b",
    re.IGNORECASE,
)


def dates_in(text: str, language: str) -> Iterator[Span]:
    """Days and months of a calendar: `12 March 2024`, `on 12 March`, `March 2024`, `2024-03-12`; no year alone."""
    yield from _apart(match.span() for match in _dates(language).finditer(text))


def is_about_literature(sentence: str) -> bool:
    """Whether a sentence tells of publications, searches or approvals, whose dates and places are no patient's."""
    return bool(_LITERATURE.search(sentence))


@cache
def _dates(language: str) -> re.Pattern[str]:
    tags = dict.fromkeys(("en", language))
    names = {name.rstrip(".") for tag in tags for forms in month_names(tag) for group in forms for name in group}
    month = rf"(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})(?:\.(?=\s*\d))?(?![^\W\d_])"
    day = r"(?<![\d.,/])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
    return re.compile(
        rf"{_FIGURES}|{day}\s+(?:of\s+|de\s+)?{month}(?:,?\s+(?:de\s+|del\s+)?{_YEAR})?"
        rf"|(?<!\w){month}\s+(?:of\s+|de\s+|del\s+)?(?:{day}(?:,\s*|\s+))?{_YEAR}(?!\d)"
        rf"|(?:(?<=[Oo]n )|(?<=from )|(?<=until )|(?<=by )|(?<=since )){month}\s+{day}(?!\w)"
    )


# --- ancestry ---------------------------------------------------------------------------------------

_ANCESTRY = re.compile(
    r"\b(?:Caucasian|Hispanic|Latin[oa]|(?:African|Asian|Native|Mexican)[\s-]American|Afro-\w+|African|Asian|South\s+Asian|"
    r"East\s+Asian|Arab|Jewish|Roma|(?:[Ww]hite|[Bb]lack)(?=\s+(?:wom|m[ae]n|girl|boy|patient|female|male)))"
    rf"\s+(?:ethnicity|ancestry|origin|descent|(?:[\w-]+\s+)?{_PERSON}\b)"
)


def ancestry_in(text: str) -> Iterator[Span]:
    """`Caucasian woman`, `Asian descent`."""
    yield from _apart(match.span() for match in _ANCESTRY.finditer(text))


def _apart(spans: Iterator[Span]) -> Iterator[Span]:
    """Without those that begin inside another, the longest first."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    yield from kept
