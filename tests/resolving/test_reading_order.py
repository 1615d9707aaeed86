"""One small case that cites wherever an author can: what is printed at each place, and under which numbers."""

from __future__ import annotations

import pytest

from pipeline.findings import Location
from pipeline.journals import Journal
from pipeline.library import Item, Library
from pipeline.manuscript import Citation, Emphasis, Inline, Inlines, Manuscript, NoteReference, Text
from pipeline.resolving import Setting, resolve
from pipeline.resolving.walk import lines_of
from tests.resolving.made import LABELS, case, manuscript, rules

NARRATIVE = """
# Fever

## Abstract

Fever is known [@known].

## Case presentation

@said saw it first [see @prose]; so did we.[^one] All is in @tbl-labs, @tbl-doses and @fig-mri.

| Test | Value [@head] |
|---|---|
| ALT [@cell] | 88 |

: Tests [@caption] {#tbl-labs}

[^one]: As others [@note; @known].

## Discussion

It is a fever [@known; @said; @prose], as in the figure [@credit; @last].
"""
FACTS = """
tables:
  tbl-doses: {title: Doses, columns: [Drug], rows: [[none]], notes: ['Doses after [@tablenote].']}
figures:
  fig-mri:
    title: Scan
    legend: Measured as in [@legend].
    panels: [{file: sound.png, alt: Scan, legend: 'arrow after [@panel]', credit: 'From [@credit].'}]
statements: {funding: 'As always [@funder].'}
"""
KEYS = (
    "cell caption credit funder head known last legend note panel prose said tablenote".split()  # not in reading order
)


def made() -> Manuscript:
    printed, findings = manuscript(NARRATIVE, FACTS, *KEYS)
    assert rules(findings) == []
    return printed


def plain(line: Inlines) -> str:
    return "".join(map(shown, line)).replace("\N{NO-BREAK SPACE}", " ")


def shown(node: Inline) -> str:
    match node:
        case Text(text):
            return text
        case Citation(parts):
            return "".join(part.text for part in parts)
        case Emphasis(children):
            return plain(children)
        case NoteReference():
            return "*"
        case _:
            return "…"


def test_numbers_follow_the_reading_of_the_whole_document() -> None:
    case = made()
    assert case.abstract is not None
    assert [plain(line) for line in lines_of((case.abstract, *case.sections))] == [
        "Abstract",
        "Fever is known (1).",
        "Case presentation",
        # A note is read where it is called: the note below is number 4.
        "said (2) saw it first (see 3); so did we.* All is in …, … and ….",
        "Doses",
        "Drug",
        "none",
        "Doses after (5).",
        "Scan",
        "Measured as in (6). arrow after (7).",
        "From (8).",
        "Tests (9)",
        "Test",
        "Value (10)",
        "ALT (11)",
        "88",
        "Discussion",
        "It is a fever (1–3), as in the figure (8,12).",
    ]
    assert [plain(line) for note in case.notes for line in lines_of(note.blocks)] == ["As others (1,4)."]
    assert [plain(line) for part in case.statements for line in lines_of(part.blocks)] == ["As always (13)."]


def test_the_list_of_references_has_the_same_order() -> None:
    order = "known said prose note tablenote legend panel credit caption head cell last funder".split()
    references = made().references
    assert [reference.id for reference in references] == [f"ref-{key}" for key in order]
    assert [reference.label for reference in references] == [f"{number}." for number in range(1, len(order) + 1)]


@pytest.mark.parametrize(
    ("authors", "printed"),
    [
        (["Roe"], "Roe (1) saw it."),
        (["Roe", "Poe"], "Roe and Poe (1) saw it."),
        (["Roe", "Poe", "Moe"], "Roe et al. (1) saw it."),
        ([], "(1) saw it."),
    ],
)
def test_names_are_part_of_the_sentence_where_the_author_writes_them_so(authors: list[str], printed: str) -> None:
    csl = {"type": "article-journal", "title": "Fever", "author": [{"family": name} for name in authors]}
    library = Library({"key": Item("key", csl, Location("references.bib"))})
    setting = Setting(Journal("default", "", "vancouver"), "", LABELS)
    resolved, _ = resolve(case("# T\n\n## Discussion\n\n@key saw it.\n"), library, setting)
    assert resolved is not None
    assert [plain(line) for line in lines_of(resolved.sections)] == ["Discussion", printed]


def test_a_style_that_sorts_its_list_numbers_by_it() -> None:
    works = {
        key: Item(key, {"type": "book", "title": "Fever", "author": [{"family": key}]}, Location("references.bib"))
        for key in ("Roe", "Poe", "Moe")
    }
    setting = Setting(Journal("default", "", "nlm-citation-name"), "", LABELS)
    resolved, findings = resolve(
        case("# T\n\n## Discussion\n\nOne [@Roe], two [@Moe; @Roe].\n"), Library(works), setting
    )
    assert resolved is not None
    assert rules(findings) == ["citation-style-not-verified"]
    assert [plain(line) for line in lines_of(resolved.sections)] == ["Discussion", "One (2), two (1,2)."]
    assert [(reference.number, reference.id) for reference in resolved.references] == [(1, "ref-Moe"), (2, "ref-Roe")]
