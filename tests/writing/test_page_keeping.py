"""A page laid out once more only where it changed: every word stands where it would if all were laid out afresh."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from random import Random
from typing import Any

import pytest

from pipeline.manuscript import Manuscript
from pipeline.preview.sheets import Sheets
from pipeline.writing import html, pdf
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from pipeline.writing.page_changes import Shape, changes, reaches_far
from tests.writing.specimen import p, section, shipped, specimen

needs_pango = pytest.mark.skipif(bool(pdf.available()), reason=pdf.available() or "Pango is here")
LOOK = Look()


def manuscript() -> Manuscript:
    """All that there is, and enough paragraphs for some pages more."""
    whole = specimen()
    words = "Words that fill a line, and some more of them. " * 6
    long = section("sec-long", "At length", *(p(f"Paragraph {n}. {words}") for n in range(50)))
    return replace(whole, sections=(*whole.sections, long))


class Desk:
    """One press, and the page as somebody edits it."""

    def __init__(self, press: pdf.Press) -> None:
        self._press = press
        self._manuscript = manuscript()
        self.page = html.for_print(self._manuscript, shipped(), LOOK)
        self._names = count()
        self.looks: list[str] = []
        self.told: list[tuple[Sequence[int], Output]] = []
        """Of pages that were painted before the others were laid out, by the last edit."""

    def laid_out(self, text: str, key: object) -> pdf.Proof:
        self.page = replace(self.page, html=text)
        told: list[tuple[Sequence[int], Output]] = []
        proof = self._press.proof(self._manuscript, LOOK, key, lambda *pages: told.append(pages))
        self.told = told
        assert proof is not None
        return proof

    def edit(self, text: str) -> tuple[pdf.Proof, int]:
        """The pages after an edit, and how many of them are those that were there before."""
        proof = self.laid_out(text, "kept")
        stayed = sum(map(bool, proof.looks))
        proof.looks[:] = [look or f"page {next(self._names)}" for look in proof.looks]
        return proof, stayed


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with pdf.Press(shipped()) as press:
        desk = Desk(press)
        monkeypatch.setattr(html, "for_print", lambda *_: desk.page)
        yield desk


def content(page: Any) -> list[tuple[object, ...]]:
    """Every text and picture of a page of WeasyPrint, with its place."""
    kinds = ("TextBox", "InlineReplacedBox", "BlockReplacedBox", "TableCellBox")
    boxes = (box for box in page._page_box.descendants() if type(box).__name__ in kinds)
    return [(box.position_x, box.position_y, box.width, getattr(box, "text", box.element_tag)) for box in boxes]


def as_afresh(desk: Desk, proof: pdf.Proof) -> bool:
    fresh = desk.laid_out(desk.page.html, object())
    return [*map(content, proof.document.pages)] == [*map(content, fresh.document.pages)]


EDITS: dict[str, Callable[[Random, str], str]] = {
    "another word": lambda _, part: re.sub(r"(?<=[ >])[a-z]{4,9}(?=[ .,<])", lambda word: word[0][::-1], part, count=1),
    "more words": lambda chance, part: (
        part[: part.rindex("</")] + " and some words more" * chance.choice([1, 5, 30]) + part[part.rindex("</") :]
    ),
    "fewer words": lambda _, part: re.sub(r"(?<=>)[^<>]{40,}(?=<)", lambda words: words[0][:20], part),
    "twice": lambda _, part: part + part,
    "away": lambda *_: "",
    "a paragraph after it": lambda chance, part: part + f"<p>{'A new paragraph. ' * chance.choice([1, 20])}</p>",
}
PARTS = re.compile(r"<(p|td|li|h3|h2|figcaption|tr|figure)\b[^>]*>.*?</\1>", re.DOTALL)


def edited(chance: Random, text: str) -> str:
    """One part of the page changed in one way, or moved down."""
    parts = [part for part in PARTS.finditer(text) if part.start() > text.index("<main")]
    part = chance.choice(parts)
    before, after = text[: part.start()], text[part.end() :]
    if chance.random() < 0.1:
        below = chance.choice([*PARTS.finditer(after)] or [part])
        return before + after[: below.end()] + part[0] + after[below.end() :]
    return before + EDITS[chance.choice([*EDITS])](chance, part[0]) + after


def compare(desk: Desk, seed: int, edits: int) -> None:
    chance = Random(seed)
    whole = text = desk.page.html
    desk.edit(text)
    for _ in range(edits):
        text = edited(chance, text if chance.random() < 0.6 else whole)
        assert as_afresh(desk, desk.edit(text)[0])


@needs_pango
@pytest.mark.parametrize("seed", [1])
def test_after_any_edit_all_stands_where_it_would_afresh(desk: Desk, seed: int) -> None:
    compare(desk, seed, 5)


@pytest.mark.heavy
@needs_pango
@pytest.mark.parametrize("seed", range(100, 112))
def test_after_many_edits_all_stands_where_it_would_afresh(desk: Desk, seed: int) -> None:
    compare(desk, seed, 12)


@needs_pango
def test_an_edit_costs_the_pages_that_it_changes(desk: Desk) -> None:
    text = desk.page.html
    proof, stayed = desk.edit(text)
    assert stayed == 0
    pages = len(proof.looks)
    assert pages > 6
    assert desk.edit(text)[1] == pages
    # The page and the one before it, to which it might go back.
    assert desk.edit(text.replace("Paragraph 20.", "Paragraph 02."))[1] == pages - 2
    # What stands on all pages is in none of them, but seen on each.
    running = re.sub(r'(<div class="running-title">)', r"\1New: ", text)
    assert running != text
    proof, stayed = desk.edit(running)
    assert stayed < 3
    assert as_afresh(desk, proof)
    # Styles may mean anything.
    styles = {name: data + b" p { color: navy }" for name, data in desk.page.assets.items() if name.endswith(".css")}
    desk.page = replace(desk.page, assets=desk.page.assets | styles)
    assert desk.edit(running)[1] == 0


@needs_pango
def test_the_first_pages_are_seen_before_the_others_are_laid_out(desk: Desk) -> None:
    text = desk.page.html
    desk.edit(text)
    assert desk.told == []
    proof, _ = desk.edit(text.replace("Paragraph 20.", "Paragraph 02."))
    assert desk.told == []
    new = f"<p>{'A new paragraph. ' * 40}</p>"
    proof, _ = desk.edit(re.sub(r"(<p[^>]*>Paragraph 20\.)", rf"{new}\1", text))
    ((numbers, early),) = desk.told
    assert len(numbers) == 3
    assert numbers[-1] < len(proof.looks) - 1
    assert pictures(early) == pictures(proof.painted(numbers))
    assert as_afresh(desk, proof)


def pictures(output: Output) -> tuple[str, ...]:
    (file,) = output.files.values()
    return Sheets(file).looks


@needs_pango
def test_a_picture_of_another_content_is_another_picture(desk: Desk) -> None:
    text = desk.page.html
    _, _ = desk.edit(text)
    name = next(name for name in desk.page.assets if name.endswith((".png", ".jpg")))
    other = next(data for other, data in desk.page.assets.items() if other.endswith(name[-4:]) and other != name)
    desk.page = replace(desk.page, assets=desk.page.assets | {name: other})
    proof, stayed = desk.edit(text)
    assert 0 < stayed < len(proof.looks)
    assert as_afresh(desk, proof)


@needs_pango
def test_whatever_was_laid_out_before_the_last_pdf_is_that_of_the_build() -> None:
    one = manuscript()
    with pdf.Press(shipped()) as press:
        for _ in range(2):
            proof = press.proof(one, LOOK, "case")
            assert proof is not None
            assert proof.painted([0]).files
        warm = press.write(one, LOOK, "case")
    cold = pdf.write(one, shipped(), LOOK)
    assert (warm.files, warm.places, warm.findings) == (cold.files, cold.places, cold.findings)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (".entry { color: #fff } td:last-child { margin: 0 }", False),
        ("/* #page-title:has(p) */ p { margin: 0 }", False),
        ("#page-title { margin: 0 }", True),
        ("a[href^=http] { color: red }", True),
        ("section:has(h2) { margin: 0 }", True),
        ("p:last-child { margin: 0 }", True),
        ("a::after { content: attr(title) }", True),
    ],
)
def test_a_style_by_which_a_change_shows_elsewhere(style: str, expected: bool) -> None:
    assert reaches_far(style.encode()) == expected


def test_what_stands_nowhere_has_no_page() -> None:
    from xml.etree import ElementTree

    old, new = (ElementTree.fromstring(f"<html><head/><body><p>{word}</p></body></html>") for word in "ab")
    paragraph = old[1][0]
    assert changes(old, new, [{old: Shape.BLOCK, old[1]: Shape.BLOCK}], set()) is None
    found = changes(old, new, [{}, {old: Shape.BLOCK, old[1]: Shape.BLOCK, paragraph: Shape.BLOCK}], set())
    assert found is not None
    assert (found.pages, found.cut) == ({0, 1}, None)
