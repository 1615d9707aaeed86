"""Files beside the cases: any model from YAML, with every mistake told at its line."""

from __future__ import annotations

import pytest

from pipeline.case.fields import Part, Words
from pipeline.findings import Severity
from pipeline.reading.model_file import read_model


class Fruit(Part):
    name: Words
    grams: int | None = None


class Basket(Part):
    owner: Words | None = None
    fruits: tuple[Fruit, ...] = ()


class Labelled(Part):
    label: Words
    weight: int


def told(text: str, model: type[Part] = Basket) -> list[str]:
    return [f"{f.where}: {f.rule.id}: {f.message}; {f.hint}" for f in read_model(text, "basket.yaml", model)[2]]


def test_what_is_well_written_is_read_with_its_places() -> None:
    basket, sources, findings = read_model("owner: Ada\nfruits:\n  - {name: fig, grams: 40}\n", "basket.yaml", Basket)
    assert basket == Basket(owner="Ada", fruits=(Fruit(name="fig", grams=40),))
    assert findings == []
    assert str(sources.value("fruits", 0, "grams")) == "basket.yaml:3:24"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ownr: Ada\n", "basket.yaml:1:1: unknown-key: `ownr` is not a field of basket.yaml; did you mean `owner`?"),
        ("owner: Ada\n", ""),
        (
            "fruits:\n  - {name: fig, gram: 4}\n",
            "basket.yaml:2:17: unknown-key: `gram` is not a field of `fruits.0`; did you mean `grams`?",
        ),
        ("fruits:\n  - {grams: 4}\n", "missing-key: `name` of `fruits.0` is missing; add a line: name: …"),
        ("fruits:\n  - {name: fig, grams: heavy}\n", "`fruits.0.grams`: a whole number is expected here"),
        ("owner: 50% #1\n", "yaml-needs-quotes"),
        ("- Ada\n", "basket.yaml: no-fields: this file holds a list or a text, not fields with values"),
        ("", "basket.yaml: no-fields: this file is empty"),
        ("fruits: [fig\n", "not-yaml"),
    ],
)
def test_a_mistake_is_told_at_its_line(text: str, expected: str) -> None:
    said = told(text)
    assert [expected in one for one in said] == ([True] if expected else [])


def test_one_mistake_hides_neither_the_rest_nor_the_next() -> None:
    text = "owner: Ada\ncolour: red\nfruits:\n  - {name: fig, grams: heavy}\n  - {name: date}\n"
    basket, sources, findings = read_model(text, "basket.yaml", Basket)
    assert basket == Basket(owner="Ada", fruits=(Fruit(name="fig"), Fruit(name="date")))
    assert [finding.where.line for finding in findings] == [4, 2]
    assert sources.was_dropped("fruits", 0, "grams")


def test_a_file_beside_the_cases_stops_none() -> None:
    basket, _, findings = read_model("fruits: [fig\n", "basket.yaml", Basket)
    assert basket is None
    assert {finding.severity for finding in findings} == {Severity.ERROR}


def test_a_file_that_lacks_what_it_cannot_do_without_gives_nothing() -> None:
    labelled, _, findings = read_model("label: figs\n", "basket.yaml", Labelled)
    assert labelled is None
    assert [finding.message for finding in findings] == ["`weight` is missing"]
