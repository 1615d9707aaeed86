"""Two references in; whether they are one work, and which fields differ, out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from pipeline.library import Item
from pipeline.reading import normal_values

Csl = Mapping[str, object]

_MARKUP = re.compile(r"</?(?:i|b|sup|sub|span)\b[^<>]*>")
# Prefixes of arXiv, Research Square, Preprints.org, SSRN, OSF and PsyArXiv, ChemRxiv, Authorea, Qeios and TechRxiv.
_PREPRINT_DOI = re.compile(
    r"10\.(?:48550|21203|20944|2139|31219|31234|26434|22541|32388|36227|64898)/"
    # Cold Spring Harbor Laboratory gives bioRxiv and medRxiv numbers, and its journals words.
    r"|10\.1101/\d"
)
_TELLING_TITLE = 20
"""Letters; `Reply` or `Introduction` alone do not tell one work from another."""
_PARTS = {"chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia"}


def year_of(csl: Csl) -> int | None:
    """The year of publication, None where none is known."""
    issued = csl.get("issued")
    match issued.get("date-parts") if isinstance(issued, dict) else None:
        case [[int(year), *_], *_]:
            return year
    return None


def is_preprint(csl: Csl) -> bool:
    """By its type (CSL calls a preprint `article`), its genre, or the prefix of its DOI."""
    said = csl["type"] == "article" or "preprint" in str(csl.get("genre", "")).lower()
    return said or bool(_PREPRINT_DOI.match(identifier(csl, "DOI")))


def identifier(csl: Csl, kind: str) -> str:
    """DOI, PMID or PMCID in a form that can be compared; '' where there is none."""
    spelling = {"DOI": normal_values.doi, "PMID": normal_values.pmid, "PMCID": normal_values.pmcid}[kind]
    return spelling(str(csl.get(kind) or "")).lower()


def sign_of_one_work(one: Csl, other: Csl) -> str:
    """What shows that two references are one work: `DOI`, `PMID`, `title and year`; '' where they are two.

    A preprint and the article it became are two works, and so are an editorial that several journals print under
    DOIs of their own, and parts of a book that carry the DOI of the book.
    """
    same_title = bool(folded_title(one)) and folded_title(one) == folded_title(other)
    for kind in ("DOI", "PMID", "PMCID"):
        if identifier(one, kind) and identifier(one, kind) == identifier(other, kind):
            parts = {str(one["type"]), str(other["type"])} <= _PARTS
            return "" if parts and not same_title else kind
    if year_of(one) is None or year_of(one) != year_of(other) or is_preprint(one) != is_preprint(other):
        return ""
    return "title and year" if same_title and _may_be_one(one, other) else ""


def is_published_version(preprint: Csl, published: Csl) -> bool:
    """Whether one is a preprint and the other what became of it: same title, an author in common."""
    if not is_preprint(preprint) or is_preprint(published):
        return False
    title = folded_title(preprint)
    if len(title) < _TELLING_TITLE or title != folded_title(published):
        return False
    return bool(_families(preprint) & _families(published))


class Works:
    """References by what tells one work from another, so that a large library is compared in one pass."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._by_sign: dict[tuple[str, str], list[Item]] = {}
        for item in items:
            self.add(item)

    def add(self, item: Item) -> None:
        for sign in _signs(item.csl):
            self._by_sign.setdefault(sign, []).append(item)

    def same(self, csl: Csl) -> tuple[Item, str] | None:
        """The first reference that is this work, and what shows it."""
        found = ((item, sign_of_one_work(item.csl, csl)) for item in self._near(csl))
        return next(((item, sign) for item, sign in found if sign), None)

    def published(self, csl: Csl) -> Item | None:
        """The published version of a preprint."""
        return next((item for item in self._near(csl) if is_published_version(csl, item.csl)), None)

    def _near(self, csl: Csl) -> Iterator[Item]:
        for sign in _signs(csl):
            yield from self._by_sign.get(sign, ())


def differences(one: Csl, other: Csl) -> list[tuple[str, str, str]]:
    """Variable, here, there: every variable in which two references differ, as text; `—` where one has none."""
    names = sorted({*one, *other}, key=lambda name: (name != "type", name.lower()))
    return [(name, shown(one.get(name)), shown(other.get(name))) for name in names if one.get(name) != other.get(name)]


def shown(value: object) -> str:
    """A variable's value in words: names in full, a date as 2010-06-01; `—` for none."""
    match value:
        case None | "" | []:
            return "—"
        case list():
            return "; ".join(_in_full(person) for person in value if isinstance(person, dict))
        case {"date-parts": list(dates)}:
            return "/".join("-".join(f"{part:02}" for part in date) for date in dates)
        case {"literal": literal}:
            return str(literal)
        case _:
            return str(value)


def short_citation(csl: Csl) -> str:
    """`Haidar R, Mhaidli H, et al. Paraspinal … Eur Spine J 2010`, to know a reference again in a list."""
    people = csl.get("author") or csl.get("editor") or []
    names = [_name(person) for person in people if isinstance(person, dict)] if isinstance(people, list) else []
    year = year_of(csl)
    of = [str(csl.get(name)) for name in ("container-title", "publisher") if csl.get(name)][:1]
    parts = [
        ", ".join([*names[:2], *(["et al"] if len(names) > 2 else [])]),
        _MARKUP.sub("", str(csl.get("title") or "no title")),
        " ".join([*of, *([str(year)] if year is not None else [])]),
    ]
    return ". ".join(part.rstrip(".") for part in parts if part)


def folded_title(csl: Csl) -> str:
    """The letters and digits of a title, small and without accents; Greek letters by their names: `β` is `beta`."""
    text = unicodedata.normalize("NFKD", _MARKUP.sub("", str(csl.get("title") or "")).casefold())
    return "".join(_greek(letter) if "α" <= letter <= "ω" else letter for letter in text if letter.isalnum())


def _greek(letter: str) -> str:
    return unicodedata.name(letter).rpartition(" ")[2].lower()


def _signs(csl: Csl) -> list[tuple[str, str]]:
    signs = [(kind, identifier(csl, kind)) for kind in ("DOI", "PMID", "PMCID")]
    return [sign for sign in [*signs, ("title", folded_title(csl))] if sign[1]]


def _may_be_one(one: Csl, other: Csl) -> bool:
    """Whether nothing speaks against it that two references of one title and year are one work."""
    for kind in ("DOI", "PMID"):
        if identifier(one, kind) and identifier(other, kind):
            return False
    if _families(one) and _families(other) and not _families(one) & _families(other):
        return False
    if len(folded_title(one)) >= _TELLING_TITLE:
        return True
    return _first_page(one) == _first_page(other)


def _families(csl: Csl) -> set[str]:
    """Words of the authors' family names, small and without accents."""
    people = csl.get("author") or csl.get("editor") or []
    names = [str(p.get("family") or p.get("literal") or "") for p in people] if isinstance(people, list) else []
    folded = unicodedata.normalize("NFKD", " ".join(names).casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return {word for word in re.findall(r"[^\W\d_]+", plain) if len(word) > 1}


def _first_page(csl: Csl) -> str:
    return str(csl.get("page") or csl.get("number") or "").partition("-")[0]


def _in_full(person: Mapping[str, object]) -> str:
    """`de la Cruz, María, Jr`"""
    parts = ("dropping-particle", "non-dropping-particle", "family", "literal")
    family = " ".join(str(person[part]) for part in parts if person.get(part))
    return ", ".join(str(part) for part in (family, person.get("given"), person.get("suffix")) if part)


def _name(person: Mapping[str, object]) -> str:
    if person.get("literal"):
        return str(person["literal"])
    particle = person.get("non-dropping-particle") or person.get("dropping-particle")
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", str(person.get("given") or "")))
    return " ".join(str(part) for part in (particle, person.get("family"), initials, person.get("suffix")) if part)
