"""The bytes of a bibliography file → its text, with line ends made one, and findings about letters it guessed."""

from __future__ import annotations

import codecs

from pipeline.findings import Finding, Location, Severity, rule

UNREADABLE_BIBLIOGRAPHY = rule(
    "unreadable-bibliography",
    Severity.ERROR,
    "A bibliography that cannot be read gives no references, so citations of them cannot be resolved.",
    fix="Export the file anew, as UTF-8.",
    example="# bibliography/all.bib is a picture\n",
)
GUESSED_LETTERS = rule(
    "guessed-letters",
    Severity.WARNING,
    "Where a file does not say how its letters are stored, accents in names may be printed wrongly.",
    fix="Save the file as UTF-8, and look at its accents.",
    example="# bibliography/all.bib in Latin-1\n",
)
_SAVE = "save it again with the encoding UTF-8, or export it as UTF-8 from the reference manager"
_MOST_ACCENTS = 0.3
"""Of the characters of a line in a western language; more are another script, in which a guess would be wrong."""


def decode(data: bytes, shown: str) -> tuple[str | None, list[Finding]]:
    """The text of a file in UTF-8 or in UTF-16 with its mark; None and a finding where it is neither.

    Lines that are not UTF-8 are read as Windows-1252, which most programs wrote before, and warned about: the whole
    file is worth more than the certainty of a few accents. Not so where they would hold more accents than letters.
    """
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    findings: list[Finding] = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16" or b"\0" in data:
            line = data.count(b"\n", 0, error.start) + 1
            message = "this file is not text from here on, so nothing of it is read"
            return None, [UNREADABLE_BIBLIOGRAPHY.at(Location(shown, line), message, hint=_SAVE)]
        guessed, findings = _guess(data, shown)
        if guessed is None:
            return None, findings
        text = guessed
    return text.replace("\r\n", "\n").replace("\r", "\n"), findings


def _guess(data: bytes, shown: str) -> tuple[str | None, list[Finding]]:
    lines, guessed, strange = [], [], 0
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError:
            guessed.append(number)
            lines.append(line.decode("cp1252", "replace"))
            accents = sum(not character.isascii() for character in lines[-1])
            strange += "\ufffd" in lines[-1] or accents > len(lines[-1]) * _MOST_ACCENTS
    where = Location(shown, guessed[0])
    if strange > len(guessed) / 2:
        message = "this bibliography is not in UTF-8, and how its letters are stored cannot be guessed"
        return None, [UNREADABLE_BIBLIOGRAPHY.at(where, message, hint=_SAVE)]
    several = f"{len(guessed)} lines, of which this is the first, are" if len(guessed) > 1 else "this line is"
    message = f"{several} not in UTF-8 and read as Windows-1252; look whether accented letters are right"
    return "\n".join(lines), [GUESSED_LETTERS.at(where, message, hint=_SAVE)]
