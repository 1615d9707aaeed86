"""Files of a case as text, or why they are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.findings import Location
from pipeline.reading.inline_nodes import read_line
from pipeline.reading.text import MAX_BYTES, read_text


@pytest.mark.parametrize(("size", "rules"), [(MAX_BYTES, []), (MAX_BYTES + 1, ["file-too-large"])])
def test_a_file_may_have_so_many_bytes_and_no_more(size: int, rules: list[str], tmp_path: Path) -> None:
    path = tmp_path / "narrative.md"
    path.write_bytes(b"a" * size)
    text, findings = read_text(path, "narrative.md", tmp_path)
    assert [finding.rule.id for finding in findings] == rules
    assert (text is None) == bool(rules)


@pytest.mark.parametrize(("line", "rules"), [("Bone^[a note].", ["note-in-line"]), ("Bone^2^ [a note].", [])])
def test_a_line_of_case_yaml_has_no_note(line: str, rules: list[str]) -> None:
    _, findings = read_line(line, Location("case.yaml", 3, 5))
    assert [finding.rule.id for finding in findings] == rules
