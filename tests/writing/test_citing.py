"""What a reader takes along to cite: the article, the record of a retold one, or nothing."""

from __future__ import annotations

from dataclasses import replace

from lxml import html as parser

from pipeline.manuscript import Kind, Manuscript, Name, Publication
from pipeline.writing.citing import Cited, bibtex, citation_files, cited, ris
from pipeline.writing.html import write
from pipeline.writing.look import Look
from tests.writing.specimen import LABELS, shipped, specimen

ARTICLE = Cited(
    "50% of {cases} & a_b \\ c",
    (Name("Zoë", "Åkerström-Ibáñez"), Name("B.", "van der Muster", "Jr"), Name(literal="The {A & B} Group")),
    Publication("published", "J Examples", "12", "3", "45–67", published="2025-07-04", doi="10.5555/a_b", pmid="1"),
    "en",
    ("one", "two"),
)


def test_bibtex() -> None:
    assert bibtex(ARTICLE) == (
        "@article{akerstromibanez2025,\n"
        "  author = {Åkerström-Ibáñez, Zoë and van der Muster, Jr, B. and {The \\{A \\& B\\} Group}},\n"
        "  title = {{50\\% of \\{cases\\} \\& a\\_b \\textbackslash{} c}},\n"
        "  journal = {J Examples},\n"
        "  year = {2025},\n"
        "  volume = {12},\n"
        "  number = {3},\n"
        "  pages = {45--67},\n"
        "  doi = {10.5555/a_b},\n"
        "  pmid = {1},\n"
        "}\n"
    )


def test_ris() -> None:
    assert ris(ARTICLE).split("\r\n") == [
        "TY  - JOUR",
        "AU  - Åkerström-Ibáñez, Zoë",
        "AU  - van der Muster, B., Jr",
        "AU  - The {A & B} Group",
        "TI  - 50% of {cases} & a_b \\ c",
        "JO  - J Examples",
        "VL  - 12",
        "IS  - 3",
        "SP  - 45",
        "EP  - 67",
        "PY  - 2025",
        "DA  - 2025/07/04",
        "DO  - 10.5555/a_b",
        "UR  - https://doi.org/10.5555/a_b",
        "AN  - 1",
        "LA  - en",
        "KW  - one",
        "KW  - two",
        "ER  - ",
        "",
    ]


def test_a_manuscript_on_no_journals_list_is_one() -> None:
    draft = replace(ARTICLE, publication=Publication(status="draft"))
    assert bibtex(draft).startswith("@unpublished{akerstromibanez,\n")
    assert "note = {Manuscript}" in bibtex(draft)
    assert ris(draft).startswith("TY  - UNPB\r\n")


def test_text_cannot_add_a_line_to_ris() -> None:
    assert "\r\nTI  - a ER - b\r\n" in ris(replace(ARTICLE, title="a\r\nER - b"))


def test_of_a_retold_case_the_record_is_cited() -> None:
    work = cited(specimen(Kind.RETOLD))
    assert work
    assert (work.title, work.authors[0].family) == ("The record & its <title>", "Nobody")


def panel(manuscript: Manuscript) -> str:
    page = parser.document_fromstring(write(manuscript, shipped(), Look()).files["specimen.html"].decode())
    (tools,) = [part for part in page.iter("div") if part.get("class") == "cite-as"] or [parser.Element("div")]
    return " ".join("".join(str(text) for text in tools.itertext()).split())


def test_the_page_says_what_to_cite() -> None:
    assert panel(specimen()).startswith("Cite as Åkerström-Ibáñez Z.")
    assert panel(specimen(Kind.RETOLD)).startswith(LABELS["cite_record"])
    assert panel(specimen(Kind.SYNTHETIC)) == LABELS["cite_nothing"]
    assert citation_files(specimen(Kind.SYNTHETIC)) == ()
    assert panel(replace(specimen(), cite_as=())) == ""
