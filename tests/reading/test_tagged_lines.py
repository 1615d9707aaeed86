from __future__ import annotations

import time

import pytest

from pipeline.reading.tagged_lines import CARELESS_RIS, NBIB, RIS, WEB_OF_SCIENCE, Form, records


def lines(text: str, form: Form) -> list[list[str]]:
    """Each record as its lines, `TAG=value`; a line feed in a value is shown as a stroke."""
    found, _ = records(text, form)
    return [[f"{line.tag}={line.value}".replace("\n", "|") for line in record.lines] for record in found]


@pytest.mark.parametrize(
    ("form", "text", "read"),
    [
        (RIS, "TY  - JOUR\nTI  - A\nER  - \n", [["TY=JOUR", "TI=A"]]),
        (RIS, "TY  - JOUR\nTI  - A\n  title  \nER  -", [["TY=JOUR", "TI=A|title"]]),
        (RIS, "TY  - JOUR\nN1  - A\n\n  note\nER  -\n", [["TY=JOUR", "N1=A||note"]]),
        (RIS, "TY  - JOUR\nER  -\nTY  - BOOK\nER  -", [["TY=JOUR"], ["TY=BOOK"]]),
        (RIS, "TY  - JOUR\nAB  - Of\nIL - 6 and\nTI - x\nER  -", [["TY=JOUR", "AB=Of|IL - 6 and|TI - x"]]),
        (RIS, "TY  - JOUR\nTI  - A\nER -\nTY - BOOK\nTI  - B\nER  -", [["TY=JOUR", "TI=A"], ["TY=BOOK", "TI=B"]]),
        (RIS, "TY  -\nTI  -\nER  -", [["TY=", "TI="]]),
        (CARELESS_RIS, "ty - jour\nti - A\ner -", [["TY=jour", "TI=A"]]),
        (CARELESS_RIS, "  TY - JOUR\n  TI - A\n  ER -", [["TY=JOUR", "TI=A"]]),
        (NBIB, "PMID- 1\nTI  - A long\n      title\n\nPMID- 2", [["PMID=1", "TI=A long|title"], ["PMID=2"]]),
        (NBIB, "\n\nPMID-1\nPHST- x [y]\nTI  -", [["PMID=1", "PHST=x [y]", "TI="]]),
        (NBIB, "TI  - A\nPMID- 1", [["TI=A"], ["PMID=1"]]),
        (WEB_OF_SCIENCE, "PT J\nAU Doe, J\n   Roe, R\nER\n", [["PT=J", "AU=Doe, J|Roe, R"]]),
    ],
)
def test_records(form: Form, text: str, read: list[list[str]]) -> None:
    assert lines(text, form) == read


@pytest.mark.parametrize(
    ("form", "text", "stray"),
    [
        (RIS, "Provider: X\nTY  - JOUR\nER  - \nRecord 2\n", ["Provider: X", "Record 2"]),
        (RIS, "TY  - JOUR\nER  - left\n", ["left"]),
        (CARELESS_RIS, "TY - JOUR\nER - left\n", ["left"]),
        (NBIB, "PMID- 1\n\nA line\nPMID- 2\n", ["A line"]),
        (RIS, "TY  - JOUR\nTI  - A\n  title\nER  -\n\n", []),
        (NBIB, "", []),
    ],
)
def test_lines_that_belong_to_no_record_are_kept_apart(form: Form, text: str, stray: list[str]) -> None:
    assert [line.value for line in records(text, form)[1]] == stray


@pytest.mark.parametrize(
    ("form", "text", "begun", "ended"),
    [
        (RIS, "TY  - JOUR\nER  -", True, True),
        (RIS, "TY  - JOUR\nTI  - A", True, False),
        (RIS, "TI  - A\nER  -", False, True),
        (NBIB, "PMID- 1", True, True),
        (NBIB, "TI  - A", False, True),
    ],
)
def test_a_record_knows_whether_it_is_whole(form: Form, text: str, begun: bool, ended: bool) -> None:
    (record,), _ = records(text, form)
    assert (record.begun, record.ended) == (begun, ended)


def test_offsets_are_those_of_the_tags() -> None:
    text = "junk\nTY  - JOUR\n  TI  - A\n b\nER  -\n"
    (record,), (junk,) = records(text, RIS)
    assert [text[line.offset :][:2] for line in record.lines] == ["TY", "TI"]
    assert (record.offset, junk.offset) == (5, 0)


@pytest.mark.parametrize("form", [RIS, CARELESS_RIS, NBIB, WEB_OF_SCIENCE])
def test_the_time_is_linear_in_the_text(form: Form) -> None:
    texts = ["a " * 2_500_000, "\n" * 2_000_000, "TY  - JOUR\n" * 100_000, "TY  - JOUR\nAB  - " + "word\n" * 500_000]
    for text in texts:
        start = time.process_time()
        records(text, form)
        assert time.process_time() - start < 10
