"""What pydantic found wrong in a file of fields → findings in the author's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.case.fields import Part
from pipeline.case.paths import names_at
from pipeline.case.sources import FieldPath, Sources, dotted
from pipeline.findings import Edit, Finding, Location, Severity, instead, rule
from pipeline.reading.yaml_nodes import Value

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

UNKNOWN_KEY = rule(
    "unknown-key",
    Severity.ERROR,
    "A misspelt field would vanish from every output.",
    fix="Correct the name of the field.",
    example="keywrods: [anaemia]\n",
)
MISSING_KEY = rule(
    "missing-key",
    Severity.ERROR,
    "Without this field the part it belongs to cannot be printed.",
    fix="Add the field.",
    example="affiliations: {derm: {country: JO}}\n",
)
WRONG_VALUE = rule(
    "wrong-value",
    Severity.ERROR,
    "A value that cannot be understood cannot be printed or checked.",
    fix="Write the value as the message says.",
    example="authors: [{given: Ada, family: Example, orcid: 0000-0000-0000-0000}]\n",
)

MOST_SHOWN = 12
ALMOST = 0.8
"""How alike two words are, from 0 to 1, of which one is the other misspelt."""
_SENTENCES = {
    "author_mistake": "{sentence}",
    "bool_parsing": "write yes or no",
    "bool_type": "write yes or no",
    "int_parsing": "a whole number is expected here",
    "int_type": "a whole number is expected here",
    "greater_than_equal": "this must be at least {ge}",
    "string_type": "a text is expected here, not a list or fields",
    "model_type": "fields are expected here, not a text or a list",
    "dict_type": "fields are expected here, not a text or a list",
    "tuple_type": "a list is expected here: begin each entry with a dash",
    "too_short": "nothing is listed here; at least one entry is needed",
    "too_long": "more than {max_length} entries are listed here",
}


def written_path(error: ErrorDetails, data: Value) -> FieldPath:
    """pydantic's path less the steps that the author did not write: tags of unions, `[key]`."""
    path: list[str | int] = []
    for step in error["loc"]:
        in_list = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if in_list or (isinstance(data, dict) and step in data):
            path.append(step)
            data = data[step]
    if error["type"] == "missing":
        path.append(error["loc"][-1])
    return tuple(path)


def decisive(errors: Sequence[tuple[FieldPath, ErrorDetails]]) -> list[tuple[FieldPath, ErrorDetails]]:
    """Of a union the branch that fits best speaks, not every branch: what is wrong inside a list is its whole mistake,
    and that it is not `none` either is no mistake of its own.
    """
    inside = {path[:end] for path, _ in errors for end in range(len(path))}
    return [(path, error) for path, error in errors if path not in inside or "[key]" in error["loc"]]


def as_findings(
    errors: Iterable[tuple[FieldPath, ErrorDetails]], sources: Sources, model: type[Part]
) -> Iterator[Finding]:
    """One finding for each place; `model` says what may stand in the file."""
    grouped: dict[tuple[FieldPath, bool], list[ErrorDetails]] = {}
    for path, error in errors:
        grouped.setdefault((path, "[key]" in error["loc"]), []).append(error)
    for (path, _), here in grouped.items():
        yield _finding(path, here, sources, model)


def _finding(path: FieldPath, errors: list[ErrorDetails], sources: Sources, model: type[Part]) -> Finding:
    first = errors[0]
    parent = dotted(path[:-1])
    inside = f" of `{parent}`" if parent else ""
    if first["type"] == "extra_forbidden":
        names = names_at(path[:-1], model)
        in_list = isinstance(path[-2:-1] and path[-2], int)
        meant = _meant_as_text({str(path[-1]): first["input"]}) if in_list else ""
        hint = near(str(path[-1]), names) or meant or known(names)
        whole = f" of {PurePosixPath(sources.file).name}"
        found = UNKNOWN_KEY.at(sources.key(*path), f"`{path[-1]}` is not a field{inside or whole}", hint=hint)
        return replace(found, edits=_renamed(path, names, sources))
    if first["type"] == "missing":
        where = sources.key(*path[:-1])
        return MISSING_KEY.at(where, f"`{path[-1]}`{inside} is missing", hint=f"add a line: {path[-1]}: …")
    message = ", or ".join(dict.fromkeys(_sentence(error) for error in errors))
    bad_key = "[key]" in first["loc"]
    where = sources.key(*path) if bad_key else sources.value(*path)
    found = WRONG_VALUE.at(where, f"`{dotted(path)}`: {message}", hint=_hint(errors))
    return found if bad_key or path[:1] == ("consent",) else replace(found, edits=tuple(_rewritten(errors, where)))


def _renamed(path: FieldPath, names: Sequence[str], sources: Sources) -> tuple[Edit, ...]:
    """A misspelt field that can be one field only, which is not there yet. What is allowed is never guessed."""
    *parents, key = path
    meant = only_near(str(key), names)
    if not meant or (*parents, meant) in sources.keys or "consent" in {meant, *parents}:
        return ()
    return (instead(sources.key(*path), str(key), meant),)


def _rewritten(errors: Iterable[ErrorDetails], where: Location) -> Iterator[Edit]:
    """The same value in the form that is wanted, where only one form can be meant."""
    forms = {_meant(error) for error in errors} - {""}
    given = next(iter(errors))["input"]
    if len(forms) == 1 and isinstance(given, str):
        yield instead(where, given, forms.pop())


def _meant(error: ErrorDetails) -> str:
    if error["type"] == "author_mistake":
        return str(error["ctx"].get("meant", ""))
    given = _folded(str(error["input"]))
    same = [option for option in _options(error) if _folded(option) == given]
    return same[0] if len(same) == 1 else ""


def _folded(word: str) -> str:
    return "_".join(word.casefold().replace("-", " ").replace("_", " ").split())


def _sentence(error: ErrorDetails) -> str:
    options = _options(error)
    if options:
        return f"write one of: {', '.join(options)}" if len(options) > 1 else f"write {options[0]}"
    template = _SENTENCES.get(error["type"])
    return template.format(**error.get("ctx", {})) if template else error["msg"].lower()


def _options(error: ErrorDetails) -> list[str]:
    """What may be written where only some words may."""
    expected = error["ctx"]["expected"] if error["type"] in {"literal_error", "enum"} else ""
    return [option.strip("'") for option in expected.replace(" or ", ", ").split(", ") if option]


def _hint(errors: list[ErrorDetails]) -> str:
    for error in errors:
        given = error["input"]
        if error["type"] == "author_mistake" and (meant := _meant(error)):
            return f"write: {meant}"
        if isinstance(given, str) and (options := _options(error)):
            return near(given, options)
        if error["type"] == "string_type" and isinstance(given, dict):
            return _meant_as_text(given)
    return ""


def _meant_as_text(given: dict[str, Value]) -> str:
    """`fever: high` in a list of words is a mapping to YAML."""
    pairs = [f"{key}: {value}".removesuffix(": ") for key, value in given.items() if isinstance(value, str)]
    return f'if this is one text, write it in quotes: "{pairs[0]}"' if len(pairs) == 1 else ""


def near(given: str, options: Sequence[str]) -> str:
    """ "Did you mean" the option that is nearest; '' where none is near."""
    found = difflib.get_close_matches(given.lower(), options, n=1, cutoff=0.6)
    return f"did you mean `{found[0]}`?" if found else ""


def only_near(given: str, options: Iterable[str]) -> str:
    """The option that a slip of the finger made of it; '' where there is none, or another is nearly as near."""
    near_ones = difflib.get_close_matches(given.lower(), list(options), n=2, cutoff=ALMOST)
    return near_ones[0] if len(near_ones) == 1 else ""


def known(options: Sequence[str]) -> str:
    """What may be written, as far as a line holds it."""
    shown = ", ".join(options[:MOST_SHOWN]) + (" …" if len(options) > MOST_SHOWN else "")
    return f"known here: {shown}" if shown else ""
