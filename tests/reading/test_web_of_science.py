from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reading import web_of_science
from tests.reading.normal_form import faults

ARTICLE = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Doe, J
   Roe, R
AF Doe, Jane
   Roe, Richard
CA Fake Trial, Grp
TI A long
   title
SO NEW JOURNAL OF FAKES
JI N. J. Fakes
PD JUN 8
PY 2004
VL 43
IS 22
BP 7003
EP 7016
DI 10.5555/a
SN 1234-5678
PM 1234
C1 A ward
UT WOS:1
ER

EF
"""


def test_an_article() -> None:
    (item,), findings = web_of_science.read(ARTICLE, "references.isi")
    assert findings == []
    assert (item.key, item.origin.line) == ("doe2004", 3)
    assert dict(item.csl) == {
        "type": "article-journal",
        "author": [
            {"family": "Doe", "given": "Jane"}, {"family": "Roe", "given": "Richard"}, {"literal": "Fake Trial, Grp"},
        ],
        "title": "A long title", "container-title": "NEW JOURNAL OF FAKES", "container-title-short": "N. J. Fakes",
        "issued": {"date-parts": [[2004, 6, 8]]}, "volume": "43", "issue": "22", "page": "7003-7016",
        "DOI": "10.5555/a", "ISSN": "1234-5678", "PMID": "1234",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "csl_type"),
    [
        ("PT J", "article-journal"),
        ("PT B\nPU Press", "book"),
        ("PT B\nSO Book", "chapter"),
        ("PT J\nCT Congress", "paper-conference"),
    ],
)
def test_types(lines: str, csl_type: str) -> None:
    (item,), findings = web_of_science.read(f"{lines}\nTI T\nER\n", "references.isi")
    assert (item.csl["type"], findings) == (csl_type, [])


@pytest.mark.parametrize(
    ("text", "items", "rules"),
    [
        ("PT J\nTI T\nXX a\nER\n", 1, ["unknown-reference-tag"]),
        ("PT J\nTI T\n", 1, ["damaged-reference"]),
        ("TI T\nER\nPT J\nTI S\nER\n", 2, ["damaged-reference"]),
        ("PT J\nER\n", 0, ["malformed-reference"]),
        ("FN X\nVR 1.0\nEF\n", 0, []),
    ],
)
def test_broken_files(text: str, items: int, rules: list[str]) -> None:
    found, findings = web_of_science.read(text, "references.isi")
    assert (len(found), [finding.rule.id for finding in findings]) == (items, rules)


@given(
    st.lists(
        st.builds("{} {}".format, st.sampled_from("PT ER AU AF TI SO PD PY BP SN PM".split()), st.text(max_size=20))
    )
)
@settings(max_examples=100, deadline=None)
def test_any_lines_give_items_in_normal_form(lines: list[str]) -> None:
    items, _ = web_of_science.read("\n".join(lines), "references.isi")
    assert [faults(item) for item in items] == [[] for _ in items]
