"""The models of case.yaml → JSON Schema, for completion and checking in editors."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.case import CaseFile


def schema_text() -> str:
    """JSON Schema (2020-12) of case.yaml, as the file that ships."""
    schema = CaseFile.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "case.yaml of Casewright"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schema(path: Path) -> bool:
    """Write the schema where the first line of every case.yaml points; gives whether it changed."""
    text = schema_text()
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return True
