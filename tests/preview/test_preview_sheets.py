"""Pictures of a PDF's pages, and its lines with their places; of whole files and of damaged ones."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from PIL import Image

from pipeline.preview import sheets as made_of
from pipeline.preview.sheets import Leaf, Sheets, TextLine, bound, text_of

A4 = "0 0 595 842"


def pdf(*pages: str, box: str = A4, more: str = "") -> bytes:
    """A PDF with what is drawn on each page, as the format writes it: `BT /F 12 Tf 72 700 Td (words) Tj ET`."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, drawn in enumerate(pages):
        its = f"/MediaBox [{box}] {more} /Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * at} 0 R"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {its} >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    text, starts = "%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(text))
        text += f"{number} 0 obj\n{content}\nendobj\n"
    entries = "".join(f"{start:010} 00000 n \n" for start in starts)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {size}\n0000000000 65535 f \n{entries}{end}".encode("latin-1")


def written(words: str, x: float = 72, y: float = 700, size: float = 12) -> str:
    return f"BT /F {size} Tf {x} {y} Td ({words}) Tj ET"


def lines(data: bytes) -> list[list[str]]:
    return [[line.text for line in page] for page in all_lines(Sheets(data))]


def all_lines(sheets: Sheets) -> list[tuple[TextLine, ...]]:
    return [sheets.lines(number) for number, _ in enumerate(sheets.sizes, 1)]


def leaves(data: bytes) -> tuple[Leaf, ...]:
    sheets = Sheets(data)
    return tuple(Leaf(sheets, number, look) for number, look in enumerate(sheets.looks, 1))


def picture(sheets: Sheets, number: int = 1, scale: float = 1) -> Image.Image:
    return Image.open(io.BytesIO(sheets.picture(number, scale)))


TWO = pdf(written("First page"), written("Second page"))


# --- whole files ------------------------------------------------------------------------------------


def test_sizes_are_in_points() -> None:
    assert Sheets(TWO).sizes == [(595, 842), (595, 842)]
    assert Sheets(pdf("", box="0 0 400.5 300")).sizes == [(400.5, 300)]


@pytest.mark.parametrize(("scale", "size"), [(1, (595, 842)), (0.5, (298, 421)), (2, (1190, 1684))])
def test_a_picture_shows_the_page_at_the_scale(scale: float, size: tuple[int, int]) -> None:
    drawn = picture(Sheets(pdf("1 0 0 rg 0 421 595 421 re f", "")), 1, scale)
    assert (drawn.format, drawn.size) == ("PNG", size)
    assert drawn.convert("RGB").getpixel((5, 5)) == (255, 0, 0)
    assert drawn.convert("RGB").getpixel((5, size[1] - 5)) == (255, 255, 255)


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_page_that_is_not_there_is_said(number: int) -> None:
    with pytest.raises(IndexError, match=f"no page {number}"):
        Sheets(TWO).picture(number, 1)


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        ([written("one"), written("two", y=680)], ["one", "two"]),
        # The order is that of the page, not that of height: columns come one after the other.
        ([written("left"), written("left below", y=680), written("right", x=320)], ["left", "left below", "right"]),
        # A change of font size within a line, and what is raised, do not cut it.
        (["BT /F 12 Tf 72 700 Td (10) Tj /F 7 Tf 4 Ts (9) Tj /F 12 Tf 0 Ts ( cells) Tj ET"], ["109 cells"]),
        # Cells beside each other in a row of a table are lines of their own.
        ([written("ALT"), written("912", x=200)], ["ALT", "912"]),
        ([written("caf\\351")], ["café"]),
        ([written("a  lot   of    blanks ")], ["a lot of blanks"]),
        ([""], []),
        (["1 0 0 rg 0 0 100 100 re f"], []),
    ],
)
def test_lines_are_whole_and_in_the_order_of_the_page(drawn: list[str], expected: list[str]) -> None:
    assert lines(pdf("\n".join(drawn))) == [expected]


def test_a_line_says_where_it_stands_from_the_top_left() -> None:
    ((line,),) = all_lines(Sheets(pdf(written("HHHH", x=100, y=742, size=10))))
    left, top, right, bottom = line.box
    # The baseline is 100 points below the top; letters stand on it and are 7 points high and wide.
    assert (left, bottom) == pytest.approx((100, 100), abs=1.5)
    assert (right - left, bottom - top) == pytest.approx((28, 7), abs=1.5)


def test_places_are_those_of_what_is_shown_of_a_page() -> None:
    shown = pdf(written("HHHH", x=100, y=742, size=10), more="/CropBox [50 60 595 792]")
    ((line,),) = all_lines(Sheets(shown))
    assert Sheets(shown).sizes == [(545, 732)]
    assert (line.box[0], line.box[3]) == pytest.approx((50, 50), abs=1.5)


def test_text_is_ready_for_json() -> None:
    pages = text_of(leaves(TWO))["pages"]
    assert isinstance(pages, list)
    assert [page["lines"][0]["text"] for page in pages] == ["First page", "Second page"]
    assert len(pages[0]["lines"][0]["box"]) == 4


# --- pages of several files ---------------------------------------------------------------------------


def test_pages_that_look_the_same_have_the_same_name() -> None:
    first, second = Sheets(TWO).looks
    again, wider = (
        Sheets(pdf(written("Second page"))).looks,
        Sheets(pdf(written("Second page"), box="0 0 596 842")).looks,
    )
    assert first != second
    assert again == (second,)
    assert wider != (second,)


def test_what_is_shown_is_bound_from_the_newest_pages_there_are() -> None:
    before = leaves(TWO)
    fresh = leaves(pdf(written("Another first page")))
    looks = [fresh[0].look, before[1].look]
    assert bound(looks, fresh, before) == (fresh[0], before[1])
    assert bound([*looks, "seen nowhere"], fresh, before) is None
    shown = text_of(bound(looks, fresh, before) or ())["pages"]
    assert isinstance(shown, list)
    assert [page["lines"][0]["text"] for page in shown] == ["Another first page", "Second page"]


# --- damaged ones -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\n", b"<html>no PDF at all</html>", bytes(5000), TWO[:40], TWO[-60:]],
    ids=["empty", "only its first line", "a web page", "zeros", "its beginning", "its end"],
)
def test_what_is_no_pdf_has_no_pages(data: bytes) -> None:
    sheets = Sheets(data)
    assert sheets.sizes == []
    assert sheets.looks == ()
    with pytest.raises(IndexError):
        sheets.picture(1, 1)


def test_a_damaged_page_is_white_and_the_others_are_shown() -> None:
    # Where the second page should be stands something else.
    damaged = TWO.replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [4 0 R 3 0 R]")
    assert damaged != TWO
    sheets = Sheets(damaged)
    assert lines(damaged) == [["First page"], []]
    assert picture(sheets, 1).convert("L").histogram()[:64] != [0] * 64
    assert picture(sheets, 2).convert("L").getextrema() == (255, 255)
    assert picture(sheets, 2, 0.5).size == (298, 421)


def test_no_damage_raises() -> None:
    """Bytes changed at random, and cut anywhere: there are pages or there are none, and what there is can be drawn."""
    chance = Random(7)
    whole = pdf(*(written(f"page {number}", y=700 - number) for number in range(4)))
    pages = set()
    for _ in range(150):
        data = bytearray(whole[: chance.choice([len(whole), chance.randrange(len(whole))])])
        for _ in range(chance.choice([1, 3, 30])):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        sheets = Sheets(bytes(data))
        pages.add(len(sheets.sizes))
        assert len(all_lines(sheets)) == len(sheets.sizes)
        for number in range(1, min(len(sheets.sizes), 5) + 1):
            sheets.picture(number, 0.2)
    assert {0, 4} <= pages


# --- bounds -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("box", [A4, "0 0 14400 14400", "0 0 14400 1", "0 0 1 14400", "0 0 2000000 3", "0 0 .001 .001"])
@pytest.mark.parametrize("scale", [4, 1e9, float("inf"), float("nan"), 0, -1])
def test_a_picture_has_so_many_pixels_at_most(monkeypatch: pytest.MonkeyPatch, box: str, scale: float) -> None:
    monkeypatch.setattr(made_of, "MOST_PIXELS", 40_000)
    monkeypatch.setattr(made_of, "MOST_PIXELS_OF_AN_EDGE", 1_000)
    width, height = picture(Sheets(pdf("", box=box)), 1, scale).size
    # Edges are rounded up to whole pixels.
    assert (width - 1) * (height - 1) <= 40_000
    assert max(width, height) <= 1_001


def test_pictures_are_kept_up_to_so_many_bytes_those_asked_for_last_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = Sheets(pdf(*(written(f"page {number}") for number in range(1, 6))))
    size = len(sheets.picture(1, 1))
    monkeypatch.setattr(made_of, "MOST_BYTES", size * 3.5)
    for number in (2, 3, 1, 4, 5):
        sheets.picture(number, 1)
    assert [number for number, _ in sheets._kept.pictures] == [1, 4, 5]
    monkeypatch.setattr(made_of, "MOST_BYTES", 1)
    assert sheets.picture(2, 1)
    assert [number for number, _ in sheets._kept.pictures] == [2]


def test_a_picture_that_is_kept_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = Sheets(TWO)
    first = sheets.picture(1, 1)
    monkeypatch.setattr(Sheets, "_drawn", None)
    assert sheets.picture(1, 1) is first


def test_many_threads_may_ask_at_once() -> None:
    data = pdf(*(written(f"page {number}") for number in range(6)))
    one, other = Sheets(data), Sheets(data)
    expected = {(number, scale): one.picture(number, scale) for number in range(1, 7) for scale in (0.5, 1)}

    def ask(at: int) -> bool:
        number, scale = list(expected)[at % len(expected)]
        asked = other if at % 3 else Sheets(data)
        return asked.picture(number, scale) == expected[number, scale] and len(all_lines(asked)) == 6

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(ask, range(200)))
