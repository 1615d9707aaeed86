"""Particles of names: `van der` before a family name, `d’` and `al-` joined to it, `von` after given names."""

from __future__ import annotations

import re

_JOINED = re.compile(r"([^\W\d_]{1,3}[’-])(?=\w)")


def before_family(family: str) -> tuple[str, str]:
    """A family name's particle, as it is typed, and the rest; the rest begins with a capital."""
    words = family.split(" ")
    count = 0
    while count < len(words) - 1 and words[count].islower():
        count += 1
    particle, rest = " ".join(words[:count]), " ".join(words[count:])
    joined = _JOINED.match(rest)
    if joined and joined[1].islower():
        particle, rest = f"{particle} {joined[1]}".strip(), rest[joined.end() :]
    if not rest[:1].isupper():
        return "", family
    # `de’ Medici`, but `d’Aubignac`.
    return particle + " " * (particle.endswith("’") and not joined), rest


def after_given(given: str) -> tuple[str, str]:
    """Given names and the particle after them."""
    words = given.split(" ")
    count = len(words)
    while count > 1 and words[count - 1].islower():
        count -= 1
    return " ".join(words[:count]), " ".join(words[count:])
