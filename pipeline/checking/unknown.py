"""What the author declares unknown must be a field, and must not be filled in elsewhere."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace

from pipeline.case import Case
from pipeline.case.paths import exists, names_at
from pipeline.findings import Finding, Severity, instead, rule
from pipeline.reading.model_errors import known, only_near

NO_SUCH_FIELD = rule(
    "unknown-field-path",
    Severity.ERROR,
    "Declaring a misspelt field unknown declares nothing.",
    fix="Write the path of a field of case.yaml.",
    example="unknown: {histroy.family: not in the record}\n",
)
KNOWN_AFTER_ALL = rule(
    "unknown-yet-given",
    Severity.WARNING,
    "A reader cannot tell which of the two is true.",
    fix="Take out the field or what declares it unknown.",
    example="patient: {ancestry: Jordanian}\nunknown: {patient.ancestry: not in the record}\n",
)


def check(case: Case) -> Iterator[Finding]:
    """The findings of this family."""
    for path in case.facts.unknown:
        steps = tuple(path.split("."))
        where = case.sources.key("unknown", path)
        if not exists(steps):
            depth = next(i for i in range(len(steps)) if not exists(steps[: i + 1]))
            names = names_at(steps[:depth])
            near = difflib.get_close_matches(steps[depth], names, n=1)
            meant = ".".join([*steps[:depth], *near, *steps[depth + 1 :]])
            hint = f"did you mean `{meant}`?" if near else known(names)
            found = NO_SUCH_FIELD.at(where, f"`{path}` is not a field of case.yaml", hint=hint)
            sure = (
                only_near(steps[depth], names) and exists(tuple(meant.split("."))) and meant not in case.facts.unknown
            )
            yield replace(found, edits=(instead(where, path, meant),)) if sure else found
        elif steps in case.sources.values:
            yield KNOWN_AFTER_ALL.at(
                where, f"`{path}` is declared unknown, and given on line {case.sources.value(*steps).line}"
            )
