from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.findings import Finding, Location
from pipeline.library import Item, Library
from pipeline.reading import bibliography
from pipeline.reading.bibliography import AMBIGUOUS, FORMATS, read_library
from pipeline.reading.hidden_characters import without_hidden_characters

BOOK = "@book{{{key}, title = {{{title}}}}}\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    return folder


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "bibliography"
    folder.mkdir()
    return folder


def read(case: Path, shared: Path) -> tuple[Library, list[Finding]]:
    return read_library([case, shared], lambda path: path.relative_to(case.parent).as_posix())


def book(key: str, title: str = "A") -> str:
    return BOOK.format(key=key, title=title)


def test_a_case_and_the_shared_bibliography_make_one_library(case: Path, shared: Path) -> None:
    (case / "references.bib").write_text(book("own"))
    (case / "other.bib").write_text(book("not-read"))
    (shared / "b.json").write_text('[{"id": "second", "type": "book"}]')
    (shared / "a.bib").write_text(book("first"))
    (shared / "README.md").write_text("no bibliography")
    (shared / ".gitignore").write_text("*")
    library, findings = read(case, shared)
    assert list(library.items) == ["own", "first", "second"]
    assert findings == []


def test_missing_folders_are_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "none", tmp_path / "neither") == (Library({}), [])


def test_the_case_wins_silently_over_an_equal_reference(case: Path, shared: Path) -> None:
    (case / "references.bib").write_text(book("same"))
    (shared / "all.bib").write_text(book("same"))
    library, findings = read(case, shared)
    assert library.items["same"].origin.file == "case/references.bib"
    assert findings == []


def test_the_case_wins_with_a_warning_over_a_different_reference(case: Path, shared: Path) -> None:
    (case / "references.bib").write_text(book("same", "Mine"))
    (shared / "all.bib").write_text(book("same", "Theirs"))
    library, (finding,) = read(case, shared)
    assert library.items["same"].csl["title"] == "Mine"
    assert finding.rule.id == "overridden-reference"
    assert "bibliography/all.bib:1:7" in finding.message


@pytest.mark.parametrize(("one", "other"), [("all.bib", "all.bib"), ("a.bib", "b.bib")])
def test_a_key_twice_in_a_file_or_folder_names_both_places(case: Path, shared: Path, one: str, other: str) -> None:
    for name, title in ((one, "First"), (other, "Second")):
        with (shared / name).open("a") as file:
            file.write(book("same", title))
    library, (finding,) = read(case, shared)
    assert library.items["same"].csl["title"] == "First"
    assert finding.rule.id == "duplicate-reference-key"
    assert finding.where.file == f"bibliography/{other}"
    assert f"bibliography/{one}:1:7" in finding.message


def test_one_reference_in_two_formats_is_no_problem(case: Path, shared: Path) -> None:
    (shared / "a.bib").write_text("@article{doe2005, title = {T}, author = {Doe, J}, year = 2005, journal = {J}}")
    (shared / "a.ris").write_text("TY  - JOUR\nAU  - Doe, J\nTI  - T\nPY  - 2005\nJO  - J\nER  - \n")
    library, findings = read(case, shared)
    assert (list(library.items), findings) == (["doe2005"], [])


def test_keys_that_differ_only_in_capitals_are_two_references_and_a_warning(case: Path, shared: Path) -> None:
    (shared / "a.bib").write_text(book("Doe") + book("doe") + book("roe"))
    library, (finding,) = read(case, shared)
    assert list(library.items) == ["Doe", "doe", "roe"]
    assert (finding.rule.id, finding.where.line) == ("keys-differ-in-capitals", 2)
    assert "“Doe” at bibliography/a.bib:1:7" in finding.message


def test_byte_order_mark_and_windows_lines(case: Path, shared: Path) -> None:
    (shared / "a.bib").write_bytes("\ufeff@book{a,\r\n title = {Ü}}\r\n@book{b, title = {B}}".encode())
    library, findings = read(case, shared)
    assert library.items["a"].csl["title"] == "Ü"
    assert library.items["b"].origin.line == 3
    assert findings == []


def test_the_old_encoding_of_windows_is_guessed_line_by_line_with_a_warning(case: Path, shared: Path) -> None:
    old, new = "@book{a,\n title = {Übung – “neu”}}\n".encode("cp1252"), "@book{b, title = {Ärger}}".encode()
    (shared / "a.bib").write_bytes(old + new)
    library, (finding,) = read(case, shared)
    assert [item.csl["title"] for item in library.items.values()] == ["Übung – “neu”", "Ärger"]
    assert (finding.rule.id, str(finding.where)) == ("guessed-letters", "bibliography/a.bib:2")


@pytest.mark.parametrize(
    "data",
    [
        "@book{a,\n title = {地中海贫血病例报告一例}}".encode("gb18030"),
        "@book{a,\n title = {مرض التلاسيميا}}".encode("cp1256"),
        b"@book{a,\n title = {\x81\x8d\x8f}}",
        b"@book{a,\n \xff\x00\x01",
    ],
)
def test_letters_that_cannot_be_guessed_are_a_finding_at_their_line(case: Path, shared: Path, data: bytes) -> None:
    (shared / "a.bib").write_bytes(data)
    library, (finding,) = read(case, shared)
    assert library.items == {}
    assert (finding.rule.id, str(finding.where)) == ("unreadable-bibliography", "bibliography/a.bib:2")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark_is_read(case: Path, shared: Path, encoding: str) -> None:
    (shared / "a.bib").write_bytes(("\ufeff" + book("a", "Ü 地")).encode(encoding))
    library, findings = read(case, shared)
    assert (library.items["a"].csl["title"], findings) == ("Ü 地", [])


PUBMED = "<PubmedArticleSet><PubmedArticle><MedlineCitation><Article><ArticleTitle>T</ArticleTitle></Article>"
BY_CONTENT = [
    "TY  - JOUR\nTI  - T\nER  - \n",
    "\n\n  ty - jour\nti - T\ner -\n",
    "FN Clarivate\nVR 1.0\nPT J\nTI T\nER\n\nEF",
    "PMID- 1234\nTI  - T.\n",
    "%0 Book\n%T T",
    "@book{t, title = {T}}",
    "<xml><records><record><ref-type>6</ref-type><titles><title>T</title></titles></record></records></xml>",
    f"{PUBMED}</MedlineCitation></PubmedArticle></PubmedArticleSet>",
]


@pytest.mark.parametrize("suffix", sorted(AMBIGUOUS))
@pytest.mark.parametrize("text", BY_CONTENT)
def test_what_a_file_holds_counts_more_than_an_ambiguous_suffix(
    case: Path, shared: Path, suffix: str, text: str
) -> None:
    (shared / f"a{suffix}").write_text(text)
    library, findings = read(case, shared)
    assert [item.csl["title"] for item in library.items.values()] == ["T"]
    assert findings == []


def test_prose_in_a_text_file_is_an_unknown_format(case: Path, shared: Path) -> None:
    (shared / "notes.txt").write_text("Ask the library for\nthe papers of the ward.")
    _, (finding,) = read(case, shared)
    assert finding.rule.id == "unknown-bibliography-format"


def test_directional_overrides_go_with_a_warning_and_control_characters_without(case: Path, shared: Path) -> None:
    (shared / "a.bib").write_text("@book{a, title = {The \u202egnirts\u202c}, author = {Do\x07e, J}}", encoding="utf-8")
    (shared / "b.bib").write_text("@book{b, title = {\u200fعربي\u200e}}", encoding="utf-8")
    library, (finding,) = read(case, shared)
    assert library.items["a"].csl["title"] == "The gnirts"
    assert library.items["a"].csl["author"] == [{"family": "Doe", "given": "J"}]
    assert library.items["b"].csl["title"] == "\u200fعربي\u200e"
    assert (finding.rule.id, finding.quote) == ("hidden-direction", "a")
    assert "title" in finding.message


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ({"title": "\u202e"}, {}),
        ({"title": "a \u2066 b"}, {"title": "a b"}),
        (
            {"author": [{"literal": "\u202d"}, {"family": "Do\u2069e", "given": "\u202c"}]},
            {"author": [{"family": "Doe"}]},
        ),
        ({"issued": {"literal": "in\u202e press"}}, {"issued": {"literal": "in press"}}),
        ({"issued": {"date-parts": [[2005, 9]]}}, {"issued": {"date-parts": [[2005, 9]]}}),
    ],
)
def test_what_held_nothing_but_hidden_characters_is_left_out(value: dict[str, object], left: dict[str, object]) -> None:
    (item,), findings = without_hidden_characters([Item("a", {"type": "book", **value}, Location("a.bib", 1))])
    assert item.csl == {"type": "book", **left}
    assert len(findings) == (value != left)


@pytest.mark.parametrize(("suffix", "said"), [(".enl", "In EndNote"), (".csv", "RIS"), (".docx", "BibTeX")])
def test_a_format_that_cannot_be_read_says_how_to_export(case: Path, shared: Path, suffix: str, said: str) -> None:
    (shared / f"a{suffix}").write_text("x")
    _, (finding,) = read(case, shared)
    assert said.casefold() in finding.hint.casefold()


def test_a_file_too_large_is_a_finding(case: Path, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bibliography, "LARGEST_FILE", 10)
    (shared / "a.bib").write_text(book("a"))
    _, (finding,) = read(case, shared)
    assert finding.rule.id == "unreadable-bibliography"


def test_an_unknown_format_is_a_warning_that_names_the_known_ones(case: Path, shared: Path) -> None:
    (shared / "old.enl").write_bytes(b"\x00")
    _, (finding,) = read(case, shared)
    assert finding.rule.id == "unknown-bibliography-format"
    assert all(suffix in finding.hint for suffix in FORMATS)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_takes_an_empty_file_and_a_binary_one(suffix: str) -> None:
    for text in ("", "\x00\x01\x02", "\n" * 1000):
        items, _ = FORMATS[suffix](text, f"a{suffix}")
        assert items == []
