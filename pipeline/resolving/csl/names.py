"""Names, mended: the engine mangles Arabic and CJK names, prints substituted variables twice, splits `D’Ambrosio`,
and grows the style's tree at every name. What prints is CSL 1.0.2, “Names” and “Name particles”.
"""
# mypy: allow-subclassing-any
# The engine has no types.

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from citeproc import model
from citeproc.source import VariableError

from pipeline.resolving.csl.conditions import Choose
from pipeline.resolving.csl.elements import Mended, Rendering, joined
from pipeline.resolving.csl.initials import initials, respaced
from pipeline.resolving.csl.markup import glue
from pipeline.resolving.csl.sorting import Key
from pipeline.resolving.csl.source import Cite

Person = Mapping[str, str]

_DEFAULTS = {
    "delimiter-precedes-et-al": "contextual", "delimiter-precedes-last": "contextual", "et-al-min": "0",
    "et-al-use-last": "false", "initialize-with-hyphen": "true", "sort-separator": ", ",
    "form": "long", "delimiter": ", ", "demote-non-dropping-particle": "display-and-sort", "initialize": "true",
}  # fmt: skip
_FAMILY_FIRST = ("ja", "zh")
"""Languages in which the family name comes first, that of a Latin name among others as well."""
_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


class Names(Rendering, model.Names):
    """The people of one or more roles, or what stands in for them."""

    def calls_variable(self) -> bool:
        return True

    def render(self, item: Cite, context: Mended | None = None, **kwargs: object) -> str | None:
        # A bare `names` in a substitute prints like the element that it stands in for.
        shaper = self if len(self) else next(self.iterancestors(f"{{{self.nsmap['cs']}}}names"))
        context = context if context is not None else self
        if item.without_names and not item.names_printed:
            item.names_printed.append("")
            raise VariableError
        if shaper.counts(context) and (count := sum(shaper.count(item, role, context) for role in self._roles(item))):
            return self.wrap(self.format(str(count)))
        pieces = [shaper.one_role(role, item, context) for role in self._roles(item)]
        if any(pieces):
            delimiter = self.get("delimiter") or inherited(context, "names-delimiter") or ""
            text = self.wrap(self.format(joined(pieces, delimiter)))
        else:
            text = self._substituted(item, context)
        if not item.names_printed:
            item.names_printed.append(str(text))
        if item.is_substituting:
            item.suppressed.update(self.get("variable").split())
        return str(text)

    def counts(self, context: Mended) -> bool:
        """Whether only the number of names is printed."""
        name = self.find("cs:name", self.nsmap)
        return name is not None and name.option("form", context) == "count"

    def count(self, item: Cite, role: str, context: Mended) -> int:
        """How many names of a role would be printed."""
        people = self._people(item, role)
        minimum, use_first = self.find("cs:name", self.nsmap).limits(item, context)
        return min(use_first, len(people)) if 0 < minimum <= len(people) else len(people)

    def _roles(self, item: Cite) -> list[str]:
        roles: list[str] = self.get("variable").split()
        both = {"editor", "translator"}
        are_due = both <= set(roles) and all(map(item.has, both)) and not both & item.suppressed
        is_same = are_due and item.raw("editor") == item.raw("translator")
        term = self.get_term("editortranslator")
        if is_same and term is not None and str(term.single):
            return ["editortranslator", *(role for role in roles if role not in both)]
        return roles

    def _people(self, item: Cite, role: str) -> Sequence[Person]:
        try:
            return item.names("editor" if role == "editortranslator" else role)
        except VariableError:
            return ()

    def one_role(self, role: str, item: Cite, context: Mended) -> str | None:
        """The names of a role with their label before or after them."""
        people = self._people(item, role)
        if not people:
            return None
        item.people = item.people or people
        name = self.find("cs:name", self.nsmap)
        text = name.listed(people, item, context)
        label = self.find("cs:label", self.nsmap)
        if label is None or not text or isinstance(context, Key):
            return str(text) if text else None
        word = label.labelled(role, len(people) > 1)
        if not word:
            return str(text)
        children = list(self)
        label_first = children.index(label) < children.index(name)
        return glue(word, text) if label_first else glue(text, word)

    def _substituted(self, item: Cite, context: Mended) -> str | None:
        substitute = self.find("cs:substitute", self.nsmap)
        for child in _alternatives(substitute, item) if substitute is not None else ():
            before = len(item.printed)
            outer, item.is_substituting = item.is_substituting, True
            try:
                text = child.render(item, context=context)
            except VariableError:
                continue
            finally:
                item.is_substituting = outer
            if text:
                item.suppressed.update(item.printed[before:])
                text = item.say([text])[0]
                return self.wrap(self.format(text))
        raise VariableError


def _alternatives(parent: Mended, item: Cite) -> Iterator[Rendering]:
    """What may stand in for names, one by one; of a condition the branch that holds."""
    for child in parent.iterchildren():
        if isinstance(child, Choose):
            branch = next((branch for branch in child.iterchildren() if branch.holds(item)), None)
            yield from _alternatives(branch, item) if branch is not None else ()
        else:
            yield child


def inherited(context: Mended, option: str) -> str | None:
    """An option of the citation or bibliography that `context` stands in, or of the style."""
    part = context.remembered("part", lambda: next(iter(context.iterancestors("{*}bibliography", "{*}citation")), None))
    for element in (part, context.get_root()):
        if element is not None and element.get(option) is not None:
            return str(element.get(option))
    return None


class Name(Mended, model.Name):
    """How each name is written and how names are joined."""

    def option(self, name: str, context: Mended) -> str | None:
        """An attribute of this element, else of what it stands in, else CSL's default."""

        def find() -> str | None:
            if isinstance(context, Key) and (asked := context.option(name)) is not None:
                return asked
            if (own := self.get(name)) is not None:
                return str(own)
            outer = f"name-{name}" if name in ("form", "delimiter") else name
            value = inherited(context, outer)
            return _DEFAULTS.get(name) if value is None else value

        return self.remembered((name, context), find)

    def listed(self, people: Sequence[Person], item: Cite, context: Mended) -> str | None:
        """The names of a list, shortened with “et al” as the style asks or as the list itself says."""
        goes_on = people[-1].get("literal") == "others" and len(people) > 1
        people = people[:-1] if goes_on else people
        minimum, use_first = self.limits(item, context)
        is_cut = 0 < minimum <= len(people) + goes_on and len(people) > use_first > 0
        shown = people[:use_first] if is_cut else people
        if str(item.reference.get("language", ""))[:2] in _FAMILY_FIRST:
            shown = [{**person, "order": "family-first"} for person in shown]
        names = [
            self._written(person, position, context, item.given_shown(position))
            for position, person in enumerate(shown)
        ]
        said = item.say(names)
        if len(said) < len(names):
            return self.wrap(self.format(said[0]))
        names = said
        delimiter = self.option("delimiter", context) or ""
        inverted = self._is_inverted(shown[-1], len(shown) - 1, context)
        if is_cut and self.option("et-al-use-last", context) == "true" and len(people) >= use_first + 2 and not goes_on:
            last = self._written(people[-1], len(people) - 1, context)
            text = joined([joined(names, delimiter), f"… {last}"], delimiter)
        elif is_cut or goes_on:
            if isinstance(context, Key):
                return joined(names, delimiter)
            before = delimiter if self._precedes("et-al", len(names) > 1, inverted, context) else " "
            text = joined([joined(names, delimiter), self._et_al()], before)
        else:
            inverted = self._is_inverted(shown[-2:][0], len(shown) - 2, context)
            text = self._with_and(names, delimiter, inverted, context)
        return self.wrap(self.format(text)) if text else None

    def limits(self, item: Cite, context: Mended) -> tuple[int, int]:
        """From how many names on a list is shortened, and how many are then shown."""
        kinds = ("et-al-subsequent-", "et-al-") if "subsequent" in item.positions else ("et-al-",)
        minimum, use_first = (
            next((int(value) for kind in kinds if (value := self.option(kind + what, context))), 0)
            for what in ("min", "use-first")
        )
        return minimum, max(use_first, item.reference.telling.names if item.positions else 0)

    def _with_and(self, names: list[str], delimiter: str, inverted: bool, context: Mended) -> str | None:
        kind = self.option("and", context)
        if not kind or len(names) < 2:
            return joined(names, delimiter)
        term = self.get_term("and")
        word = "&" if kind == "symbol" or term is None else str(term.single)
        before = delimiter if self._precedes("last", len(names) > 2, inverted, context) else " "
        return joined([joined(names[:-1], delimiter), f"{word} {names[-1]}"], before)

    def _precedes(self, what: str, is_long: bool, inverted: bool, context: Mended) -> bool:
        """Whether the delimiter stands before “et al” or the last name."""
        rule = self.option(f"delimiter-precedes-{what}", context)
        if rule == "after-inverted-name":
            return inverted
        return rule == "always" or (rule == "contextual" and is_long)

    def _et_al(self) -> str:
        element = self.getparent().find("cs:et-al", self.nsmap)
        term = self.get_term(element.get("term", "et-al") if element is not None else "et-al")
        text = str(term.single) if term is not None else "et al."
        return element.wrap(element.format(text)) or "" if element is not None else text

    def _is_inverted(self, person: Person, position: int, context: Mended) -> bool:
        if "literal" in person:
            return False
        order = self.option("name-as-sort-order", context)
        return order == "all" or (order == "first" and position == 0)

    def _written(self, person: Person, position: int, context: Mended, given_shown: int = 0) -> str:
        if "literal" in person:
            return self._part("family", person["literal"])
        family, given = person.get("family", ""), person.get("given", "")
        dropping, particle = person.get("dropping-particle", ""), person.get("non-dropping-particle", "")
        suffix = person.get("suffix", "")
        mark = self.option("initialize-with", context)
        if mark is not None and "." not in mark:
            suffix = suffix.replace(".", "")
        if _CJK.search(family) and (not given or _CJK.search(given)):
            return self._part("family", family) + self._part("given", given)
        if self.option("form", context) == "short" and not given_shown:
            return self._part("family", _beside(particle, family))
        given = given if given_shown > 1 else self._initialized(given, context)
        if "order" in person:
            return " ".join(filter(None, (self._part("family", _beside(particle, family)), self._part("given", given))))
        if not self._is_inverted(person, position, context):
            whole = self._part("family", _beside(particle, family), dropping, suffix)
            return " ".join(part for part in (self._part("given", given), whole) if part)
        if self.option("demote-non-dropping-particle", context) == "display-and-sort":
            given = " ".join(part for part in (given, dropping, particle) if part)
        else:
            family = _beside(particle, family)
            given = " ".join(part for part in (given, dropping) if part)
        parts = (self._part("family", family), self._part("given", given), suffix)
        return joined(parts, self.option("sort-separator", context) or "") or ""

    def _part(self, name: str, text: str, before: str = "", after: str = "") -> str:
        """A family or given name in the form its `name-part` asks for, with what else stands between its affixes."""
        element = next((part for part in self.iterchildren() if part.get("name") == name), None)
        if element is not None and text:
            text = element.format(element.case(text, "en"))
        text = " ".join(part for part in (_beside(before, text), after) if part)
        return str(element.wrap(text)) if element is not None and text else text

    def _initialized(self, given: str, context: Mended) -> str:
        mark = self.option("initialize-with", context)
        if mark is None or not given:
            return given
        if self.option("initialize", context) == "false":
            return respaced(given, mark)
        return initials(given, mark, self.option("initialize-with-hyphen", context) == "true")


def _beside(particle: str, family: str) -> str:
    """`van` + `Dyke`, but `D’` + `Ambrosio` and `al-` + `Rashid` without a space."""
    return f"{particle}{'' if not particle or particle[-1] in '’- ' else ' '}{family}"


class NamePart(Mended, model.Name_Part):
    """As the engine's."""


class EtAl(Mended, model.Et_Al):
    """As the engine's."""
