"""The models of case.yaml → JSON Schema, for completion and checking in editors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.case import CaseFile

if TYPE_CHECKING:
    from pathlib import Path

_TYPED_BY_YAML = ["string", "number", "boolean"]
"""What an editor takes unquoted words for: `17` and `no` are texts to us, a number and a truth value to it."""


def schema_text() -> str:
    """JSON Schema (2020-12) of case.yaml, as the file that ships."""
    schema = {key: _as_typed(part) for key, part in CaseFile.model_json_schema(by_alias=True).items()}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return (
        json.dumps({"$schema": dialect, **schema, "title": "case.yaml of Casewright"}, indent=2, ensure_ascii=False)
        + "\n"
    )


def write_schema(path: Path) -> bool:
    """Write the schema where the first line of every case.yaml points; gives whether it changed."""
    text = schema_text()
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return True


def _as_typed(node: object) -> object:
    """A part of the schema with every text also allowed as the number or truth value that YAML makes of it."""
    if isinstance(node, list):
        return [_as_typed(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _as_typed(value) for key, value in node.items()}
    if made.get("type") == "string" and "enum" not in made and "const" not in made:
        made["type"] = _TYPED_BY_YAML
    if made.get("const") == "1":
        del made["const"]
        made["enum"] = ["1", 1]
        made["type"] = ["string", "number"]
    return made
