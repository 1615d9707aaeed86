"""Real dates of a case lie in private/dates.yaml, fit its times, and leave in no byte of any output."""

from __future__ import annotations

import base64
import io
import shutil
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from pipeline.build import Result, Wishes, build_case, check_case
from pipeline.findings import Finding, Severity, as_rows, as_text
from pipeline.inspecting import private_dates
from pipeline.reading.date_spellings import dates_in
from pipeline.reading.hidden_text import texts_in
from pipeline.reading.private_dates import read_private_dates
from pipeline.workspace import Workspace
from pipeline.writing.output import Output

SOUND = Path(__file__).parent / "bad_input" / "sound"
READABLE = Wishes(writers=("html", "text"))
DATES = "day 0: 2025-03-14\nweek 6: 2025-04-25\nbirth: 1990-11-02\n"
FIGURE = "    panels: [{file: sound.png, alt: A grey square.}]"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><text x="2" y="40" font-size="16">{}</text></svg>'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(SOUND, tmp_path / "cases" / "one")
    workspace = Workspace(tmp_path)
    keep(workspace, DATES)
    return workspace


def keep(workspace: Workspace, dates: str, case: str = "one") -> None:
    path = workspace.case_folder(case) / "private" / "dates.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(dates, "utf-8")


def edit(workspace: Workspace, file: str, old: str, new: str) -> None:
    path = workspace.case_folder("one") / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def rules(findings: list[Finding]) -> list[str]:
    return [finding.rule.id for finding in findings]


def assert_refused(workspace: Workspace, result: Result, case: str = "one") -> None:
    """Nothing is written, and nobody reads the date in what is said about it."""
    assert {f.severity for f in result.findings if f.rule.id == "private-date-written"} == {Severity.REFUSAL}
    assert not result.written
    assert not list((workspace.build / case).glob("*"))
    told = [finding for finding in result.findings if finding.rule.id == "private-date-written"]
    said = as_text(told, lambda _: "") + str(as_rows(told))
    days = [entry.day for entry in read_private_dates(workspace.case_folder(case), "")[0]]
    assert dates_in(said.replace(case, ""), days, "en") == set()


# --- planted by the author --------------------------------------------------------------------------

PLANTED = {
    "title": ("narrative.md", "# A sound case", "# A case of 14 March 2025"),
    "prose": ("narrative.md", "Nothing is wrong", "On 25.4.2025 nothing was wrong"),
    "two lines": ("narrative.md", "Nothing is wrong", "On 14\nMarch 2025 nothing was wrong"),
    "legend": ("case.yaml", "    title: Sound", "    title: Sound\n    legend: Seen on March 14th."),
    "alt text": ("case.yaml", "A grey square.", "A grey square of 14/03/2025."),
    "table": (
        "case.yaml",
        "consent:",
        "tables: {tbl-t: {title: T, columns: [When], rows: [[14 Mar 2025]]}}\nconsent:",
    ),
    "date of birth": ("narrative.md", "Nothing is wrong", "Born on 2 November 1990; nothing is wrong"),
    "name of a figure": ("case.yaml", "fig-sound:", "fig-2025-03-14:"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_date_in_the_source_is_refused_at_its_line(workspace: Workspace, planted: str) -> None:
    file, old, new = PLANTED[planted]
    edit(workspace, file, old, new)
    result = build_case(workspace, "one", READABLE)
    assert_refused(workspace, result)
    text = (workspace.case_folder("one") / file).read_text("utf-8")
    begins = new.partition("2 Nov")[0] if planted == "date of birth" else new.partition("14")[0].partition("25.")[0]
    line = text[: text.index(begins) + len(begins)].count("\n") + 1
    found = [f.where for f in result.findings if f.rule.id == "private-date-written"]
    assert [(where.file, where.line) for where in found] == [(f"cases/one/{file}", line)]


def test_earlier_outputs_are_removed(workspace: Workspace) -> None:
    assert build_case(workspace, "one", READABLE).written
    edit(workspace, "narrative.md", "Nothing is wrong", "On 25.4.2025 nothing was wrong")
    assert_refused(workspace, build_case(workspace, "one", READABLE))


# --- in outputs ------------------------------------------------------------------------------------


def test_a_date_in_a_drawing_is_refused(workspace: Workspace) -> None:
    edit(workspace, "case.yaml", "sound.png", "sound.svg")
    (workspace.case_folder("one") / "figures" / "sound.svg").write_text(SVG.format("14 March 2025"), "utf-8")
    result = build_case(workspace, "one", READABLE)
    assert_refused(workspace, result)
    assert {f.where.file for f in result.findings} == {"build/one/figures/fig-sound.svg"}


def test_a_date_in_the_name_of_the_case_is_refused(workspace: Workspace) -> None:
    workspace.case_folder("one").rename(workspace.case_folder("seen-2025-03-14"))
    result = build_case(workspace, "seen-2025-03-14", READABLE)
    assert_refused(workspace, result, "seen-2025-03-14")


def png(text: str) -> bytes:
    written = io.BytesIO()
    info = PngImagePlugin.PngInfo()
    info.add_text("Note", text, zip=True)
    Image.new("L", (4, 4)).save(written, "PNG", pnginfo=info)
    return written.getvalue()


def jpeg(text: str) -> bytes:
    exif = Image.Exif()
    exif[0x0132] = text
    written = io.BytesIO()
    Image.new("L", (4, 4)).save(written, "JPEG", exif=exif)
    return written.getvalue()


def packed(text: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{text}</w:t>")
    return written.getvalue()


def pdf(text: str) -> bytes:
    stream = zlib.compress(f"BT ({text}) Tj ET".encode())
    return b"%PDF-1.7\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + stream + b"\nendstream\nendobj\n"


HIDING: dict[str, Callable[[str], bytes]] = {
    "PNG": png,
    "JPEG": jpeg,
    "ZIP": packed,
    "PDF": pdf,
    "UTF-16": lambda text: text.encode("utf-16"),
    "figures of a PDF text": lambda text: b"<" + text.encode("utf-16-be").hex().encode() + b">",
    "embedded": lambda text: b'<img src="data:image/png;base64,' + base64.b64encode(png(text)) + b'">',
    "entities": lambda text: text.replace("-", "&#45;").encode(),
    "markup": lambda text: text.replace("-", "<wbr>-").encode(),
    "address": lambda text: text.replace("-", "%2D").encode() + b"<>",
}


@pytest.mark.parametrize("place", HIDING)
def test_a_date_hidden_in_bytes_is_refused(workspace: Workspace, place: str) -> None:
    result = check_case(workspace, "one", READABLE)
    assert result.case is not None
    for date, expected in (("2025-03-14", ["private-date-written"]), ("2025-03-15", [])):
        hidden: bytes = HIDING[place](date)
        output = Output({"one.txt": b"text", "other": hidden}, {})
        findings = list(private_dates(result.case, {"text": output}))
        assert rules(findings) == expected
        assert [finding.where.file for finding in findings] == ["build/one/other"] * len(expected)


@pytest.mark.needs("pango")
@pytest.mark.parametrize("text", ["14 March 2025", "week 2"])
def test_a_date_on_a_page_of_a_pdf(workspace: Workspace, text: str) -> None:
    edit(workspace, "case.yaml", "sound.png", "sound.svg")
    (workspace.case_folder("one") / "figures" / "sound.svg").write_text(SVG.format(text), "utf-8")
    result = build_case(workspace, "one", Wishes(writers=("pdf",)))
    if text == "week 2":
        assert (result.written, result.findings) == (True, [])
    else:
        assert_refused(workspace, result)


@pytest.mark.needs("pango")
def test_no_private_date_is_in_any_byte_of_what_is_written(workspace: Workspace) -> None:
    edit(workspace, "case.yaml", "consent:", "events: {week 6: last seen}\nconsent:")
    result = build_case(workspace, "one", Wishes())
    assert (result.written, result.findings) == (True, [])
    days = [entry.day for entry in read_private_dates(workspace.case_folder("one"), "")[0]]
    assert len(days) == 3
    files = [path for path in (workspace.build / "one").rglob("*") if path.is_file()]
    assert len(files) >= 3
    for path in files:
        assert not any(dates_in(text, days, "en") for text in texts_in(path.name, path.read_bytes())), path.name


# --- the file itself --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        ("day 0: 2025-13-14\n", "line 1: what stands behind the colon is no date"),
        ("day 0: 14.3.2025\n", "line 1: what stands behind the colon is no date"),
        ("day 0:\n", "line 1: what stands behind the colon is no date"),
        ("day 0: 2025-03-14\nadmission: 2025-03-14\n", "line 2: what stands before the colon is no time"),
        ("before: 2025-03-14\n", "line 1: what stands before the colon is no time"),
        ("day 0: 2025-03-14\nday 0: 2025-03-15\n", "the file is not a list of lines"),
        ("[2025-03-14\n", "the file is not a list of lines"),
        ("- 2025-03-14\n", "the file is not a list of lines"),
        ("day 0: 2025-03-14 \xff\n", "these dates cannot be read: this letter is not stored as UTF-8"),
    ],
)
def test_dates_that_cannot_be_read_stop_the_build_and_are_not_repeated(
    workspace: Workspace, dates: str, message: str
) -> None:
    path = workspace.case_folder("one") / "private" / "dates.yaml"
    path.write_bytes(dates.encode("latin-1"))
    result = build_case(workspace, "one", READABLE)
    (finding,) = result.findings
    assert (finding.rule.id, finding.severity, finding.where.line) == ("private-dates", Severity.FATAL, 0)
    assert message in finding.message
    assert "2025" not in finding.message + finding.quote
    assert not result.written


@pytest.mark.parametrize(
    "dates",
    [
        "day 0: 2025-03-14\nweek 6: 2025-04-25\n",
        "day 0: 2025-03-14\nweek 6: 2025-04-29\n",
        "day 0: 2025-03-14\nday 12: 2025-03-26\nmonth -30: 2022-09-20\n",
        "day 0: 2025-03-14\nabout week 6: 2025-05-04\n",
        "week 6: 2025-04-25\nweek 9: 2025-04-25\n",
        "",
    ],
)
def test_dates_that_fit_their_times(workspace: Workspace, dates: str) -> None:
    keep(workspace, dates or "birth: 1990-11-02\n")
    assert check_case(workspace, "one", READABLE).findings == []


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        (
            "day 0: 2025-03-14\nweek 6: 2025-05-04\n",
            "the date of `week 6` (line 2) is 51 days after that of `day 0` (line 1)",
        ),
        ("day 12: 2025-03-27\nday 0: 2025-03-14\n", "the date of `day 12` (line 1) is 13 days after"),
        ("day 0: 2025-03-14\nday -3: 2025-03-17\n", "the date of `day -3` (line 2) is 3 days after"),
        ("day 0: 2025-03-14\nday 3: 2025-03-11\n", "the date of `day 3` (line 2) is 3 days before"),
    ],
)
def test_dates_that_do_not_fit_their_times(workspace: Workspace, dates: str, message: str) -> None:
    keep(workspace, dates)
    (finding,) = check_case(workspace, "one", READABLE).findings
    assert (finding.rule.id, finding.where.file) == ("date-disagrees", "cases/one/private/dates.yaml")
    assert finding.message.startswith(message)
