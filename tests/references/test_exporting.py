"""What each format looks like, what is said of what it cannot hold, and one reference in all six formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.findings import Location
from pipeline.library import Item
from pipeline.reading import csl_json
from pipeline.reading.bibliography import FORMATS
from pipeline.references.exporting import EXPORTERS

SAME = Path(__file__).parent / "same"


def item(csl: dict[str, object], key: str = "doe2021") -> Item:
    return Item(key, {"type": "article-journal", **csl}, Location("references.bib", 7, 3))


def same(stem: str) -> Item:
    """One of the references that are there in every format."""
    (found,), findings = csl_json.read((SAME / f"{stem}.json").read_text("utf-8"), f"{stem}.json")
    assert findings == []
    return found


def written(name: str, *items: Item) -> str:
    """The text of items of which the format holds everything."""
    text, findings = EXPORTERS[name].write(items)
    assert findings == []
    return text


# --- one reference, six formats -------------------------------------------------------------------------


@pytest.mark.parametrize("stem", ["article", "chapter", "preprint"])
@pytest.mark.parametrize("suffix", [".bib", ".yaml", ".ris", ".nbib", ".xml"])
def test_one_reference_is_the_same_item_in_every_format(stem: str, suffix: str) -> None:
    file = SAME / f"{stem}{suffix}"
    (found,), findings = FORMATS[suffix](file.read_text("utf-8"), file.name)
    assert findings == []
    assert dict(found.csl) == dict(same(stem).csl)
    assert found.key == same(stem).key


# --- what they look like --------------------------------------------------------------------------------

LOOKS = {
    "bibtex": """\
@article{angstrom2021,
  author       = {Ångström, Ada B. and van der Example, Jan and Nobody, Jr, Max and {Invented Study Group}},
  title        = {Masses beside the spine in β-thalassaemia: 50\\% \\& more},
  journal      = {Journal of Invented Cases},
  shortjournal = {J Invent Cases},
  date         = {2021-09-15},
  year         = {2021},
  volume       = {12},
  number       = {3},
  pages        = {1135--1146},
  issn         = {0000-0000},
  langid       = {english},
  doi          = {10.5555/ex_1},
  pmid         = {99999991},
  pmcid        = {PMC9999991},
}
""",
    "ris": """\
TY  - JOUR
ID  - angstrom2021
AU  - Ångström, Ada B.
AU  - van der Example, Jan
AU  - Nobody, Max, Jr
AU  - Invented Study Group,
TI  - Masses beside the spine in β-thalassaemia: 50% & more
T2  - Journal of Invented Cases
J2  - J Invent Cases
PY  - 2021
DA  - 2021/09/15/
VL  - 12
IS  - 3
SP  - 1135
EP  - 1146
SN  - 0000-0000
DO  - 10.5555/ex_1
C2  - PMC9999991
LA  - en
AN  - 99999991
DB  - PubMed
ER  -\x20
""",
    "nbib": """\
PMID- 99999991
IS  - 0000-0000
VI  - 12
IP  - 3
DP  - 2021 Sep 15
TI  - Masses beside the spine in β-thalassaemia: 50% & more.
PG  - 1135-1146
LID - 10.5555/ex_1 [doi]
FAU - Ångström, Ada B.
AU  - Ångström AB
FAU - van der Example, Jan
AU  - van der Example J
FAU - Nobody, Max Jr
AU  - Nobody M Jr
CN  - Invented Study Group
LA  - eng
PT  - Journal Article
TA  - J Invent Cases
JT  - Journal of Invented Cases
PMC - PMC9999991
""",
}


@pytest.mark.parametrize("name", LOOKS)
def test_an_article(name: str) -> None:
    assert written(name, same("article")) == LOOKS[name]


def test_csl_json_has_the_key_as_id() -> None:
    (found,) = json.loads(written("csl-json", same("article")))
    assert found.pop("id") == "angstrom2021"
    assert found == dict(same("article").csl)


def test_csl_yaml_is_what_pandoc_reads_as_metadata() -> None:
    text = written("csl-yaml", item({"title": "no", "volume": "12"}))
    assert text == "references:\n- id: doe2021\n  type: article-journal\n  title: 'no'\n  volume: '12'\n"


def test_csl_yaml_says_again_what_two_references_share() -> None:
    people = [{"family": "Doe"}]
    text = written("csl-yaml", item({"author": people}, "a"), item({"author": people}, "b"))
    assert text.count("family: Doe") == 2


@pytest.mark.parametrize("name", EXPORTERS)
def test_items_keep_their_order_and_the_text_ends_with_a_line(name: str) -> None:
    items = [item({"title": title}, key) for key, title in [("b1", "Zeta"), ("a1", "Alpha"), ("c1", "Mid")]]
    text = written(name, *items)
    assert text.index("Zeta") < text.index("Alpha") < text.index("Mid")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert text == written(name, *items)


@pytest.mark.parametrize("name", EXPORTERS)
def test_no_items_are_no_references(name: str) -> None:
    assert EXPORTERS[name].write([])[0].strip() in ("", "[]", "references: []")


# --- BibTeX ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Small letters", "{Small letters}"),
        ("Capitals of Paris", "{{Capitals of Paris}}"),
        ('A <span class="nocase">DNA</span> test', "{A {DNA} test}"),
        ('The <span class="nocase">DNA</span> of Paris', "{{The {DNA} of Paris}}"),
        ('In <span class="nocase"><i>E. coli</i></span>', r"{In {{}\textit{E. coli}}}"),
        ("<i>mus</i> k<sup>+</sup> <sub>2</sub>", r"{\textit{mus} k\textsuperscript{+} \textsubscript{2}}"),
        ("<b>In</b> Paris", r"{{{}\textbf{In} Paris}}"),
        ('<span style="font-variant:small-caps">l</span>-dopa', r"{\textsc{l}-dopa}"),
        ("5% of a_b & c #1 for $2", r"{5\% of a\_b \& c \#1 for \$2}"),
        ("{a} \\ ~ ^", r"{\textbraceleft{}a\textbraceright{} \textbackslash{} \textasciitilde{} \textasciicircum{}}"),
        ("a -- b ``c''", "{a -{}- b `{}`c'{}'}"),
        ("a < b <i> c", "{a < b <i> c}"),
        ("5\u00a0mg", "{5~mg}"),
    ],
)  # fmt: skip
def test_a_title_in_bibtex(title: str, field: str) -> None:
    assert written("bibtex", item({"title": title})) == f"@article{{doe2021,\n  title = {field},\n}}\n"


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"family": "Doe", "given": "Jane A."}, "Doe, Jane A."),
        ({"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}, "van der Berg, Jan"),
        ({"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}, "Beethoven, Ludwig van"),
        ({"family": "Sanctis", "given": "V", "non-dropping-particle": "De"}, "De Sanctis, V"),
        ({"family": "Rashid", "given": "H", "non-dropping-particle": "al-"}, "al-Rashid, H"),
        ({"family": "van Gogh", "given": "Vincent"}, "{van Gogh}, Vincent"),
        ({"family": "King", "given": "Martin", "suffix": "Jr."}, "King, Jr., Martin"),
        ({"family": "Plato"}, "Plato"),
        ({"family": "Abu Bakr"}, "Abu Bakr,"),
        ({"family": "Doe", "given": "Jane, and Co"}, "Doe, {Jane, and Co}"),
        ({"literal": "Food and Drug Administration"}, "{Food and Drug Administration}"),
        ({"literal": "R&D {X}"}, r"{R\&D \textbraceleft{}X\textbraceright{}}"),
        ({"literal": "others"}, "others"),
    ],
)
def test_a_name_in_bibtex(person: dict[str, str], name: str) -> None:
    assert written("bibtex", item({"author": [person]})) == f"@article{{doe2021,\n  author = {{{name}}},\n}}\n"


@pytest.mark.parametrize(
    ("date", "lines"),
    [
        ({"date-parts": [[2021]]}, ["year = {2021},"]),
        ({"date-parts": [[2021, 9]]}, ["year  = {2021},", "month = sep,"]),
        ({"date-parts": [[2021, 9, 5]]}, ["date = {2021-09-05},", "year = {2021},"]),
        ({"date-parts": [[2010, 5], [2011, 3]]}, ["date = {2010-05/2011-03},", "year = {2010},"]),
        ({"date-parts": [[2014]], "season": 1}, ["date = {2014-21},", "year = {2014},"]),
        ({"date-parts": [[1900]], "circa": True}, ["date = {1900~},", "year = {1900},"]),
        ({"literal": "in press"}, ["year = {in press},"]),
    ],
)
def test_a_date_in_bibtex(date: dict[str, object], lines: list[str]) -> None:
    assert [line.strip() for line in written("bibtex", item({"issued": date})).splitlines()[1:-1]] == lines


@pytest.mark.parametrize(
    ("csl", "begins"),
    [
        ({"type": "article-journal"}, "@article{doe2021,\n"),
        ({"type": "thesis", "genre": "PhD thesis"}, "@phdthesis{doe2021,\n"),
        ({"type": "thesis", "genre": "Habilitation"}, "@thesis{doe2021,\n  type = {Habilitation},\n"),
        ({"type": "chapter", "container-title": "B"}, "@incollection{doe2021,\n  booktitle = {B},\n"),
        ({"type": "chapter"}, "@incollection{doe2021,\n  entrysubtype = {chapter},\n"),
        ({"type": "report"}, "@techreport{doe2021,\n"),
        ({"type": "article"}, "@misc{doe2021,\n  entrysubtype = {preprint},\n"),
        ({"number": "arXiv:2101.00001", "publisher": "arXiv"}, "@article{doe2021,\n  eprint     = {2101.00001},\n"),
        ({"type": "map"}, "@misc{doe2021,\n  entrysubtype = {map},\n"),
        ({"type": "webpage"}, "@online{doe2021,\n"),
    ],
)
def test_a_type_in_bibtex(csl: dict[str, object], begins: str) -> None:
    assert written("bibtex", item(csl)).startswith(begins)


def test_addresses_are_verbatim_in_bibtex() -> None:
    text = written("bibtex", item({"URL": "https://example.org/~a_b%20c?x=1&y", "DOI": "10.5555/a_b#1"}))
    assert "{https://example.org/~a_b%20c?x=1&y}" in text
    assert "{10.5555/a_b#1}" in text


@pytest.mark.parametrize(
    ("key", "other", "kept"),
    [("o'neil 2005", "x", "o-neil-2005"), ("a b", "a-b", "a-b-2"), ("{}", "x", "reference")],
)
def test_a_key_that_bibtex_does_not_allow_is_changed_and_reported(key: str, other: str, kept: str) -> None:
    text, findings = EXPORTERS["bibtex"].write([item({"title": "A"}, key), item({"title": "B"}, other)])
    assert f"@article{{{kept}," in text
    assert f"@article{{{other}," in text
    ((found),) = findings
    assert (found.rule.id, found.quote) == ("changed-reference-key", key)
    assert f"“{kept}”" in found.message


def test_a_key_that_bibtex_allows_is_kept() -> None:
    assert written("bibtex", item({}, "DBLP:conf/müller-1+2")).startswith("@article{DBLP:conf/müller-1+2,")


# --- what a format has no place for ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "csl", "left_out"),
    [
        ("bibtex", {"source": "PubMed", "collection-editor": [{"family": "X"}]}, "editor of the series, source"),
        ("bibtex", {"type": "report", "collection-title": "S", "collection-number": "3"}, "number in the series"),
        ("ris", {"medium": "CD"}, "medium"),
        ("ris", {"type": "treaty"}, "the kind of reference (treaty)"),
        ("ris", {"title": 'a <span style="font-variant:small-caps">b</span>'}, "small capitals"),
        ("nbib", {"URL": "https://example.org"}, "URL"),
        ("nbib", {"type": "webpage", "accessed": {"date-parts": [[2024]]}},
         "the kind of reference (webpage), date of access"),
        ("nbib", {"issued": {"date-parts": [[1900]], "circa": True}}, "that the date is approximate"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_said_once_for_each_reference(name: str, csl: dict[str, object], left_out: str) -> None:
    _, (found,) = EXPORTERS[name].write([item({"title": "A", **csl})])
    assert found.rule.id == "left-out-of-export"
    assert found.where == Location("references.bib", 7, 3)
    assert found.message.endswith(f"left out: {left_out}")


DOE: list[dict[str, str]] = [{"family": "Doe", "given": "Jane"}]
YEAR = {"date-parts": [[2024]]}
WHOLE: dict[str, dict[str, object]] = {
    "article-journal": {
        "author": DOE, "title": "A", "container-title": "J", "container-title-short": "S", "issued": YEAR,
        "volume": "1", "issue": "2", "page": "3-4", "ISSN": "0000-0000", "DOI": "10.5555/a", "PMID": "1",
        "PMCID": "PMC1", "language": "en", "note": "N",
    },
    "chapter": {
        "author": DOE, "title": "A", "editor": DOE, "container-title": "B", "edition": "2", "publisher": "P",
        "publisher-place": "Rome", "issued": YEAR, "page": "3-4", "ISBN": "978-0-00-000000-2", "collection-title": "S",
        "volume": "1",
    },
    "book in a series": {
        "type": "book", "author": DOE, "title": "A", "translator": DOE, "edition": "2", "publisher": "P",
        "publisher-place": "Rome", "issued": YEAR, "ISBN": "978-0-00-000000-2", "collection-title": "S",
        "collection-number": "12", "number-of-pages": "200", "number-of-volumes": "3", "volume": "1",
    },
    "thesis": {
        "author": DOE, "title": "A", "genre": "PhD thesis", "publisher": "U", "publisher-place": "Rome", "issued": YEAR,
        "URL": "https://example.org",
    },
    "webpage": {
        "author": DOE, "title": "A", "container-title": "B", "publisher": "P", "issued": YEAR,
        "accessed": {"date-parts": [[2024, 5, 6]]}, "URL": "https://example.org",
    },
    "paper-conference": {
        "author": DOE, "title": "A", "container-title": "B", "event-title": "E", "issued": YEAR, "page": "3-4",
        "publisher": "P",
    },
    "report": {
        "author": DOE, "title": "A", "genre": "Guideline", "number": "7", "publisher": "P", "publisher-place": "Rome",
        "issued": YEAR, "collection-title": "S", "URL": "https://example.org",
    },
}  # fmt: skip
NOT_IN_NBIB = {
    "book in a series": "number in the series, number of pages, number of volumes, translator",
    "thesis": "URL, kind of work",
    "webpage": "the kind of reference (webpage), URL, date of access",
    "paper-conference": "the kind of reference (paper conference), name of the event",
    "report": "URL, kind of work, number",
}


@pytest.mark.parametrize("name", EXPORTERS)
@pytest.mark.parametrize("what", WHOLE)
def test_what_a_reference_of_its_kind_says_has_a_place(name: str, what: str) -> None:
    _, findings = EXPORTERS[name].write([item({"type": what, **WHOLE[what]})])
    left_out = [finding.message.rpartition("left out: ")[2] for finding in findings]
    assert left_out == ([NOT_IN_NBIB[what]] if name == "nbib" and what in NOT_IN_NBIB else [])
