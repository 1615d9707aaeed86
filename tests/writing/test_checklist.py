"""The filled checklist: a small one made by hand, in every format, language and state."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from html import unescape

import pytest
import yaml
from pypdf import PdfReader

from pipeline.findings import Location, Severity
from pipeline.guidelines.answers import (
    Answer,
    Checklist,
    Confirmation,
    Confirmed,
    Evidence,
    Lack,
    State,
    Waiver,
)
from pipeline.guidelines.guideline import Guideline, Item
from pipeline.guidelines.guideline import Source as Published
from pipeline.guidelines.printed import printed
from pipeline.manuscript import Kind, Manuscript
from pipeline.writing import checklist, html, pdf
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from tests.writing.specimen import LABELS, SHIPPED, shipped, specimen

needs_pango = pytest.mark.skipif(bool(pdf.available()), reason=pdf.available() or "Pango is here")
HERE = Location("cases/specimen/case.yaml", 7, 3, field="patient.age")


def item(number: str, **more: object) -> Item:
    given = {"id": number, "topic": f"Topic {number}", "requirement": f"Say what {number} is about.", **more}
    return Item.model_validate(given)


def guideline(*items: Item, **more: object) -> Guideline:
    source = Published(text="Invented A. Ann Specimens. 2020;1:1", doi="10.5555/care")
    given = Guideline(title="A guideline", link="https://example.org/form", sources=(source,), items=items)
    return given.model_copy(update=more)


def passage(manuscript: Manuscript, words: str) -> Evidence:
    """The passage of a manuscript that has these words, as what answers an item."""
    (found,) = (one for one in printed(manuscript).passages if words in one.text)
    return Evidence(found.anchor, found.origin, "Discussion, paragraph 1", words, found.text)


SIGNED = Confirmation(Confirmed.CONFIRMED, "Ada Example", "2026-11-20")


def filled(manuscript: Manuscript) -> Checklist:
    """An item in each state, with everything that can be said of one."""
    found = passage(manuscript, "It follows anticonvulsants")
    lack = Lack("care.4.cite", "no reference is cited", "cite the sources of the background", HERE)
    advice = Lack("care.4.care-cited", "CARE is not cited", "cite `CARE`", HERE)
    waiver = Waiver("care-2013/4", "The journal wants none.", "Ada Example", "2026-11-19", HERE)
    answers = (
        Answer(item("1", person="whether it fits"), State.FOUND, (found,) * 4, confirmation=SIGNED),
        Answer(item("2", also={"paper": "1b"}), State.WEAK, (found,), (lack,), waivers=(waiver,)),
        Answer(item("3", sure="from memory"), State.MISSING, skipped=(("care.3.x", "The journal forbids it."),)),
        Answer(item("4", sure="in part"), State.UNKNOWN, reason="family history: not in the record"),
        Answer(item("5"), State.NOT_APPLICABLE, reason="nobody was treated"),
        Answer(item("6"), State.NOT_PRINTED, confirmation=replace(SIGNED, state=Confirmed.LAPSED), others=(SIGNED,)),
        Answer(
            item("7"), State.FOUND, (found,), advice=(advice,), confirmation=replace(SIGNED, state=Confirmed.ALTERED)
        ),
    )
    made = guideline(*(answer.item for answer in answers), of=9, numbering="web form", answers={"missing": "No"})
    return Checklist("care-2013", made, answers, extended_by="Journal of Examples")


@cache
def article(kind: Kind) -> tuple[Manuscript, Mapping[str, Output]]:
    manuscript = specimen(kind)
    outputs = {"html": html.write(manuscript, shipped(), Look())}
    if not pdf.available():
        outputs["pdf"] = pdf.write(manuscript, shipped(), Look())
    return manuscript, outputs


def written(kind: Kind = Kind.SYNTHETIC, look: Look | None = None, **change: object) -> Output:
    manuscript, outputs = article(kind)
    manuscript = replace(manuscript, **change)  # type: ignore[arg-type]  # tests name fields and their values
    return checklist.write(manuscript, [filled(manuscript)], outputs, shipped(), look or Look())


def plain(page: str) -> str:
    """The words of a page or of a part of it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split()).replace(" .", ".").replace(" :", ":")


def text_of(output: Output) -> str:
    return plain(output.files["checklist-care-2013.html"].decode().partition("<body")[2])


@needs_pango
def test_it_is_written_as_page_as_pdf_and_as_data() -> None:
    output = written()
    assert {name for name in output.files if not name.startswith("assets/")} == {
        "checklist-care-2013.html",
        "checklist-care-2013.pdf",
        "checklist-care-2013.json",
    }
    assert output.findings == ()
    asked = re.findall(r'(?:href|src)="(assets/[^"]+)"', output.files["checklist-care-2013.html"].decode())
    assert asked
    assert set(asked) <= output.files.keys()


@needs_pango
def test_it_says_what_it_is_about() -> None:
    text = text_of(written())
    digest = sha256(article(Kind.SYNTHETIC)[1]["pdf"].files["specimen.pdf"]).hexdigest()
    for words in (
        "A guideline",
        LABELS["notice_synthetic"],
        f"specimen.pdf SHA-256 {digest}",
        "Invented A. Ann Specimens. 2020;1:1 doi:10.5555/care",
        "Its own text and form: https://example.org/form",
        "7 of its 9 items are here.",
        "Numbering: web form",
        "Some checks are those of Journal of Examples.",
        "Ada Example: 2 items",
        "No score is given.",
        "weak 2 No 3 missing, declared unknown 4 not applicable 5 in the source, not printed 6",
    ):
        assert words in text, words


@needs_pango
@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1", ["found", "To judge: whether it fits", "Also: Discussion", "confirmed Ada Example, 20 November 2026"]),
        ("2", ["paper 1b", "weak", "Lacking: no reference is cited; cite the sources", "The journal wants none. (Ada"]),
        ("3", ["No", "Not checked: The journal forbids it. (care.3.x)", "told from memory", "open"]),
        ("4", ["missing, declared unknown: family history: not in the record", "known to us in part only"]),
        ("5", ["not applicable: nobody was treated"]),
        ("6", ["in the source, not printed", "lapsed: the passage has changed", "confirmed Ada Example"]),
        ("7", ["found", "void: the record was changed by hand"]),
    ],
)
def test_what_a_row_says(number: str, words: list[str]) -> None:
    page = written().files["checklist-care-2013.html"].decode()
    said = plain(page.partition(f'id="item-{number}"')[2].partition("</tr>")[0])
    assert [word for word in words if word not in said] == [], said


@needs_pango
def test_places_are_those_of_the_first_word_and_lead_into_the_page() -> None:
    manuscript, outputs = article(Kind.SYNTHETIC)
    (line,) = [line for line in outputs["pdf"].lines if "It follows anticonvulsants" in line.text]
    output = written()
    assert f"page {line.place.page}, line {line.place.line} · Discussion" in text_of(output)
    evidence = passage(manuscript, "It follows anticonvulsants")
    assert line.place != outputs["pdf"].places[evidence.anchor]
    page = output.files["checklist-care-2013.html"].decode()
    assert f'<a href="specimen.html#{evidence.anchor}">' in page
    assert f'id="{evidence.anchor}"' in outputs["html"].files["specimen.html"].decode()


KEYS = {
    "": "case title kind notice language draft_errors caution guideline article confirmed_by items",
    "guideline": "id title year link sources numbering items_here items_in_all changed_for checked_on",
    "item": "id also topic requirement to_judge known found evidence lacks advice skipped confirmed waivers",
    "found": "state word reason",
    "evidence": "where excerpt strong sha256 anchor page line source",
    "lacks": "check message fix source",
    "advice": "check message fix source",
    "skipped": "check because",
    "confirmed": "state by on",
    "waivers": "rule at because by on",
    "source": "file line field",
}
"""What programs may rely on."""


@needs_pango
def test_the_data_have_the_same_keys_always() -> None:
    data = json.loads(written().files["checklist-care-2013.json"])

    def keys(name: str) -> set[str]:
        return set(KEYS[name].split())

    assert data.keys() == keys("")
    assert data["guideline"].keys() == keys("guideline")
    for one in data["items"]:
        assert one.keys() == keys("item")
        assert one["found"].keys() == keys("found")
        for part in ("evidence", "lacks", "advice", "skipped", "confirmed", "waivers"):
            assert all(entry.keys() == keys(part) for entry in one[part])
        assert all(entry["source"].keys() == keys("source") for entry in one["evidence"] + one["lacks"] + one["advice"])


@needs_pango
def test_the_data_hold_all_of_it() -> None:
    data = json.loads(written().files["checklist-care-2013.json"])
    manuscript, outputs = article(Kind.SYNTHETIC)
    evidence = passage(manuscript, "It follows anticonvulsants")
    first, *_, sixth, _ = data["items"]
    assert [one["found"]["state"] for one in data["items"]] == [
        "found", "weak", "missing", "unknown", "not-applicable", "not-printed", "found",
    ]  # fmt: skip
    assert len(first["evidence"]) == 4
    assert first["evidence"][0]["sha256"] == sha256(" ".join(evidence.text.split()).encode()).hexdigest()
    assert data["article"]["pdf"]["sha256"] == sha256(outputs["pdf"].files["specimen.pdf"]).hexdigest()
    assert data["article"]["html"]["file"] == "specimen.html"
    assert [one["state"] for one in sixth["confirmed"]] == ["lapsed", "confirmed"]
    assert (data["notice"], data["kind"]) == (LABELS["notice_synthetic"], "synthetic")
    assert "score" not in data.keys() | first.keys()


def test_without_a_pdf_it_says_that_there_are_no_pages() -> None:
    manuscript, outputs = article(Kind.OWN)
    output = checklist.write(manuscript, [filled(manuscript)], {"html": outputs["html"]}, shipped(), Look())
    assert "checklist-care-2013.pdf" not in output.files
    assert LABELS["checklist_no_pages"] in text_of(output)
    data = json.loads(output.files["checklist-care-2013.json"])
    assert data["article"]["pdf"] is None
    assert {one["page"] for entry in data["items"] for one in entry["evidence"]} == {None}
    assert not re.search(r"\bpage \d", text_of(output))


def test_without_a_page_for_browsers_nothing_links_to_it() -> None:
    manuscript, _ = article(Kind.OWN)
    output = checklist.write(manuscript, [filled(manuscript)], {}, shipped(), Look())
    assert "specimen.html" not in output.files["checklist-care-2013.html"].decode()


def test_as_one_file_it_asks_for_nothing() -> None:
    manuscript, outputs = article(Kind.OWN)
    output = checklist.write(manuscript, [filled(manuscript)], {"html": outputs["html"]}, shipped(), Look(embed=True))
    assert set(output.files) == {"checklist-care-2013.html", "checklist-care-2013.json"}
    assert b"assets/" not in output.files["checklist-care-2013.html"]


@needs_pango
@pytest.mark.parametrize(
    ("look", "size"), [(Look(), (595, 842)), (Look(paper="letter"), (612, 792))], ids=["a4", "letter"]
)
def test_every_page_has_its_size_its_kind_and_the_head_of_the_table(look: Look, size: tuple[int, int]) -> None:
    manuscript, outputs = article(Kind.RETOLD)
    many = replace(filled(manuscript), answers=filled(manuscript).answers * 5)
    output = checklist.write(replace(manuscript, draft_errors=3), [many], outputs, shipped(), look)
    pages = PdfReader(io.BytesIO(output.files["checklist-care-2013.pdf"])).pages
    assert len(pages) > 2
    for page in pages:
        text = page.extract_text()
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == size
        for words in (LABELS["running_retold"], LABELS["checklist_asked"], "DRAFT – 3 errors to mend"):
            assert words in text, words


@needs_pango
def test_no_row_is_split() -> None:
    manuscript, outputs = article(Kind.OWN)
    answers = filled(manuscript).answers[:1] * 30
    rows = tuple(
        replace(one, item=item(f"{n}z", requirement=f"Begin{n}z {'word ' * 40} end{n}z."))
        for n, one in enumerate(answers)
    )
    many = replace(filled(manuscript), answers=rows)
    output = checklist.write(manuscript, [many], outputs, shipped(), Look())
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(output.files["checklist-care-2013.pdf"])).pages]
    begins = [n for row in range(30) for n, page in enumerate(pages) if f"Begin{row}z" in page]
    ends = [n for row in range(30) for n, page in enumerate(pages) if f"end{row}z" in page]
    assert begins == ends
    assert len(begins) == 30


@needs_pango
def test_it_is_tagged_and_for_keeping() -> None:
    document = PdfReader(io.BytesIO(written().files["checklist-care-2013.pdf"]))
    assert document.xmp_metadata is not None
    packet = document.xmp_metadata.stream.get_data()
    assert b"pdfuaid" in packet
    assert b"pdfaid:part" in packet
    assert "/StructTreeRoot" in document.root_object
    assert str(document.metadata.title if document.metadata else "").startswith("A guideline: Liver failure")


@needs_pango
def test_what_is_only_advised_is_told_as_that() -> None:
    files = written().files
    row = files["checklist-care-2013.html"].decode().partition('id="item-7"')[2]
    assert "Advised: cite CARE" in plain(row)
    assert "Lacking:" not in plain(row)
    advised = [one["id"] for one in json.loads(files["checklist-care-2013.json"])["items"] if one["advice"]]
    assert advised == ["7"]


def test_in_hebrew_all_but_the_guideline_runs_from_right_to_left() -> None:
    page = written(language="he").files["checklist-care-2013.html"].decode()
    assert '<html lang="he" dir="rtl">' in page
    assert '<td role="cell" class="asked" lang="en" dir="ltr">' in page
    assert '<i lang="he" dir="rtl">' in page
    assert "dir=" not in written(language="es").files["checklist-care-2013.html"].decode()


def test_in_spanish_everything_but_the_guideline_is_spanish() -> None:
    spanish = yaml.safe_load((SHIPPED / "labels/es.yaml").read_text("utf-8"))["labels"]
    page = written(labels=spanish, language="es").files["checklist-care-2013.html"].decode()
    assert '<td role="cell" class="asked" lang="en">' in page
    text = plain(page)
    for key in ("checklist_caution", "checklist_state_weak", "checklist_lacks", "checklist_is_lapsed"):
        assert spanish[key] in text
        assert LABELS[key] not in text
    assert "20 de noviembre de 2026" in text


def test_what_authors_write_stays_text() -> None:
    manuscript, _ = article(Kind.OWN)
    made = filled(manuscript)
    evil = replace(made.answers[3], reason="<script>alert(1)</script> {{ 7*7 }}")
    output = checklist.write(manuscript, [replace(made, answers=(evil,))], {}, shipped(), Look())
    page = output.files["checklist-care-2013.html"].decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("add `from` and `to`", "add <code>from</code> and <code>to</code>"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
    ],
)
def test_what_an_author_is_to_type_is_set_apart(told: str, shown: str) -> None:
    manuscript, _ = article(Kind.OWN)
    made = filled(manuscript)
    answer = replace(made.answers[3], reason=told)
    output = checklist.write(manuscript, [replace(made, answers=(answer,))], {}, shipped(), Look())
    assert f": {shown}</span>" in output.files["checklist-care-2013.html"].decode()


@needs_pango
def test_a_name_that_no_font_can_print_is_a_warning_that_shows_it() -> None:
    manuscript, outputs = article(Kind.OWN)
    made = filled(manuscript)
    signed = replace(made.answers[0], confirmation=replace(SIGNED, by="Ada \U00013000"))
    output = checklist.write(manuscript, [replace(made, answers=(signed,))], outputs, shipped(), Look())
    (finding,) = output.findings
    assert (finding.rule.id, finding.severity) == ("character-without-glyph", Severity.WARNING)
    assert "U+13000" in finding.message


@needs_pango
def test_the_same_twice() -> None:
    assert written().files == written().files
