"""Results in CSV files: separators, decimal signs, heads, and a place for each mistake."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.facts.measurements import series_of
from tests.resolving.made import case

FACTS = """tests:
  ferritin: {name: Ferritin, unit: µg/L, range: 15–200, file: labs.csv}
  hb: {name: Haemoglobin, unit: g/dL, range: 12–15, file: labs.csv}
"""


def read(folder: Path, data: str | bytes, facts: str = FACTS) -> tuple[list[list[str]], list[str]]:
    """Results of each test as `day 0 6.8 L`, and findings as `file:line:column: rule: message; hint`."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / "labs.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
    series, findings = series_of(replace(case(facts=facts), folder=folder))
    shown = [
        [f"{r.time.text} {r.text}{f' {r.flag}' if r.flag else ''}" for r in one.results] for one in series.values()
    ]
    return shown, sorted({f"{f.where}: {f.rule.id}: {f.message}; {f.hint}" for f in findings})


FOUND = [["day 0 3420 H", "week 6 <5 L"], ["day 0 6.8 L", "week 6 10.6 L"]]


@pytest.mark.parametrize(
    "data",
    [
        "time,ferritin,hb\nday 0,3420,6.8\nweek 6,<5,10.6\n",
        "\ufefftime,ferritin,hb\r\nday 0,3420,6.8\r\nweek 6,<5,10.6\r\n",
        "Time;Haemoglobin;Ferritin\nday 0;6,8;3420\nweek 6;10,6;<5\n",
        "time;hb;ferritin\nday 0;6.8;3420\nweek 6;10.6;<5\n",
        "time\thb\tferritin\n\nday 0\t6.8\t3420\nweek 6\t10.6\t<5\n\n",
        'time,"Haemoglobin (g/dl)","Ferritin (ug/L)"\n"day 0","6.8","3420 µg/L"\n"week 6","10.6","<5"\n',
        "time,ferritin,hb,comment\nweek 6,<5,10.6,\nday 0,3420,6.8,urgent\n",
    ],
    ids=["commas", "mark and line ends", "semicolons, commas", "semicolons, points", "tabs", "quoted", "more columns"],
)
def test_one_table_written_in_many_ways(data: str, tmp_path: Path) -> None:
    assert read(tmp_path, data) == (FOUND, [])


def test_the_first_column_may_count(tmp_path: Path) -> None:
    assert read(tmp_path, "Week,ferritin,hb\n-1,20,13\n6,30,\n") == ([["week -1 20", "week 6 30"], ["week -1 13"]], [])


def test_empty_cells_are_not_measured(tmp_path: Path) -> None:
    data = "time,ferritin,hb\nday 0,,6.8\nweek 6,<5, \n"
    assert read(tmp_path, data) == ([["week 6 <5 L"], ["day 0 6.8 L"]], [])


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        (
            "day 1,6,8,9",
            "one/data/labs.csv:3: results-row: this row has 4 cells, the head has 3; it is left out; a separator",
        ),
        (
            "day 1,6",
            "one/data/labs.csv:3: results-row: this row has 2 cells, the head has 3; those behind count as not",
        ),
        ("yesterday,6,8", "one/data/labs.csv:3:1: results-time: a time is written: day 0 (presentation), day -38"),
        ("2024-03-01,6,8", "one/data/labs.csv:3:1: results-time: a real date can identify the patient"),
        (
            "day 1 to day 3,6,8",
            "one/data/labs.csv:3:1: results-time: `day 1 to day 3` is a span; a result has one time",
        ),
        ("day 0,6,", "one/data/labs.csv:3:7: time-given-twice: `Ferritin` already has a result at this time: 3420"),
        ('day 1,30,"1,200"', "one/data/labs.csv:3: ambiguous-number: this could be two numbers, and is not guessed"),
        ("day 1,30,12 mg", "one/data/labs.csv:3:10: unit-changes: `Haemoglobin` is in g/dL, but mg is written here"),
        (
            "day 1,30,  l2",
            "one/data/labs.csv:3:12: result-not-a-number: this value of `Haemoglobin` begins like a number",
        ),
    ],
)
def test_a_bad_row_has_its_place_and_the_rest_is_read(row: str, finding: str, tmp_path: Path) -> None:
    found, findings = read(tmp_path, f"time,ferritin,hb\nday 0,3420,6.8\n{row}\nweek 6,<5,10.6\n")
    assert [line for line in findings if not line.startswith(finding)] == []
    assert len(findings) == 1
    assert [one[0] for one in found] == ["day 0 3420 H", "day 0 6.8 L"]
    assert [one[-1] for one in found] == ["week 6 <5 L", "week 6 10.6 L"]


@pytest.mark.parametrize(
    ("head", "findings"),
    [
        (
            "date,ferritin,hb",
            [
                (
                    "one/data/labs.csv:1:1: results-column: the first column does not say when: its head is neither "
                    "`time` nor `day`, `week`, `month` …; call it `time`, with values such as `day 12`, or `day`, "
                    "with the number of the day"
                )
            ],
        ),
        (
            "time,feritin,hb",
            [
                (
                    "case.yaml:3:63: results-column: `labs.csv` has no column `ferritin`; "
                    "did you mean `feritin`? name the column `ferritin`"
                )
            ],
        ),
        ("time,x,hb", ["case.yaml:3:63: results-column: `labs.csv` has no column `ferritin`; its columns are: x, hb"]),
        (
            "time,ferritin,Ferritin,hb",
            [
                (
                    "one/data/labs.csv:1:15: results-column: two columns are named `ferritin`; neither is read; "
                    "rename or delete one of them"
                )
            ],
        ),
        (
            "time,ferritin,hb (g/L)",
            [
                (
                    "one/data/labs.csv:1:15: unit-changes: `Haemoglobin` is in g/dL, but g/L is written here; "
                    "the column is not read; convert it, or correct the unit"
                )
            ],
        ),
    ],
)
def test_heads(head: str, findings: list[str], tmp_path: Path) -> None:
    columns = head.count(",")
    assert read(tmp_path, f"{head}\nday 0{',20' * columns}\n")[1] == findings


def test_a_german_file_without_any_comma_may_mean_thousands(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "time;hb;ferritin\nday 0;13;1.200\n")
    assert [line.partition(": ")[2].partition(":")[0] for line in findings] == ["ambiguous-number"]


@pytest.mark.parametrize(
    ("file", "finding"),
    [
        ("missing.csv", "results-file: there is no `missing.csv` in data/; put the file into the case's data/"),
        ("../data/labs.csv", ""),
        ("../secret.csv", "results-file: there is no `../secret.csv` in data/"),
        ("/etc/hostname", "results-file: there is no `/etc/hostname` in data/"),
        (".", "results-file: there is no `.` in data/"),
    ],
)
def test_files_outside_data_are_not_read(file: str, finding: str, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("time,hb\nday 0,1\n", "utf-8")
    facts = f"tests: {{hb: {{name: Hb, file: {file}}}}}\n"
    found, findings = read(tmp_path, "time,hb\nday 0,13\n", facts)
    assert found == ([["day 0 13"]] if not finding else [[]])
    assert len(findings) == bool(finding)
    assert all(finding in line for line in findings)


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"time,hb\n\xff", b"time,h\x00b\n", "time,hb\nday 0,1\n".encode("utf-16")]
)
def test_files_that_are_no_text_are_a_finding_of_their_tests(data: bytes, tmp_path: Path) -> None:
    found, findings = read(tmp_path, data, "tests: {hb: {name: Hb, file: labs.csv}}\n")
    assert found == [[]]
    assert len(findings) == 1
    assert "results-file" in findings[0]


def test_results_stand_in_one_place(tmp_path: Path) -> None:
    facts = "tests: {hb: {name: Hb, file: labs.csv, results: {day 0: 12}}}\n"
    found, findings = read(tmp_path, "time,hb\nday 0,13\n", facts)
    assert found == [["day 0 12"]]
    assert findings == [
        (
            "case.yaml:2:30: results-and-file: `Hb` has results here and in a file; those of the file are not read; "
            "keep them in one of the two places"
        )
    ]


def test_a_quotation_mark_that_is_never_closed_ends_the_table(tmp_path: Path) -> None:
    found, findings = read(tmp_path, 'time,ferritin,hb\nday 0,3420,6.8\nday 1,30,"12\nweek 6,<5,10.6\n')
    assert found == [["day 0 3420 H"], ["day 0 6.8 L"]]
    (finding,) = findings
    assert finding.startswith("one/data/labs.csv:3: results-file: from here on this file is no table")


def test_a_file_of_endless_rows_is_read_as_far_as_a_course_goes(tmp_path: Path) -> None:
    data = "day,ferritin,hb\n" + "".join(f"{day},20,13\n" for day in range(6000))
    found, findings = read(tmp_path, data)
    assert [len(one) for one in found] == [5000, 5000]
    assert findings == [
        (
            "one/data/labs.csv:5002: results-file: this file has more than 5000 rows; those from here on are not read; "
            "keep the results that the report shows"
        )
    ]
