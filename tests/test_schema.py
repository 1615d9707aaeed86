"""The JSON Schema that editors use: fresh, and of one mind with the reader about real cases."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from pipeline.schema import schema_text
from pipeline.workspace import shipped_templates

ROOT = Path(__file__).parents[1]
CASES = [*sorted((ROOT / "cases").glob("*/case.yaml")), shipped_templates() / "case" / "case.yaml"]
SCHEMA = yaml.safe_load(schema_text())


def test_the_committed_schema_is_what_the_models_say() -> None:
    assert (ROOT / "cases" / "case.schema.json").read_text("utf-8") == schema_text(), "run `make schema`"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_a_case_without_findings_is_valid_for_an_editor(path: Path) -> None:
    # An editor's YAML has types: `17` is a number there, and must not be marked as wrong.
    jsonschema.validate(yaml.safe_load(path.read_text("utf-8")), SCHEMA)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_the_first_line_points_to_the_schema(path: Path) -> None:
    assert path.read_text("utf-8").split("\n")[0] == "# yaml-language-server: $schema=../case.schema.json"


@pytest.mark.parametrize(
    ("written", "allowed"),
    [
        ("casewright: 1", True),
        ("casewright: 2", False),
        ("kind: own", True),
        ("kind: invented", False),
        ("jurnal: jmcr", False),
        ("patient: {age: 34 years, sex: female}", True),
        ("patient: {sex: no}", False),
        ("authors: [{given: Ada, family: Example, roles: [software]}]", True),
        ("authors: [{given: Ada, family: Example, roles: [boss]}]", False),
        ("events: {day 12: hepatitis}", True),
    ],
)
def test_an_editor_marks_what_the_reader_refuses(written: str, allowed: bool) -> None:
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(yaml.safe_load(written)) is allowed


def test_every_field_is_described() -> None:
    """A clinician sees these words while typing: names that say enough alone are listed in no other place."""
    plain = {"patient", "title", "name", "family", "what", "alt", "legend", "city", "year"}
    fields = [(n, f) for model in SCHEMA["$defs"].values() for n, f in model.get("properties", {}).items()]
    described = [name for name, field in fields if "description" in field or name in plain]
    assert len(described) / len(fields) > 0.5
