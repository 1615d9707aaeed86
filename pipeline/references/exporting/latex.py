"""Text and names of an item → LaTeX as BibTeX files hold it, in Unicode; the inverse of `pipeline.reading.latex`."""

from __future__ import annotations

import re

from pipeline.references.exporting.parts import Person, given_name, with_particle
from pipeline.references.exporting.rich_text import rewritten

# Braces count in BibTeX even behind a backslash, so those of the text must not be written as braces.
_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "\u00a0": "~", "\u202f": r"\,", **{sign: f"\\{sign}" for sign in "%&#_$"},
}  # fmt: skip
# Two of these in a row would become a dash or a quotation mark.
_TO_ESCAPE = re.compile(r"[\\{}~^%&#_$\u00a0\u202f]|-(?=-)|`(?=`)|'(?=')")
_COMMANDS = {"i": "textit", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript", "sc": "textsc"}
_UNSAFE_IN_A_NAME = re.compile(r"[,\\{}~=]|\b(?:and|others)\b", re.I)
_UNSAFE_IN_AN_ADDRESS = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}


def latex(text: str) -> str:
    """One field's text. Protection of capitals (`nocase`) is for titles alone, and left out."""
    return rewritten(text, escaped, lambda kind, inner: _command(kind, inner) if kind != "nocase" else inner)


def title(text: str) -> str:
    """A title: words whose capitals an author protected stand in braces of their own.

    A second pair of braces around the whole keeps every other capital too, where a style would print the title in
    small letters: an item's title is already written as it is to be printed.
    """
    protected = rewritten(
        text, escaped, lambda kind, inner: _command(kind, inner) if kind != "nocase" else group(inner)
    )
    bare = rewritten(text, str, lambda kind, inner: "" if kind == "nocase" else inner)
    return group(protected) if any(letter.isupper() for letter in bare[1:]) else protected


def address(text: str) -> str:
    """A URL or DOI, which BibTeX takes as it is; signs that would end the field are percent-encoded."""
    return "".join(_UNSAFE_IN_AN_ADDRESS.get(sign, sign) for sign in text)


def escaped(text: str) -> str:
    """Plain text with LaTeX's own signs escaped."""
    return _TO_ESCAPE.sub(lambda found: _ESCAPES.get(found[0], f"{found[0]}{{}}"), text)


def group(inner: str) -> str:
    """A group that keeps capitals; one that began with a command would not."""
    return f"{{{{}}{inner}}}" if inner.startswith("\\") else f"{{{inner}}}"


def names(people: list[Person]) -> str:
    """A list of names; an organisation stands in braces of its own."""
    return " and ".join(map(_name, people))


def _command(kind: str, inner: str) -> str:
    return f"\\{_COMMANDS[kind]}{{{inner}}}"


def _name(person: Person) -> str:
    if literal := person.get("literal"):
        return literal if literal == "others" else group(latex(literal))
    particle, given, suffix = person.get("non-dropping-particle", ""), given_name(person), person.get("suffix", "")
    if particle and all(map(_is_small, particle.split(" "))) and particle[-1] not in "-'’":
        words = f"{latex(particle)} {_part(person['family'], keeps_small=True)}"
    else:
        words = _part(with_particle(person), keeps_small=" " in with_particle(person))
    if suffix:
        return f"{words}, {_part(suffix)}, {_part(given)}".rstrip()
    # Without a comma the last word alone would be the family name, and a name in braces an organisation.
    return f"{words}, {_part(given)}" if given else words + "," * bool(particle or re.search(r"[ {]", words))


def _part(text: str, *, keeps_small: bool = False) -> str:
    """Part of a name, in braces where BibTeX would divide it, or take a small word for a particle."""
    divided = _UNSAFE_IN_A_NAME.search(latex(text)) or (keeps_small and any(map(_is_small, text.split(" "))))
    return group(latex(text)) if divided else latex(text)


def _is_small(word: str) -> bool:
    first = next((letter for letter in word if letter.isalpha()), "")
    return first.islower()
