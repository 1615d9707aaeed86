from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.findings import Finding
from pipeline.reading import csl_yaml
from tests.reading.normal_form import faults

PANDOC = """\
---
title: Not a reference
references:
  # the one that everybody cites
  - id: doe2021
    type: article-journal
    title: "*E. coli* and [DNA]{.nocase}: H~2~O, Ca^2+^"
    author:
      - {family: Doe, given: Jane A.}
      - family: Berg
        given: Jan
        non-dropping-particle: van der
      - literal: World Health Organization
    issued:
      date-parts: [[2021, 3, 5]]
    container-title: Journal of Fake Medicine
    volume: 012
    issue: 1.10
    page: 1099–1102
    DOI: 10.5555/a_b_c
    publisher: ~
    genre: null
    abstract: |
      Two
      lines.

  - id: roe2020
    type: webpage
    URL: https://example.org/~roe/*x*
    issued:
      - year: 2020
        month: 5
    accessed: 2024-05-06
...

This is prose.
"""


def keys(text: str) -> list[str]:
    return [item.key for item in csl_yaml.read(text, "references.yaml")[0]]


def one(text: str) -> tuple[list[str], Finding]:
    """The keys of a text and the only thing that is wrong with it."""
    items, (finding,) = csl_yaml.read(text, "references.yaml")
    return [item.key for item in items], finding


def test_the_references_of_a_document_for_pandoc() -> None:
    (first, second), findings = csl_yaml.read(PANDOC, "references.yaml")
    assert findings == []
    assert [(item.key, str(item.origin)) for item in (first, second)] == [
        ("doe2021", "references.yaml:5:5"),
        ("roe2020", "references.yaml:27:5"),
    ]
    assert dict(first.csl) == {
        "type": "article-journal",
        "title": '<i>E. coli</i> and <span class="nocase">DNA</span>: H<sub>2</sub>O, Ca<sup>2+</sup>',
        "author": [
            {"family": "Doe", "given": "Jane A."},
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"literal": "World Health Organization"},
        ],
        "issued": {"date-parts": [[2021, 3, 5]]},
        "container-title": "Journal of Fake Medicine",
        "volume": "012",
        "issue": "1.10",
        "page": "1099-1102",
        "DOI": "10.5555/a_b_c",
        "abstract": "Two lines.",
    }
    assert dict(second.csl) == {
        "type": "webpage",
        "URL": "https://example.org/~roe/*x*",
        "issued": {"date-parts": [[2020, 5]]},
        "accessed": {"date-parts": [[2024, 5, 6]]},
    }


@pytest.mark.parametrize(
    "text",
    [
        "- {id: a, type: book}\n- {id: b, type: book}\n",
        "- id: a\n  type: book\n- id: b\n  type: book",
        "---\n- id: a\n  type: book\n- id: b\n  type: book\n---\n",
        "references:\n- id: a\n  type: book\n- id: b\n  type: book\nnocite: '@*'\n",
        "references: [{id: a, type: book}, {id: b, type: book}]\n",
        "---\nnocite: x\nreferences: [{id: a, type: book}, {id: b, type: book}]\n---\nProse: [",
        "  -\n    id: a\n    type: book\n  -\n    id: b\n    type: book\n",
    ],
    ids=["flow", "block", "fenced", "pandoc", "all in flow", "metadata", "indented"],
)
def test_a_list_however_it_is_laid_out(text: str) -> None:
    items, findings = csl_yaml.read(text, "references.yaml")
    assert ([item.key for item in items], findings) == (["a", "b"], [])


@pytest.mark.parametrize(
    ("broken", "kept", "rule_id", "place", "said"),
    [
        ("- id: b\n  type: book\n  title: Fever: a case", "abc", "yaml-needs-quotes", "5:10", "colon"),
        ("- id: b\n  type: book\n  title: Case #2", "abc", "yaml-needs-quotes", "5:10", "#"),
        ("- id: b\n  type: [book", "ac", "malformed-reference", "4:9", "cannot be read"),
        ("- id: b\n\ttype: book", "abc", "yaml-tab", "4:1", "tab"),
        ("- id: b\n  type: book\n  title: &x A", "abc", "yaml-feature-not-used", "5:10", "&x"),
        ("- id: b\n  type: book\n  <<: *x", "abc", "yaml-feature-not-used", "5:3", "<<"),
        ("- id: b\n  type: book\n  note: !!python/name:x y", "abc", "yaml-feature-not-used", "5:9", "tag"),
        ("- id: b\n  type: book\n  type: book", "abc", "duplicate-key", "5:3", "already given"),
        ("- type: book", "ac", "malformed-reference", "3:3", "no id"),
        ("- just words", "ac", "malformed-reference", "3:3", "not a reference"),
        ("- id: b\n  type: book\n  colour: red", "abc", "unknown-reference-variable", "3:3", "colour"),
        ("- id: b\n  type: book\n  note: " + "[" * 50 + "]" * 50, "ac", "malformed-reference", "5:39", "nested"),
        ("nonsense", "c", "malformed-reference", "3:1", "cannot be read"),
    ],
)
def test_a_broken_reference_is_a_finding_and_costs_no_other(
    broken: str, kept: str, rule_id: str, place: str, said: str
) -> None:
    text = f"- id: a\n  type: book\n{broken}\n- id: c\n  type: book\n"
    items, findings = csl_yaml.read(text, "references.yaml")
    found = {(finding.rule.id, str(finding.where).removeprefix("references.yaml:")): finding for finding in findings}
    assert (rule_id, place) in found
    assert said in found[rule_id, place].message
    assert "".join(item.key for item in items) == kept
    assert all(finding.severity != "fatal" for finding in findings)


@pytest.mark.parametrize("text", ["just words", "a: b", "references: nothing", "- 5\n"])
def test_what_is_no_list_of_references_is_a_finding(text: str) -> None:
    read, finding = one(text)
    assert (read, finding.rule.id) == ([], "malformed-reference")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n...\n"])
def test_nothing_gives_nothing(text: str) -> None:
    assert keys(text) == []


def test_aliases_are_never_followed() -> None:
    bomb = "- &a {id: a, type: book}\n" + "".join(f"- &{c} [*{p}, *{p}, *{p}, *{p}]\n" for p, c in pairwise("abcdefgh"))
    items, findings = csl_yaml.read(bomb, "x.yaml")
    assert [item.key for item in items] == ["a"]
    assert len(findings) < 60


def test_a_family_called_null_keeps_its_name() -> None:
    (item,), findings = csl_yaml.read("- {id: a, type: book, author: [{family: Null}], title: null}", "x.yaml")
    assert (item.csl["author"], "title" in item.csl, findings) == ([{"family": "Null"}], False, [])


def test_a_large_file_is_read_in_linear_time() -> None:
    text = "references:\n" + "".join(f"- id: a{n}\n  type: book\n  title: Fever {n}\n" for n in range(3_000))
    assert len(keys(text)) == 3_000


@pytest.mark.parametrize(
    "text",
    [
        "- id: a\n  title: " + "x: " * 100_000,
        "- {id: a, title: " + "[" * 100_000,
        "- id: a\n  type: book\n  abstract: " + "word " * 2_000_000,
        "- " * 100_000,
        "- id: a: b\n" * 2_000,
    ],
    ids=["colons", "brackets", "abstract", "dashes", "many broken"],
)
def test_hostile_text_ends(text: str) -> None:
    items, findings = csl_yaml.read(text, "x.yaml")
    assert findings
    assert len(items) + len(findings) < 10_000


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("-:[]{},&*#'\"|>~ \n\tabid typeok0129é\x07"))
    | st.lists(st.tuples(st.sampled_from(["title", "author", "issued", "DOI", "page", "note"]), st.text())).map(
        lambda fields: "- id: a\n" + "".join(f"  {name}: {value}\n" for name, value in fields)
    )
)
def test_whatever_the_text_no_item_is_out_of_form(text: str) -> None:
    items, _ = csl_yaml.read(text, "x.yaml")
    assert [fault for item in items for fault in faults(item)] == []
