"""Library items → what the citation engine reads: references with marked text, and cites of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from citeproc.source import VariableError

from pipeline.findings import Location
from pipeline.library import Item
from pipeline.resolving.csl.identifiers import cleaned
from pipeline.resolving.csl.labels import label_of
from pipeline.resolving.csl.markup import NUMBER, curly, from_item, marked
from pipeline.resolving.csl.particles import after_given, before_family

# CSL 1.0.2 renamed these; styles of both times are in use.
_TWO_NAMES = (("event", "event-title"), ("event-title", "event"))


@dataclass
class Telling:
    """What the citations of a reference print beyond their usual form, so that nobody takes them for another's."""

    names: int = 0
    """The fewest names that are shown."""
    given: dict[int, int] = field(default_factory=dict)
    """Place of a name → how much of the given name is shown: 1 for its initials, 2 for all."""
    more: int = 0
    """How many of the style's conditions `disambiguate` hold, from the first on."""
    is_suffix_due: bool = False
    """Whether the style says nowhere where the suffix of the year stands: it follows the year, then."""


@dataclass(frozen=True)
class Repeated:
    """How the names of the entry before are said again in a list of references."""

    names: tuple[str, ...]
    """The names themselves, as they were printed."""
    instead: str
    """What stands in place of the same names: `———`."""
    rule: str
    """`complete-all`, `complete-each`, `partial-each` or `partial-first` of CSL."""

    def said_again(self, names: Sequence[str]) -> list[str]:
        """The names of this entry, those of the entry before replaced; one for all where all are the same."""
        same = 0
        while same < min(len(names), len(self.names)) and names[same] == self.names[same]:
            same += 1
        is_complete = same == len(names) == len(self.names)
        if self.rule == "complete-all":
            return [self.instead] if is_complete else list(names)
        if self.rule == "complete-each":
            return [self.instead] * same if is_complete else list(names)
        replaced = min(same, 1) if self.rule == "partial-first" else same
        return [self.instead] * replaced + list(names[replaced:])


class Reference(dict[str, object]):
    """One item under the engine's variable names (`container_title`); a variable it lacks raises VariableError."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.key = item.key
        self.telling = Telling()
        self.type = str(item.csl.get("type", "document")).lower()
        for variable, value in item.csl.items():
            if variable != "type" and value not in (None, "", [], {}):
                self[variable.replace("-", "_")] = _for_engine(variable, value)
        for one, other in _TWO_NAMES:
            if other.replace("-", "_") in self:
                self.setdefault(one.replace("-", "_"), self[other.replace("-", "_")])
        if "page" in self:
            self.setdefault("page_first", re.split("[-–]", str(self["page"]))[0].strip())

    @classmethod
    def empty(cls) -> Reference:
        """A reference of which only the number is printed."""
        return cls(Item("", {"type": "article-journal"}, Location("")))

    def __missing__(self, variable: str) -> object:
        if variable == "citation_label":
            people, issued = self.get("author") or self.get("editor"), self.get("issued")
            label = label_of(people if isinstance(people, list) else [], issued if isinstance(issued, dict) else {})
            if label:
                return label
        raise VariableError

    def __getattr__(self, variable: str) -> object:
        return self[variable]


class Cite:
    """One mention of a reference, as the engine's elements ask about it.

    Whatever is not there raises VariableError: that is how the engine leaves groups out.
    """

    def __init__(self, reference: Reference, locator: str = "", label: str = "page") -> None:
        self.reference = reference
        self.number = NUMBER
        self.has_locator = bool(locator)
        self.locator = Locator(locator, label)
        self.prefix = ""
        """Marked text that the author put before this mention."""
        self.suffix = ""
        self.rank = 0
        """The number of its reference in the list."""
        self.target = ""
        """HTML id of its reference."""
        self.positions: frozenset[str] = frozenset({"first"})
        """Where this mention stands to earlier ones of its reference, in CSL's words; empty in a list of references."""
        self.without_names = False
        """Whether the first names are left out: they stand just before, in another cite."""
        self.repeated: Repeated | None = None
        """The names of the entry before, where the style does not say names again."""
        self.is_opening = False
        """Whether it is the first of its citation."""
        self.own: dict[str, str] = {}
        """Variables that this mention has, not its reference."""
        self.begin()

    def begin(self) -> None:
        """Forget what has been printed: the cite is about to be printed afresh."""
        self.suppressed: set[str] = set()
        """Variables that stood in for missing names and are not printed again."""
        self.printed: list[str] = []
        """Every variable printed so far."""
        self.is_substituting = False
        """Whether what is printed stands in for missing names."""
        self.asked = 0
        """How often a variable was to be printed, whether the reference has it or not."""
        self.filled = 0
        """How often there was something to print: a variable, or a group or macro that is not empty."""
        self.conditions_met = 0
        """How many conditions `disambiguate` have been met."""
        self.first_term = ""
        """The word of the style that is printed before anything of the reference: `ibid.`"""
        self.names_printed: list[str] = []
        """What the first names printed are, role by role, and whose they are."""
        self.names_said: tuple[str, ...] = ()
        """Each of the first names, as printed."""
        self.people: Sequence[Mapping[str, str]] = ()
        self.year_suffix = str(self.reference.get("year_suffix", "")) if self.reference.telling.is_suffix_due else ""
        """Follows the year that is printed next."""

    def take_year_suffix(self) -> str:
        """What follows the year that is about to be printed."""
        suffix, self.year_suffix = self.year_suffix, ""
        return suffix

    def say(self, names: list[str]) -> list[str]:
        """The first names that are printed, or what stands for those of the entry before; later ones as they are."""
        if self.names_said:
            return names
        self.names_said = tuple(names)
        return self.repeated.said_again(names) if self.repeated is not None else names

    def says_more(self) -> bool:
        """Whether the condition `disambiguate` that is met next holds."""
        self.conditions_met += 1
        return self.conditions_met <= self.reference.telling.more

    def given_shown(self, position: int) -> int:
        """How much more of a given name is shown than usual; see `Telling`."""
        return self.reference.telling.given.get(position, 0) if self.positions else 0

    def raw(self, variable: str) -> object:
        """A variable's value, printed before or not."""
        if variable == "locator":
            return self.locator.identifier
        name = variable.replace("-", "_")
        return self.own[name] if name in self.own else self.reference[name]

    def has(self, variable: str) -> bool:
        if variable == "locator":
            return self.has_locator
        name = variable.replace("-", "_")
        return variable == "citation-number" or name in self.own or name in self.reference

    def value(self, variable: str) -> str:
        """The text to print for a variable."""
        value = self._print(variable)
        if isinstance(value, list | Mapping):
            raise VariableError
        return str(value)

    def names(self, variable: str) -> list[dict[str, str]]:
        value = self._print(variable)
        if not isinstance(value, list) or not value:
            raise VariableError
        return value

    def date(self, variable: str) -> Mapping[str, object]:
        value = self._print(variable)
        if not isinstance(value, Mapping):
            raise VariableError
        return value

    def is_uncertain(self, variable: str) -> bool:
        value = self.reference.get(variable.replace("-", "_"))
        return isinstance(value, Mapping) and bool(value.get("circa"))

    def place(self) -> str:
        self.asked += 1
        if not self.has_locator:
            raise VariableError
        self.filled += 1
        return self.locator.identifier

    def numbered(self) -> str:
        """The mark that stands for the number."""
        self.asked += 1
        self.filled += 1
        return self.number

    def _print(self, variable: str) -> object:
        # No reference has a year's suffix of its own.
        self.asked += variable != "year-suffix"
        if variable in self.suppressed:
            raise VariableError
        value = self.raw(variable)
        self.filled += 1
        self.printed.append(variable)
        return value


class Locator:
    """A place within a reference: `12–14` and `page`."""

    def __init__(self, identifier: str, label: str) -> None:
        self.identifier = curly(identifier.strip())
        # `sub verbo` until CSL 1.0.2.
        self.label = label.replace(" ", "-")


def _for_engine(variable: str, value: object) -> object:
    if variable in ("DOI", "PMID", "PMCID", "URL"):
        return marked(variable, cleaned(variable, str(value)))
    if isinstance(value, list):
        return [_name(name) for name in value if isinstance(name, Mapping)]
    if isinstance(value, Mapping):
        return {**value, "literal": from_item(str(value["literal"]))} if "literal" in value else dict(value)
    return from_item(str(value))


def _name(name: Mapping[str, object]) -> dict[str, str]:
    """A name in marked text, its particles apart; quotation marks around a family name say that it has none."""
    parts = {part: from_item(str(text).strip('"')) for part, text in name.items()}
    if "family" in parts and not parts.get("non-dropping-particle") and '"' not in str(name["family"]):
        particle, parts["family"] = before_family(parts["family"])
        parts |= {"non-dropping-particle": particle} if particle else {}
    if "given" in parts and not parts.get("dropping-particle"):
        parts["given"], particle = after_given(parts["given"])
        parts |= {"dropping-particle": particle} if particle else {}
    return parts
