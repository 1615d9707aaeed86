"""An item as a writer takes it apart: what no writer asks for is left over, and is reported."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings import Finding, Severity, rule
from pipeline.library import Item
from pipeline.reading.person_names import as_organisation
from pipeline.references.exporting.dates import Date

Person = Mapping[str, str]

LEFT_OUT_OF_EXPORT = rule(
    "left-out-of-export",
    Severity.WARNING,
    "What a format has no place for is missing for everyone who works on with the exported file.",
    fix="Choose another format with `--to`, or add what is missing by hand.",
    example="$ casewright refs export one --to nbib   # with a book chapter's editors\n",
)

_WORDS = {
    "accessed": "date of access",
    "annote": "annotation",
    "archive_collection": "collection in the archive",
    "archive_location": "place in the archive",
    "available-date": "date from which it is available",
    "chapter-number": "number of the chapter",
    "collection-editor": "editor of the series",
    "collection-number": "number in the series",
    "collection-title": "title of the series",
    "container-author": "author of the book",
    "container-title": "title of the journal or book",
    "container-title-short": "short title of the journal",
    "event-date": "date of the event",
    "event-place": "place of the event",
    "event-title": "name of the event",
    "genre": "kind of work",
    "issued": "date of publication",
    "number-of-pages": "number of pages",
    "number-of-volumes": "number of volumes",
    "original-date": "date of the original",
    "page": "pages",
    "page-first": "first page",
    "part-number": "number of the part",
    "part-title": "title of the part",
    "publisher-place": "place of publication",
    "submitted": "date of submission",
    "title-short": "short title",
    "volume-title": "title of the volume",
}
"""What authors call a variable, where its own name does not say it."""


class Parts:
    """The variables of an item. Each is taken once; those that are left over have no place in the format."""

    def __init__(self, item: Item) -> None:
        self._left = dict(item.csl)
        self.type = str(self._left.pop("type"))
        if "event" in self._left:
            # What CSL called it before 1.0.2.
            self._left.setdefault("event-title", self._left.pop("event"))
        self._beyond: list[str] = []

    def __contains__(self, variable: str) -> bool:
        return variable in self._left

    def peek(self, variable: str) -> str:
        """As `text`, but it is not taken."""
        return str(self._left.get(variable, ""))

    def text(self, variable: str) -> str:
        """'' where the item does not have it."""
        return str(self._left.pop(variable, ""))

    def people(self, variable: str) -> list[Person]:
        """The names of a role, in order."""
        found = self._left.pop(variable, [])
        return found if isinstance(found, list) else []

    def date(self, variable: str) -> Date:
        """A date of CSL-JSON, empty where the item does not have it."""
        found = self._left.pop(variable, {})
        return found if isinstance(found, Mapping) else {}

    def cannot_hold(self, what: str) -> None:
        """Report something that no variable of its own holds, in an author's words."""
        if what not in self._beyond:
            self._beyond.append(what)

    def left_out(self, item: Item, form: str) -> list[Finding]:
        """One finding for all that was not taken; `form` is the format's name as authors know it."""
        lost = [*self._beyond, *map(variable_words, sorted(self._left))]
        if not lost:
            return []
        words = ", ".join(lost)
        message = f"{form} has no place for these parts of the reference, which are left out: {words}"
        hint = "CSL-JSON holds everything, for programs that can read it"
        return [LEFT_OUT_OF_EXPORT.at(item.origin, message, hint=hint, quote=item.key)]


def variable_words(variable: str) -> str:
    """What authors call a variable."""
    return _WORDS.get(variable, in_words(variable))


def in_words(name: str) -> str:
    """The name of a variable or type without its hyphens."""
    return name.replace("-", " ").replace("_", " ")


def with_particle(person: Person) -> str:
    """The family name with the particle that belongs to it: `van der Berg`, `d'Arcy`, `al-Rashid`."""
    family, particle = person.get("family", ""), person.get("non-dropping-particle", "")
    return particle + (" " if particle and particle[-1] not in "-'’" else "") + family


def given_name(person: Person) -> str:
    """The given name with a particle that goes with it: `Ludwig van`."""
    return " ".join(filter(None, (person.get("given"), person.get("dropping-particle"))))


def organisation(literal: str) -> str:
    """The name of a group where persons are `Family, Given`: with a comma at its end, or its first comma doubled."""
    if literal == "others":
        return "et al."
    return as_organisation(literal)
