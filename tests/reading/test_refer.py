from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reading import refer
from tests.reading.normal_form import faults

ARTICLE = """\
%0 Journal Article
%T A mass
of the spine
%A Rund, Deborah
%A van Acker, B
%J New Journal of Fakes
%V 353
%N 11
%P 1135-1146
%@ 1234-5678
%D 2005
%R 10.5555/a
%+ A ward
%I Press
"""


def test_an_article() -> None:
    (item,), findings = refer.read(ARTICLE, "references.enw")
    assert (item.key, findings) == ("rund2005", [])
    assert dict(item.csl) == {
        "type": "article-journal",
        "author": [
            {"family": "Rund", "given": "Deborah"},
            {"non-dropping-particle": "van", "family": "Acker", "given": "B"},
        ],
        "title": "A mass of the spine", "container-title": "New Journal of Fakes", "volume": "353", "issue": "11",
        "page": "1135-1146", "ISSN": "1234-5678", "issued": {"date-parts": [[2005]]}, "DOI": "10.5555/a",
        "publisher": "Press",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "types", "rules"),
    [
        ("%0 Book\n%T A\n\n%0 Thesis\n%T B", ["book", "thesis"], []),
        ("%0 Book\n%T A\n%0 Thesis\n%T B", ["book", "thesis"], []),
        ("%0 Gadget\n%T A", ["document"], ["unknown-reference-type"]),
        ("%T A\n%D 2005", ["document"], ["damaged-reference"]),
        ("%0 Book\n%T A\n%< x", ["book"], ["unknown-reference-tag"]),
        ("%0 Book", [], ["malformed-reference"]),
        ("100 % of it", [], ["stray-reference-lines"]),
    ],
)
def test_records(text: str, types: list[str], rules: list[str]) -> None:
    items, findings = refer.read(text, "references.enw")
    assert [item.csl["type"] for item in items] == types
    assert [finding.rule.id for finding in findings] == rules


@given(st.lists(st.builds("%{} {}".format, st.sampled_from("0ATJDPVN@R"), st.text(max_size=20))))
@settings(max_examples=100, deadline=None)
def test_any_lines_give_items_in_normal_form(lines: list[str]) -> None:
    items, _ = refer.read("\n".join(lines), "references.enw")
    assert [faults(item) for item in items] == [[] for _ in items]
