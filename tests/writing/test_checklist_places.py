"""Every page and line that the checklists of the cases name, looked up among the characters of the PDF itself."""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from pipeline.build import Result, Wishes, make_case
from pipeline.workspace import Workspace
from pipeline.writing import pdf
from tests.writing.read_lines import baselines, content_box, lines_with, signs_of
from tests.writing.specimen import ROOT

pytestmark = pytest.mark.skipif(bool(pdf.available()), reason=pdf.available() or "Pango is here")
CASES = ["synthetic-emh", "paraspinal-emh"]
FIRST = 3
"""Words of an excerpt that must stand at its place."""
Entry = dict[str, Any]
"""An evidence as the data give it."""


@cache
def built(case: str) -> Result:
    return make_case(Workspace(ROOT), case, Wishes(("checklist",)))


def evidence(case: str) -> list[Entry]:
    files = built(case).outputs["checklist"].files
    return [
        one
        for name, data in files.items()
        if name.endswith(".json")
        for item in json.loads(data)["items"]
        for one in item["evidence"]
    ]


@pytest.mark.parametrize("case", CASES)
def test_every_excerpt_begins_at_its_page_and_line(case: str) -> None:
    data = built(case).outputs["pdf"].files[f"{case}.pdf"]
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in PdfReader(io.BytesIO(data)).pages]
    pages = signs_of(data)
    heights = [
        baselines(signs, content_box("article", number, *size))
        for number, (signs, size) in enumerate(zip(pages, sizes, strict=True), 1)
    ]
    entries = evidence(case)
    assert len(entries) > 20
    wrong = []
    for one in entries:
        beginning = " ".join(one["excerpt"].split()[:FIRST])
        signs, lines = pages[one["page"] - 1], heights[one["page"] - 1]
        found = lines_with(beginning, signs, lines)
        # What stands in the margin has no line, but it is on the page.
        if not (found if one["line"] == 0 else one["line"] in found):
            wrong.append(f"page {one['page']}, line {one['line']}, not {found}: {one['where']}: {beginning}")
    assert wrong == []


@pytest.mark.parametrize("case", CASES)
def test_every_link_leads_to_an_id_of_the_page(case: str) -> None:
    page = built(case).outputs["html"].files[f"{case}.html"].decode()
    assert [one["anchor"] for one in evidence(case) if f'id="{one["anchor"]}"' not in page] == []
