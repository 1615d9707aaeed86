from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.findings import Finding
from pipeline.reading import ris
from pipeline.reading.ris_types import TYPES
from tests.reading.normal_form import faults


def record(*lines: str, kind: str = "JOUR") -> str:
    return "\n".join([f"TY  - {kind}", *lines, "ER  - ", ""])


def one(*lines: str, kind: str = "JOUR") -> dict[str, object]:
    """What these lines give, where nothing is wrong with them."""
    (item,), findings = ris.read(record("TI  - T", *lines, kind=kind), "references.ris")
    assert findings == []
    return {name: value for name, value in item.csl.items() if name not in ("type", "title")}


def finding(*lines: str, kind: str = "JOUR") -> Finding:
    _, (found,) = ris.read(record("TI  - T", *lines, kind=kind), "references.ris")
    return found


def test_a_journal_article() -> None:
    text = record(
        "ID  - rund2005", "AU  - Rund, Deborah", "AU  - van Acker, B, Jr.", "A1  - Made-up Group,",
        "TI  - <i>β</i>-Thalassemia &amp; more", "JF  - New Journal of Fakes", "JA  - N J Fakes", "PY  - 2005",
        "DA  - 2005/09/15/", "VL  - 353", "IS  - 11", "SP  - 1135", "EP  - 1146", "SN  - 12345678",
        "DO  - https://doi.org/10.5555/FAKE1", "UR  - https://example.org/a?b=1&c=2", "AN  - 12345678", "DB  - PubMed",
        "C2  - PMC1234567", "LA  - eng", "KW  - blood", "KW  - iron", "AB  - First line", "second line.",
    )  # fmt: skip
    (item,), findings = ris.read("\n" + text, "bibliography/a.ris")
    assert findings == []
    assert (item.key, str(item.origin)) == ("rund2005", "bibliography/a.ris:2:1")
    assert dict(item.csl) == {
        "type": "article-journal",
        "author": [
            {"family": "Rund", "given": "Deborah"},
            {"non-dropping-particle": "van", "family": "Acker", "given": "B", "suffix": "Jr."},
            {"literal": "Made-up Group"},
        ],
        "title": "<i>β</i>-Thalassemia & more",
        "container-title": "New Journal of Fakes",
        "container-title-short": "N J Fakes",
        "issued": {"date-parts": [[2005, 9, 15]]},
        "volume": "353",
        "issue": "11",
        "page": "1135-1146",
        "ISSN": "1234-5678",
        "DOI": "10.5555/FAKE1",
        "URL": "https://example.org/a?b=1&c=2",
        "PMID": "12345678",
        "PMCID": "PMC1234567",
        "language": "en",
        "keyword": "blood, iron",
        "abstract": "First line second line.",
    }


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        ("T2  - A", {"container-title": "A"}),
        ("JO  - A", {"container-title": "A"}),
        ("JA  - A", {"container-title": "A"}),
        ("T2  - A Long\nJO  - A L", {"container-title": "A Long", "container-title-short": "A L"}),
        ("JF  - A Long\nJO  - A long", {"container-title": "A Long"}),
        ("T2  - A Long\nJ2  - A L", {"container-title": "A Long", "container-title-short": "A L"}),
        ("T2  - A\nST  - T", {"container-title": "A"}),
        ("ST  - Short", {"title-short": "Short"}),
    ],
)
def test_titles_of_a_journal(lines: str, read: dict[str, object]) -> None:
    assert one(lines) == read


@pytest.mark.parametrize(
    ("kind", "lines", "read"),
    [
        ("CHAP", "T2  - Book\nT3  - Series\nA2  - Doe, J\nIS  - 4",
         {"container-title": "Book", "collection-title": "Series", "collection-number": "4",
          "editor": [{"family": "Doe", "given": "J"}]}),
        ("BOOK", "T2  - Series\nA3  - Doe, J\nA4  - Roe, R\nET  - 3rd ed.\nCY  - Town\nPB  - Press\nSP  - 327\nNV  - 2",
         {"collection-title": "Series", "collection-editor": [{"family": "Doe", "given": "J"}],
          "translator": [{"family": "Roe", "given": "R"}], "edition": "3", "publisher-place": "Town",
          "publisher": "Press", "number-of-pages": "327", "number-of-volumes": "2"}),
        ("BOOK", "SP  - 3\nEP  - 9", {"page": "3-9"}),
        ("EDBOOK", "AU  - Doe, J", {"editor": [{"family": "Doe", "given": "J"}]}),
        ("CPAPER", "T2  - Congress\nC3  - Proceedings", {"event-title": "Congress", "container-title": "Proceedings"}),
        ("CPAPER", "T2  - Proceedings", {"container-title": "Proceedings"}),
        ("THES", "M3  - PhD thesis\nPB  - University\nA3  - Boss, B",
         {"genre": "PhD thesis", "publisher": "University", "contributor": [{"family": "Boss", "given": "B"}]}),
        ("RPRT", "M1  - 12\nSN  - WHO/12/3", {"number": "12"}),
        ("RPRT", "SN  - WHO/12/3", {"number": "WHO/12/3"}),
        ("WEB", "Y2  - 2024/05/06/", {"accessed": {"date-parts": [[2024, 5, 6]]}}),
        ("NEWS", "T2  - Times\nSE  - B", {"container-title": "Times", "section": "B"}),
        ("INPR", "T2  - J", {"container-title": "J", "status": "in press"}),
    ],
)  # fmt: skip
def test_other_types(kind: str, lines: str, read: dict[str, object]) -> None:
    assert one(lines, kind=kind) == read


@pytest.mark.parametrize(
    ("kind", "lines", "csl_type"),
    [
        ("JOUR", "", "article-journal"), ("EJOUR", "", "article-journal"), ("Chap", "", "chapter"),
        ("CONF", "", "paper-conference"), ("NEWS", "", "article-newspaper"), ("DATA", "", "dataset"),
        ("STAND", "", "standard"), ("UNPB", "", "manuscript"), ("UNPB", "DO  - 10.5555/a", "article"),
        ("MANSCPT", "DO  - 10.5555/a", "manuscript"), ("BLOG", "", "post-weblog"),
    ],
)  # fmt: skip
def test_types(kind: str, lines: str, csl_type: str) -> None:
    (item,), findings = ris.read(record("TI  - T", lines, kind=kind), "references.ris")
    assert (item.csl["type"], findings) == (csl_type, [])


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_type_gives_an_item_in_normal_form(kind: str) -> None:
    everything = [
        f"{tag}  - 2005" for tag in "AU A2 TI T2 T3 JO J2 PY Y2 VL IS SP EP SN DO UR AN C2 ET M3 N1 C3".split()
    ]
    (item,), _ = ris.read(record(*everything, kind=kind), "references.ris")
    assert faults(item) == []


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        ("PY  - 2005", [[2005]]),
        ("PY  - 2005///", [[2005]]),
        ("PY  - 1948/07//", [[1948, 7]]),
        ("Y1  - 2005/07/15", [[2005, 7, 15]]),
        ("PY  - 2005\nDA  - 2005/09/15/", [[2005, 9, 15]]),
        ("PY  - 2005\nDA  - Sep 15", [[2005, 9, 15]]),
        ("PY  - 2005\nDA  - SEP", [[2005, 9]]),
        ("PY  - 2005\nDA  - 2004/12/31", [[2005]]),
        ("Y1  - 2013\nPY  - 2013/04/18\nPY  - 2013/02/15/received", [[2013, 4, 18]]),
        ("DA  - 2010-05/2011-03", [[2010, 5], [2011, 3]]),
    ],
)
def test_the_most_exact_date_counts(lines: str, parts: list[list[int]]) -> None:
    assert one(*lines.split("\n")) == {"issued": {"date-parts": parts}}


def test_other_dates() -> None:
    assert one("PY  - 2014///Spring") == {"issued": {"date-parts": [[2014]], "season": 1}}
    assert one("PY  - in press") == {"issued": {"literal": "in press"}}


@pytest.mark.parametrize(
    ("lines", "page"),
    [
        ("SP  - 379\nEP  - 423", "379-423"),
        ("SP  - 377\nEP  - 86", "377-86"),
        ("SP  - 1-22", "1-22"),
        ("SP  - 271-278\nEP  - 278", "271-278"),
        ("SP  - 7\nEP  - 7", "7"),
        ("SP  - e0815", "e0815"),
        ("SP  - S1–S9", "S1-S9"),
        ("C7  - 104501", "104501"),
        ("SP  - 5\nC7  - 104501", "5"),
    ],
)
def test_pages(lines: str, page: str) -> None:
    assert one(*lines.split("\n")) == {"page": page}


def test_no_pages_specified_are_none() -> None:
    assert one("SP  - No", "EP  - Specified") == {}


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        ("DO  - doi:10.5555/a", {"DOI": "10.5555/a"}),
        ("M3  - doi: 10.5555/a", {"DOI": "10.5555/a"}),
        ("N1  - doi:10.5555/a", {"DOI": "10.5555/a"}),
        ("UR  - https://doi.org/10.5555/a", {"DOI": "10.5555/a", "URL": "https://doi.org/10.5555/a"}),
        ("N1  - PMID: 1234; seen", {"PMID": "1234", "note": "seen"}),
        ("U1  - 1234[pmid]", {"PMID": "1234"}),
        ("AN  - 1234\nDP  - NLM", {"PMID": "1234"}),
        ("AN  - 1234\nDB  - ProQuest", {}),
        ("C2  - 1234\nDB  - Scopus", {"PMID": "1234"}),
        ("C2  - 1234", {}),
        ("AN  - PMC1234", {"PMCID": "PMC1234"}),
        ("SN  - 0894-9867, 0894-9867", {"ISSN": "0894-9867"}),
        ("SN  - 03064530 (ISSN)", {"ISSN": "0306-4530"}),
        ("SN  - 978-1-4822-5326-9", {"ISBN": "978-1-4822-5326-9"}),
        ("UR  - <Go to ISI>://WOS:1", {}),
        ("VL  - 50(2)", {"volume": "50", "issue": "2"}),
        ("VL  - 50(2)\nIS  - 3", {"volume": "50(2)", "issue": "3"}),
    ],
)
def test_identifiers_and_numbers(lines: str, read: dict[str, object]) -> None:
    assert one(*lines.split("\n")) == read


def test_markup_that_is_not_ours_stays_text() -> None:
    script = "<script>alert(1)</script> <i>E. coli</i>"
    assert one(f"T2  - {script}", f"PB  - {script}") == {"container-title": script, "publisher": script}


def test_several_names_in_one_line_are_parted() -> None:
    doe, roe = {"family": "Doe", "given": "J"}, {"family": "Roe", "given": "R"}
    assert one("AU  - Doe, J; Roe, R") == one("AU  - Doe, J\nRoe, R") == {"author": [doe, roe]}
    assert one("AU  - M&uuml;ller, J") == {"author": [{"family": "Müller", "given": "J"}]}


@pytest.mark.parametrize(
    ("lines", "rule", "said"),
    [
        ("XX  - a\nXX  - b", "unknown-reference-tag", "2 times"),
        ("TI  - Other", "repeated-reference-field", "TI"),
        ("UR  - https://example.org/a\nUR  - https://example.org/b", "repeated-reference-field", "UR"),
        ("UR  - https://example.org/a; https://example.org/b", "repeated-reference-field", "UR"),
        ("T2  - Journal\nJF  - Another", "repeated-reference-field", "JF"),
        ("EP  - 423", "malformed-reference", "ends on page 423"),
        ("AU  - Jane Doe", "doubtful-name", "Jane Doe"),
        ("AB  - " + "word " * 100_000, "malformed-reference", "abstract"),
    ],
)
def test_what_is_not_printed_or_not_certain_is_a_finding(lines: str, rule: str, said: str) -> None:
    found = finding(*lines.split("\n"))
    assert found.rule.id == rule
    assert said in found.message


@pytest.mark.parametrize(
    "lines",
    ["TI  - t", "UR  - https://example.org/a\nUR  - https://example.org/a", "AD  - Ward 4", "AU  - Doe, Jane", "XX  -"],
)
def test_what_is_said_twice_or_never_printed_is_none(lines: str) -> None:
    one(*lines.split("\n"))


@pytest.mark.parametrize(
    ("text", "keys", "rules"),
    [
        (record("TI  - First") + "TY  - JOUR\nTI  - Second", ["first", "second"], ["damaged-reference"]),
        ("TI  - First\nER  -\n" + record("TI  - Second"), ["first", "second"], ["damaged-reference"]),
        (record("TI  - First", kind="GADGET"), ["first"], ["unknown-reference-type"]),
        (record("TI  - First", kind=""), ["first"], ["unknown-reference-type"]),
        (record("AB  - Only this"), [], ["malformed-reference"]),
        ("A title\n" + record("TI  - First"), ["first"], ["stray-reference-lines"]),
        ("Record #1 of 2\nProvider: X\n1.\n" + record("TI  - First"), ["first"], []),
        ("A title\nA letter\n", [], ["stray-reference-lines"]),
        ("", [], []),
    ],
)
def test_broken_files_keep_what_can_be_read(text: str, keys: list[str], rules: list[str]) -> None:
    items, findings = ris.read(text, "references.ris")
    assert ([item.key for item in items], [found.rule.id for found in findings]) == (keys, rules)


@pytest.mark.parametrize(
    ("identifier", "key"),
    [("Rund:2005", "Rund:2005"), ("OEB 30135", "OEB 30135"), ("17", "doe2005"), ("e\u0301t", "\u00e9t")],
)
def test_a_key_is_the_line_id_unless_it_only_counts(identifier: str, key: str) -> None:
    (item,), _ = ris.read(record(f"ID  - {identifier}", "AU  - Doe, J", "PY  - 2005"), "references.ris")
    assert item.key == key


def test_a_key_that_is_made_leaves_the_keys_of_others_alone() -> None:
    text = record("AU  - Doe, J", "PY  - 2005", "TI  - Blood") + record("ID  - doe2005", "TI  - T")
    items, _ = ris.read(text, "references.ris")
    assert [item.key for item in items] == ["doe2005-blood", "doe2005"]


TAGS = st.sampled_from("TY ER AU A2 TI T2 JO JA PY DA Y2 VL IS SP EP SN DO UR N1 AN C2 KW AB ET ID XX".split())
VALUES = st.one_of(st.text(max_size=30), st.sampled_from(["2005/07/15/", "10.5555/a", "Doe, J", "JOUR", "50(2)", "/"]))
LINES = st.lists(st.one_of(st.builds(lambda tag, value: f"{tag}  - {value}", TAGS, VALUES), st.text(max_size=30)))


@given(LINES)
@settings(max_examples=300, deadline=None)
def test_any_lines_give_items_in_normal_form(lines: list[str]) -> None:
    items, _ = ris.read("\n".join(lines), "references.ris")
    assert [faults(item) for item in items] == [[] for _ in items]
    assert len({item.key for item in items}) == len(items) or "ID  - " in "\n".join(lines)


def test_many_references_take_time_in_proportion() -> None:
    start = time.process_time()
    ris.read("".join(record(f"TI  - {n}", "AU  - Doe, J", "PY  - 2005") for n in range(10_000)), "references.ris")
    assert time.process_time() - start < 20


@pytest.mark.parametrize("long", [piece * 100_000 for piece in (" ", "\u00a0", "\n", "~", "1 ", ",", ";", "/")])
def test_long_values_take_time_in_proportion(long: str) -> None:
    tags = "AU TI T2 JO PY DA Y2 VL IS SP SN DO UR N1 AN C2 KW AB ET".split()
    text = record(*(f"{tag}  - doi{long}PMID{long}x" for tag in tags))
    start = time.process_time()
    ris.read(text, "references.ris")
    assert time.process_time() - start < 20
