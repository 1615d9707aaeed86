"""The narrative and the series of a case → a finding where the prose gives a test a value that no result has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.case import Case
from pipeline.facts.measurements import Series
from pipeline.facts.quantities import NUMBER, read_number
from pipeline.facts.units import printed_unit
from pipeline.findings import Finding, Severity, rule
from pipeline.manuscript import Text
from pipeline.resolving.walk import lines_of, nodes_of

VALUE_IN_PROSE = rule(
    "value-in-prose",
    Severity.WARNING,
    "A value that differs between text and table makes readers doubt both.",
    fix="Write the value once, in case.yaml, and show it with `{{ … }}`.",
    example="ALT was 912 U/L on day 12.\n# case.yaml says 921\n",
)

THIS_PATIENT = {
    "abstract",
    "case-presentation",
    "clinical-findings",
    "timeline",
    "diagnostic-assessment",
    "therapeutic-intervention",
    "follow-up-and-outcomes",
}
"""Parts that tell of the values of this patient; an introduction and a discussion tell of others."""
_BETWEEN = r"(?:\s+(?:levels?|concentrations?|counts?))?(?:\s+(?:was|were|is|of|measured|reached|fue|de))?\s+"
_WORDS_OF_A_UNIT = 3
SHOWN = 5
"""Results that a finding names."""


def contradicted(case: Case, series: Mapping[str, Series]) -> Iterator[Finding]:
    """`ferritin was 3400 µg/L`, where the results of ferritin are 3420 and 1840.

    Only a name directly before a number with the unit of its series is taken for a value of it; spans and limits
    (`9–10 g/dL`, `<5`) are not.
    """
    patterns = [
        (one, re.compile(_names(one) + _BETWEEN + rf"(?P<value>{NUMBER})(?=(?P<rest>.{{0,40}}))"))
        for one in series.values()
    ]
    told = [section for section in case.narrative.sections if section.part in THIS_PATIENT]
    nodes = (node for line in lines_of(tuple(told)) for node in nodes_of(line) if isinstance(node, Text))
    for node in nodes:
        for one, pattern in patterns:
            for match in pattern.finditer(node.text):
                if _is_other_value(match, one):
                    yield _contradiction(node, match, one)


def _contradiction(node: Text, match: re.Match[str], series: Series) -> Finding:
    where = replace(node.origin, column=node.origin.column + match.start("value"), length=len(match["value"]))
    known = ", ".join(result.text for result in series.results[:SHOWN]) + " …" * (len(series.results) > SHOWN)
    hint = f"its results are {known}; or write {{{{ tests.{series.key} at … }}}}"
    return VALUE_IN_PROSE.at(where, f"no result of `{series.name}` has this value", hint=hint, quote=match["value"])


def _names(series: Series) -> str:
    names = {series.name, re.sub("[-_]", " ", series.key)}
    return rf"(?i:\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))}))"


def _is_other_value(match: re.Match[str], series: Series) -> bool:
    number = read_number(match["value"]).value
    unit = printed_unit(series.unit, known_only=True)
    if number is None or not unit or not _begins_with(match["rest"], unit):
        return False
    values = [result.value for result in series.results]
    return None not in values and number not in values


def _begins_with(rest: str, unit: str) -> bool:
    words = rest.split()[:_WORDS_OF_A_UNIT]
    begun = (" ".join(words[: end + 1]).rstrip(".,;:)") for end in range(len(words)))
    return any(printed_unit(text, known_only=True) == unit for text in begun)
