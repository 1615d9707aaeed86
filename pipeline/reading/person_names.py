"""One name as RIS, PubMed and EndNote write it (`van Acker, Bert, Jr.`) → a CSL name, and a doubt about it."""

from __future__ import annotations

import re

ORGANISATION = re.compile(
    r"\b(organi[sz]ation|committee|group|society|collaborat(ion|ive|ors)|consortium|institut(e|es|o|ion)|"
    r"association|ministry|centers?|centres?|university|department|network|investigators|college|academy|agency|"
    r"foundation|federation|council|hospital|company|inc|ltd|trust|bureau|office|commission|initiative|panel|"
    r"task force|force|united nations|world)\b",
    re.I,
)
_WITH_INITIALS = re.compile(r"(\S.*?)\s+((?:[^\W\d_]\.[ -]?){1,4}|[A-Z]{1,3})(?:\s+(Jr|Sr|2nd|3rd|I{2,3}|IV)\.?)?")
_ET_AL = re.compile(r"(?:et\.? al|and others|others)\.?", re.I)


def family_first(name: str) -> tuple[dict[str, str], str]:
    """A CSL name, {} where there is none, and what is doubtful about it for the author, '' where nothing is.

    `Family, Given`, `Family, Given, Suffix`, or with initials and no comma `Family GJ`. Otherwise no comma, or one at
    the end, as EndNote has it, marks an organisation or a single name, which is printed as it stands. Small words
    before the family name are its particle, as in BibTeX. "et al." becomes the literal `others`.
    """
    name = " ".join(name.split()).strip(" ;")
    if not name.strip(", "):
        return {}, ""
    if _ET_AL.fullmatch(name):
        return {"literal": "others"}, ""
    family, *rest = [part.strip() for part in name.split(",")]
    if not rest and not ORGANISATION.search(family) and (match := _WITH_INITIALS.fullmatch(family)):
        family, rest = match[1], [match[2], match[3] or ""]
    if not any(rest):
        return {"literal": family}, _doubt_about_literal(family, has_comma=bool(rest))
    if not family or not rest[0] or (" " in family and ORGANISATION.search(family)):
        # EndNote doubles the first comma of an organisation that has one in its name.
        return {"literal": name.replace(",,", ",").strip(", ")}, ""
    if len(rest) > 2:
        return {"literal": name}, f"the names in “{name[:80]}” cannot be told apart; give each a line of its own"
    particle, family = _particle(family)
    parts = {
        "non-dropping-particle": particle,
        "family": family,
        "given": rest[0],
        "suffix": rest[1] if len(rest) > 1 else "",
    }
    return {part: text for part, text in parts.items() if text}, ""


def as_organisation(name: str) -> str:
    """A name written so that `family_first` takes it for that of an organisation, commas or not."""
    return name.replace(",", ",,", 1) if "," in name else f"{name},"


def _doubt_about_literal(name: str, *, has_comma: bool) -> str:
    if has_comma or " " not in name or ORGANISATION.search(name):
        return ""
    advice = "write a person as “Family, Given”, and a comma after the name of an organisation"
    return f"“{name[:80]}” is printed as it stands, like an organisation; {advice}"


def _particle(family: str) -> tuple[str, str]:
    """`van den Berg` → `van den`, `Berg`; at least one word stays the family name."""
    words = family.split()
    small = 0
    while small < len(words) - 1 and words[small][0].islower():
        small += 1
    return " ".join(words[:small]), " ".join(words[small:])
