"""The author's list of retracted articles: the forms it may have, and what is said where it is broken."""

from __future__ import annotations

import codecs
import tracemalloc
from pathlib import Path

import pytest

from pipeline.references.retractions import read_notices
from tests.references.made_references import items

SHOWN = "bibliography/retractions.csv"
WATCH = (
    "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Notes"
)
WATCHED = f"""{WATCH}
1,"A title, with
a line",5/30/2019 0:00,10.5555/n,10.5555/a,0,Retraction,+Error in Data;+Copied;,
2,Another,2019-05-31,10.5555/n,unavailable,17,Retraction,,
3,The notice about a cited article is not the article,2019-05-31,10.5555/c,10.5555/y,0,Retraction,,
"""
CITED = items("DOI: 10.5555/A", "PMID: 17", "DOI: 10.5555/c; PMID: 18")


def told(path: Path, content: str | bytes) -> list[str]:
    """What the list says of the references above, as `identifier: nature, date, reason, line`, and its faults."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    notices, findings = read_notices(path, SHOWN, CITED)
    said = [
        f"{sign}: {notice.nature}, {notice.date}, {notice.reason}, {notice.where.line}"
        for sign in sorted(notices)
        for notice in notices[sign]
    ]
    return [*said, *(f"{finding.where}: {finding.message}" for finding in findings)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("doi,reason\n10.5555/a,made up\n10.5555/b,copied\n", ["10.5555/a: retraction, , made up, 2"]),
        ("DOI\nhttps://doi.org/10.5555/A\n", ["10.5555/a: retraction, , , 2"]),
        ("pmid;nature;date\n17;Expression of concern;2020\n", ["17: expression of concern, 2020, , 2"]),
        ("pmid\tnature\n17\tCorrection\n17\tReinstatement\n", ["17: correction, , , 2", "17: reinstatement, , , 3"]),
        ("doi,nature\n10.5555/a,Erratum\n", ["10.5555/a: correction, , , 2"]),
        ("doi,nature,reason\n10.5555/a,Withdrawn,x\n", ["10.5555/a: retraction, , x, 2"]),
        ("doi,nature,reason\n10.5555/a,Doubtful,x\n", ["10.5555/a: other, , Doubtful; x, 2"]),
        ("doi,date\n10.5555/a,3/5/2019\n", ["10.5555/a: retraction, 3/5/2019, , 2"]),
        ("doi,reason\n10.5555/a,\x1b[31mred\x07\n", ["10.5555/a: retraction, , [31mred, 2"]),
        ("doi\n\n10.5555/x\n", []),
        (
            WATCHED,
            ["10.5555/a: retraction, 2019-05-30, Error in Data; Copied, 2", "17: retraction, 2019-05-31, , 4"],
        ),
        (codecs.BOM_UTF8 + b"doi,reason\n10.5555/a,\xc3\xa9\n", ["10.5555/a: retraction, , é, 2"]),
        (b"doi,reason\r\n10.5555/a,\xe9 \x81\r\n", ["10.5555/a: retraction, , é \ufffd, 2"]),
    ],
)
def test_forms_of_the_list(tmp_path: Path, content: str | bytes, expected: list[str]) -> None:
    assert told(tmp_path / "retractions.csv", content) == expected


NO_COLUMN = f"{SHOWN}:1: this list of retractions has no column for a DOI or a PubMed number"
BREAKS = "this list of retractions cannot be read on from here"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", [NO_COLUMN]),
        ("\n\n", [NO_COLUMN]),
        ("title,reason\nx,y\n", [NO_COLUMN]),
        ("10.5555/a,made up\n", [NO_COLUMN]),
        ("doi,reason\n".encode("utf-16"), [NO_COLUMN]),
        ("<!DOCTYPE html><title>Sign in</title>", [NO_COLUMN]),
        (
            'doi,reason\n10.5555/a,x\n10.5555/b,"y\n10.5555/c,z\n',
            ["10.5555/a: retraction, , x, 2", f"{SHOWN}:3: {BREAKS}"],
        ),
        ('doi,reason\n10.5555/b,"y' + "\n10.5555/x,z" * 99 + '"\n10.5555/a,x\n', [f"{SHOWN}:2: {BREAKS}"]),
        ("doi,reason\n10.5555/b," + "y" * 200_000 + "\n10.5555/a,x\n", [f"{SHOWN}:2: {BREAKS}"]),
    ],
)
def test_a_broken_list_is_told_and_what_stands_before_the_break_is_read(
    tmp_path: Path, content: str | bytes, expected: list[str]
) -> None:
    assert told(tmp_path / "retractions.csv", content) == expected


def test_without_a_list_nothing_is_claimed(tmp_path: Path) -> None:
    assert read_notices(tmp_path / "retractions.csv", SHOWN, CITED) == ({}, [])


def test_a_folder_of_its_name_is_no_list(tmp_path: Path) -> None:
    _, (finding,) = read_notices(tmp_path, SHOWN, CITED)
    assert finding.rule.id == "retraction-list-unreadable"


def test_a_list_that_changes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "retractions.csv"
    assert told(path, "doi\n10.5555/x\n") == []
    assert told(path, "doi\n10.5555/x\n10.5555/a\n") == ["10.5555/a: retraction, , , 3"]


def test_a_long_list_is_never_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "retractions.csv"
    row = "{0},A title of some length,5/30/2019 0:00,10.5555/n{0},10.5555/x{0},{0},Retraction,+Error in Data;,\n"
    path.write_text(f"{WATCH}\n" + "".join(row.format(number) for number in range(1000, 21_000)), encoding="utf-8")
    tracemalloc.start()
    notices, findings = read_notices(path, SHOWN, items("DOI: 10.5555/x19000"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (list(notices), findings) == (["10.5555/x19000"], [])
    assert peak < path.stat().st_size / 4
