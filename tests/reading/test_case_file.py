"""case.yaml → typed fields: what each kind of field takes, what it refuses and in which words, and what is kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.case import CaseFile, Sources
from pipeline.findings import Finding, Location, Severity
from pipeline.reading.case_file import read_case_file
from pipeline.reading.text import decode


def read(text: str) -> tuple[CaseFile, list[Finding]]:
    facts, _, findings = read_case_file(f"casewright: 1\n{text}", "case.yaml")
    assert facts is not None, findings
    return facts, findings


def of(facts: object, path: str) -> object:
    for step in path.split("."):
        if isinstance(facts, dict):
            facts = next(value for key, value in facts.items() if getattr(key, "text", key) == step)
        else:
            facts = facts[int(step)] if isinstance(facts, tuple) else getattr(facts, step)
    return facts


AUTHOR = "authors: [{{family: Example, {}}}]"
PLACE = "affiliations: {{x: {{name: Somewhere, {}}}}}"


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        (AUTHOR.format("orcid: 0000-0002-1825-0097"), "authors.0.orcid", "0000-0002-1825-0097"),
        (AUTHOR.format("orcid: https://orcid.org/0000-0002-1694-233X"), "authors.0.orcid", "0000-0002-1694-233X"),
        (AUTHOR.format("corresponding: a.b@x.example.org"), "authors.0.corresponding", "a.b@x.example.org"),
        (AUTHOR.format("at: here"), "authors.0.at", ("here",)),
        (AUTHOR.format("at: [here, there]"), "authors.0.at", ("here", "there")),
        (AUTHOR.format("equal: yes"), "authors.0.equal", True),
        (AUTHOR.format("equal: no"), "authors.0.equal", False),
        (AUTHOR.format("interests: none"), "authors.0.interests", "none"),
        (AUTHOR.format("roles: [software]"), "authors.0.roles", ("software",)),
        (PLACE.format("ror: https://ror.org/05dxps055"), "affiliations.x.ror", "https://ror.org/05dxps055"),
        (PLACE.format("ror: 05dxps055"), "affiliations.x.ror", "https://ror.org/05dxps055"),
        (PLACE.format("country: NO"), "affiliations.x.country", "NO"),
        ("publication: {doi: 10.5555/12345}", "publication.doi", "10.5555/12345"),
        ("publication: {pmid: 40755700}", "publication.pmid", "40755700"),
        ("publication: {pmcid: PMC12318370}", "publication.pmcid", "PMC12318370"),
        ("publication: {dates: {received: 2025-07}}", "publication.dates.received", "2025-07"),
        ("patient: {age: 34 years}", "patient.age", "34 years"),
        ("patient: {age: 1 day}", "patient.age", "1 day"),
        ("patient: {age: 2.5 years}", "patient.age", "2.5 years"),
        ("patient: {age: 90 or older}", "patient.age", "90 or older"),
        ("patient: {concerns: [itching]}", "patient.concerns.0.what", "itching"),
        ("patient: {concerns: [{what: itching, from: day -3}]}", "patient.concerns.0.from_.days", -3.0),
        ("treatments: {x: {from: week 6}}", "treatments.x.from_.days", 42.0),
        ("treatments: {x: {from: 2 weeks before}}", "treatments.x.from_.days", -14.0),
        ("treatments: {x: {from: day –3}}", "treatments.x.from_.days", -3.0),
        ("treatments: {x: {from: before}}", "treatments.x.from_.days", None),
        ("tests: {alt: {name: ALT, results: {day 0: 1.10}}}", "tests.alt.results.day 0", "1.10"),
        ("tests: {alt: {name: ALT, loinc: 1742-6}}", "tests.alt.loinc", "1742-6"),
        ("adverse_events: none", "adverse_events", "none"),
        ("adverse_events: [rash]", "adverse_events.0.what", "rash"),
        ("language: pt-BR", "language", "pt-BR"),
        ("keywords: rash", "keywords", ("rash",)),
        ("consent: {publication: waived}", "consent.publication.status", "waived"),
        ("diagnoses: {differential: [{what: x, for: y}]}", "diagnoses.differential.0.supported_by", ("y",)),
    ],
)
def test_what_a_field_takes(text: str, path: str, value: object) -> None:
    facts, findings = read(text)
    assert findings == []
    assert of(facts, path) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (AUTHOR.format("orcid: 0000-0002-1825-0098"), "a digit is mistyped"),
        (AUTHOR.format("orcid: 0000-0002-1825"), "has the form 0000-0002-1825-0097"),
        (AUTHOR.format("corresponding: ada at example.org"), "not an e-mail address"),
        (AUTHOR.format("equal: perhaps"), "write yes or no"),
        (AUTHOR.format("roles: [writing]"), "write one of: conceptualization, data-curation"),
        (AUTHOR.format("interests: some"), "write none"),
        (PLACE.format("ror: 05dxps056"), "a character is mistyped"),
        (PLACE.format("country: Norway"), "two capital letters"),
        ("publication: {doi: https://doi.org/10.5555/1}", "without https"),
        ("publication: {pmid: 0}", "at most nine digits"),
        ("publication: {pmcid: 123}", "PMC and digits"),
        ("publication: {dates: {received: 04.07.2025}}", "2025-07-04"),
        ("publication: {dates: {received: 2025-13}}", "2025-07-04"),
        ("publication: {dates: {received: 2025-02-30}}", "this day is in no calendar"),
        ("patient: {age: 34}", "a number and a unit"),
        ("patient: {age: 93 years}", "90 or older"),
        ("patient: {age: 120 years}", "90 or older"),
        ("patient: {sex: f}", "write one of: female, male"),
        ("patient: {occupation: ''}", "nothing is written here"),
        ("patient: [34 years]", "fields are expected here"),
        ("patient: {concerns: itching}", "a list is expected here"),
        ("treatments: {x: {from: 3 May 2024}}", "a real date can identify the patient"),
        ("treatments: {x: {from: soon}}", "a time is written: day 0"),
        ("events: {12.3.2024: fever}", "a real date can identify the patient"),
        ("tests: {alt: {name: ALT, loinc: x}}", "LOINC"),
        ("affiliations: {my place: {name: x}}", "an id starts with a letter"),
        ("figures: {fig_x: {title: x, panels: [{file: a, alt: b}]}}", "a figure is named fig-"),
        ("figures: {fig-x-b: {title: x, panels: [{file: a, alt: b}]}}", "those are its panels"),
        ("figures: {fig-x: {title: x, panels: [{file: a, alt: b, page: 0}]}}", "at least 1"),
        ("figures: {fig-x: {title: x, panels: [{file: a, alt: b, page: two}]}}", "a whole number"),
        ("language: English", "a code such as en"),
        ("keywords: {a: b}", "a list is expected here"),
        ("keywords: [fever: high]", "a text is expected here"),
    ],
)
def test_what_a_field_refuses(text: str, said: str) -> None:
    _, findings = read(text)
    assert [finding.rule.id for finding in findings] == ["wrong-value"]
    assert said in findings[0].message


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("patient:\n  age: 34\n", "case.yaml:3:8", "`patient.age`:"),
        ("patient: {aeg: 34 years}\n", "case.yaml:2:11", "`aeg` is not a field of `patient`"),
        ("keywords: [a,\n  {b: c}]\n", "case.yaml:3:3", "`keywords.1`:"),
        ("events:\n  12.3.2024: fever\n", "case.yaml:3:3", "`events.12.3.2024`:"),
        ("patient: {occupation: '  '}\n", "case.yaml:2:24", "`patient.occupation`:"),
        ("affiliations:\n  x: {city: Y}\n", "case.yaml:3:3", "`name` of `affiliations.x` is missing"),
    ],
)
def test_a_finding_stands_where_the_mistake_is(text: str, place: str, said: str) -> None:
    _, (finding,) = read(text)
    assert str(finding.where) == place
    assert said in finding.message


def test_what_is_refused_is_dropped_and_the_rest_kept() -> None:
    facts, findings = read(
        "authors:\n  - {given: A, family: One, orcid: wrong}\n  - Two\n  - {given: C, family: Three, nmae: x}\n"
        "  - {family: Four, roles: [software, typing]}\n"
    )
    assert [(author.given, author.family) for author in facts.authors] == [("A", "One"), ("C", "Three"), (None, "Four")]
    assert facts.authors[2].roles == ("software",)
    assert [str(finding.where) for finding in sorted(findings, key=lambda f: f.where)] == [
        "case.yaml:3:36",
        "case.yaml:4:5",
        "case.yaml:5:31",
        "case.yaml:6:38",
    ]


@pytest.mark.parametrize("wrong", ["naranjo: {improved: maybe}", "at: soon", "gradee: 3"])
def test_one_wrong_field_leaves_the_rest_of_a_list_that_may_also_be_none(wrong: str) -> None:
    facts, (_,) = read(f"adverse_events:\n  - {{what: rash, {wrong}}}\n  - fever\n")
    assert isinstance(facts.adverse_events, tuple)
    assert [event.what for event in facts.adverse_events] == ["rash", "fever"]


def test_places_stay_true_behind_a_dropped_entry() -> None:
    text = "casewright: 1\nkeywords:\n  - [a]\n  - b\n  - {c: d}\n  - e\n"
    facts, sources, _ = read_case_file(text, "case.yaml")
    assert facts is not None
    assert facts.keywords == ("b", "e")
    assert [sources.value("keywords", n).line for n in (0, 1)] == [4, 6]
    assert sources.was_dropped("keywords")
    assert not sources.was_dropped("keywords", 0)


def test_a_missing_field_gets_a_placeholder_so_that_a_draft_can_be_written() -> None:
    facts, (finding,) = read("figures: {fig-x: {panels: [{file: a.png, alt: b}]}}")
    assert finding.rule.id == "missing-key"
    assert facts.figures["fig-x"].title == "[missing]"


@pytest.mark.parametrize(
    "consent",
    [
        "withdrwan",
        "{publication: withdrwan}",
        "{publication: {status: no}}",
        "{publication: [withdrawn]}",
        "{publicaton: withdrawn}",
        "{images: {fig-x: withdrwan}}",
        "{images: [fig-x]}",
    ],
)
def test_consent_is_never_guessed(consent: str) -> None:
    facts, _, findings = read_case_file(f"casewright: 1\nconsent: {consent}\n", "case.yaml")
    assert facts is None
    assert {finding.severity for finding in findings} == {Severity.FATAL}


@pytest.mark.parametrize(
    "consent", ["", "{publicaton: given}", "{publication: {how: written}}", "{publication: {hwo: x, status: given}}"]
)
def test_consent_not_yet_stated_leaves_a_draft(consent: str) -> None:
    facts, _, findings = read_case_file(f"casewright: 1\nconsent: {consent}\n", "case.yaml")
    assert facts is not None
    assert {finding.severity for finding in findings} == {Severity.ERROR}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "this file is empty"),
        ("# a note\n", "this file is empty"),
        ("- a\n", "a list or a text"),
        ("words\n", "a list or a text"),
        ("casewright: 2\n", "write 1"),
        ("casewright: 1\nkind: real\n", "write one of: own, synthetic, retold"),
    ],
)
def test_what_is_no_case(text: str, said: str) -> None:
    facts, _, (finding,) = read_case_file(text, "case.yaml")
    assert facts is None
    assert finding.severity is Severity.FATAL
    assert said in finding.message


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    decoded, problems = decode(text.encode(), Location("case.yaml"))
    if decoded is None:
        assert problems
        return
    facts, sources, findings = read_case_file(decoded, "case.yaml")
    assert facts is not None or findings
    assert isinstance(sources, Sources)


NAMES = ["authors", "given", "at", "patient", "age", "consent", "publication", "status", "figures", "fig-x", "panels"]
NAMES += ["tests", "alt", "results", "day 0", "keywords", "unknown", "what", "kind", "title", "file", "roles", "<<", ""]
TREES = st.recursive(
    st.sampled_from(["x", "", "none", "34 years", "given", "day 3"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(NAMES), TREES, max_size=5))
def test_fields_of_any_shape_are_read_or_told(data: dict[str, object]) -> None:
    facts, _, findings = read_case_file(json.dumps({"casewright": "1", **data}), "case.yaml")
    assert facts is not None or any(finding.severity is Severity.FATAL for finding in findings)
