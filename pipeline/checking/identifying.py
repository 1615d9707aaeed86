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

_LATIN = [chr(number) for number in range(ord("A"), 0x250)]
_UPPER, _LOWER = "".join(filter(str.isupper, _LATIN)), "".join(filter(str.islower, _LATIN))
_NAME = rf"[{_UPPER}](?=[\w’'-]*[{_LOWER}])[\w’'-]++"
"""A word as names are written, of more than one letter; matched in one way only, else a row of them takes for ever."""

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
_ONE_PERSON = r"(?:woman|man|girl|boy|female|male|lady|gentleman|mujer|hombre|varón|niñ[ao])"
_RELATIVES = (
    r"\b(?:sisters?|brothers?|mother|father|husband|wife|partner|sons?|daughters?|cousin|aunt|uncle|twin|donor|grand\w+|"
    r"hermanas?|hermanos?|madre|padre|marido|esposa|hij[ao]s?|prim[ao]|donante)\b"
)
_RELATIVE = re.compile(rf"[\s-]+(?:\w+\s+)?{_RELATIVES}", re.IGNORECASE)
_OF_RELATIVE = re.compile(rf"{_RELATIVES}[^.;,]*$", re.IGNORECASE)
_GAP = r"[\s\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}-]+"
_AGE_HEAD = re.compile(r"(?:age|edad)\b", re.IGNORECASE)
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ONES += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_UNOS = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis".split()
_UNOS += "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco".split()
_UNOS += "veintiséis veintisiete veintiocho veintinueve".split()
_DIEZ = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()


def ages_in(text: str, age: str) -> Iterator[Span]:
    """An exact age in words about a patient, such as `44-year-old` where the age is `44 years`."""
    number, unit = _parted(age)
    if not unit:
        return
    for match in _age(number, unit).finditer(text):
        is_of_relative = match[0].casefold().startswith(("age", "edad")) and _OF_RELATIVE.search(text, 0, match.start())
        if not (is_of_relative or _RELATIVE.match(text, match.end())):
            yield match.span()


def age_in_cell(text: str, heads: Collection[str], age: str) -> Iterator[Span]:
    """The same as the whole cell of a table in a row or column that is headed `Age`."""
    number, unit = _parted(age)
    if not unit or not any(map(_AGE_HEAD.match, heads)):
        return
    if match := re.fullmatch(rf"\s*{number}(?:\s*(?:{_UNITS[unit]}|{unit[0]}))?\s*", text, re.IGNORECASE):
        yield match.span()


def _parted(age: str) -> tuple[str, str]:
    """`44` and `year` of `44 years`; '' and '' of what is no exact age."""
    number, _, unit = age.partition(" ")
    known = number.isdigit() and unit.rstrip("s") in _UNITS
    return (number, unit.rstrip("s")) if known else ("", "")


@cache
def _age(number: str, unit: str) -> re.Pattern[str]:
    said, units = "|".join([number, *_spelled(int(number))]), _UNITS[unit]
    n = rf"(?<![\d.,])(?:{said})(?![.,]\d)"
    forms = [
        rf"{n}{_GAP}{units}{_GAP}old\b",
        rf"\b(?:aged?(?:\s+of)?|age\s+(?:is|was)|age:|edad(?:\s+de|:))\s+{n}\s+{units}\b",
        rf"{n}\s+{units}\s+(?:of\s+age|de\s+edad)\b",
        rf"\b{_PERSON}\s+(?:(?:\w+(?:[ao]|or)|adulto\s+joven|joven)\s+){{0,2}}(?:of|de)\s+{n}\s+{units}\b",
        rf"\b{_PERSON}\s*[,(]\s*{n}\s+{units}(?=\s*[,);.]|$)",
        rf"{n}\s+{units},\s+{_ONE_PERSON}\b",
    ]
    if unit == "year":
        forms += [
            rf"\bage(?:d|:)?\s+(?:of\s+)?{n}\b(?!\s*(?:-|–|to\b|{'|'.join(_UNITS.values())}))",
            rf"{n}\s?-?y/?\.?o\b",
            rf"\b{_ONE_PERSON},\s+{n}(?=\s*[,;.]|$)",
        ]
    return re.compile("|".join(forms), re.IGNORECASE)


def _spelled(number: int) -> Iterator[str]:
    """`forty-four` and `cuarenta y cuatro`, as patterns; nothing where an age is not spelled out."""
    tens, ones = divmod(number, 10)
    if number < len(_ONES):
        yield _ONES[number]
    elif number < 100:
        yield _TENS[tens - 2] + (rf"{_GAP}{_ONES[ones]}" if ones else "")
    if number < len(_UNOS):
        yield _UNOS[number].replace("uno", r"(?:ún|uno?)")
    elif number < 100:
        yield _DIEZ[tens - 3] + (rf"\s+y\s+{_UNOS[ones]}" if ones else "").replace("uno", "uno?")


# --- institutions -----------------------------------------------------------------------------------

_KIND = (
    r"(?:Hospitals?|(?:Medical|Health)\s+Cent(?:er|re)|Medical\s+School|Clinics?|Infirmary|Hospice|(?:Universitäts)?[Kk]linikum|"
    r"Universitäts(?:klinik|spital)|Krankenhaus|University|Universidad|Institute|Instituto|Clínica|Policl[ií]nico|Hôpital|"
    r"Ospedale|Sanatorio|Centro\s+(?:Médico|de\s+Salud))"
)
_INSTITUTION = re.compile(
    rf"(?:(?:{_NAME}|St\.)\s+(?:(?:of|and|de|&|the)\s+){{0,3}}){{0,8}}{_KIND}\b"
    rf"(?:\s+(?:of|für|for)\s+(?:the\s+)?{_NAME})?(?:\s+(?:(?:de|del|i|y)\s+(?:(?:la|las|los|el)\s+)?)?{_NAME})*"
)
_GENERIC = frozenset(
    """the a an our this that another one university universities district general tertiary regional community teaching
    children’s children's county city local national military veterans public private central state maternity women’s
    women's day mental psychiatric referral academic in at from to hospital hospitals medical center centre clinic
    clinics emergency outpatient outpatients pain memory fracture eye dental cancer heart infirmary hospice institute
    institutes clínica universidad universitario universitaria instituto hospitales el la los las un una nuestro nuestra
    course stay admission discharge records record episode frailty pharmacy information of and de del for after before
    during when while she he they on with by ethics committee board department division unit service ward research
    health care medicine surgery sciences technology school walk failure stroke liver kidney renal general salud médico
    integrated sleep transplant infusion vascular""".split()
)
"""Words that name no institution by themselves."""
_SPECIALTY = re.compile(r"(?:olog(?:y|ical|ía)|a?emias?|iatrics?|iatry|iatría|etes|therapy|gical|pedics?|natal|nity)$")
"""Ends of words that say what a clinic treats: `Rheumatology`, `Thalassaemia`, `Paediatric`."""
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
        if any(word not in _GENERIC | {"&", "für", ""} and not _SPECIALTY.search(word) for word in words):
            found.append((match.start() + _leading(match[0]), match.end()))
    yield from _apart(span for span in found if not _is_of_an_instrument(text, span))


def _leading(name: str) -> int:
    """Characters of the words before a name."""
    match = _LEADING.match(name)
    return match.end() if match else 0


# --- places -----------------------------------------------------------------------------------------

_LIVES = re.compile(
    r"\b(?i:(?:born|lives?|lived|living|resid(?:es?|ed|ing)|resident|grew\s+up|raised|emigrated|immigrated|native|works?|"
    rf"worked|working)\s+(?:with\s+(?:\w+\s+){{1,3}})?(?:in|from|of|near)|(?:{_PERSON}|refugee|migrant|immigrant)\s+from|"
    r"(?:nacid[oa]|vive|reside|residente)\s+en|"
    r"(?:natural|procedente|originari[oa])\s+de)\s+"
    r"(?:(?:rural|urban|northern|southern|eastern|western|central|north|south|east|west|the|city|town|village|state|"
    r"province|region|island|of)\s+)*"
    rf"(?P<place>(?:St\.\s+)?{_NAME}(?:\s+{_NAME})*)"
)
_NO_PLACE = re.compile(
    r"(?:Group|Cohort|Family|Case|Figure|Table|Ward|Study|Day|Week|Month|Room|Section|January|February|March|April|May|June|"
    r"July|August|September|October|November|December|Internal|Intensive|Emergency|Human|Nursing|Construction|Medicine|"
    r"Surgery|Radiology|Pa?ediatrics|Neurology|Oncology|Dermatology)\b"
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
    names |= {"Sep"} if "Sept" in names else set()
    month = rf"(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})(?:\.(?=\s*\d))?(?![^\W\d_])"
    day = r"(?<![\d.,/])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
    return re.compile(
        rf"{_FIGURES}|(?<![\w.,/-])\d\d?[-/.\s]?(?i:{month})[-/.\s]?{_YEAR}(?!\d)|{day}\s+(?:of\s+|de\s+)?{month}(?:,?\s+(?:de\s+|del\s+)?{_YEAR})?"
        rf"|(?<!\w){month}\s+(?:of\s+|de\s+|del\s+)?(?:{day}(?:,\s*|\s+))?{_YEAR}(?!\d)"
        rf"|(?:(?<=[Oo]n )|(?<=from )|(?<=until )|(?<=by )|(?<=since )){month}\s+{day}(?!\w)"
    )


# --- ancestry ---------------------------------------------------------------------------------------

_DEMONYMS = (
    "Afghan|Algerian|Armenian|Bangladeshi|Bosnian|Brazilian|British|Bulgarian|Chinese|Colombian|Congolese|Cuban|Cypriot|"
    "Dutch|Ecuadorian|Egyptian|Eritrean|Ethiopian|Filipin[oa]|French|German|Ghanaian|Greek|Haitian|Hungarian|Indian|"
    "Indonesian|Iranian|Iraqi|Irish|Israeli|Italian|Japanese|Jordanian|Kenyan|Korean|Kurdish|Lebanese|Libyan|Malay|"
    "Malaysian|Mediterranean|Mexican|Moroccan|Nepalese|Nepali|Nigerian|Norwegian|Omani|Pakistani|Palestinian|Persian|"
    "Peruvian|Polish|Polynesian|Portuguese|Punjabi|Romanian|Russian|Saudi|Senegalese|Serbian|Somali|Spanish|Sudanese|"
    "Swedish|Syrian|Taiwanese|Tamil|Thai|Tunisian|Turkish|Ukrainian|Venezuelan|Vietnamese|Yemeni"
)
_ANCESTRY = re.compile(
    r"\b(?:Caucasian|Hispanic|Latin[oa]|(?:African|Asian|Native|Mexican)[\s-]American|Afro-\w+|African|Asian|South\s+Asian|"
    r"East\s+Asian|Arab|(?:Ashkenazi\s+|Sephardic\s+)?Jewish|Roma|"
    rf"{_DEMONYMS}|(?:[Ww]hite|[Bb]lack)(?=\s+(?:wom|m[ae]n|girl|boy|patient|female|male)))"
    rf"\s+(?:ethnicity|ancestry|origin|descent|(?:[\w-]+\s+)?{_PERSON.replace('[ae]', 'a')}\b)"
    rf"|\b(?i:{_PERSON})\s+(?:(?:asiátic|caucásic|african|afroamerican|hispan|gitan|mestiz)[oa]|árabe|indígena|judí[oa])\b"
    r"|\b(?:de\s+)?(?:raza|etnia)\s+[^\W\d_]{4,}"
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
