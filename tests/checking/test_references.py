"""Each rule about references: what breaks it, and what comes near and does not."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.checking import library, references
from pipeline.findings import RULES, Finding, Location, Severity
from pipeline.references.required_fields import REQUIRED, missing, printed_by
from pipeline.references.retractions import Nature, Notice
from pipeline.resolving.csl import load_style
from tests.references.made_references import csl, items

TODAY = date(2026, 11, 22)


def found(*texts: str) -> list[Finding]:
    return list(references.check(items(*texts), {}, TODAY))


@pytest.mark.parametrize(
    ("rule", "broken", "sound"),
    [
        ("mistyped-identifier", "DOI: 11.5555/abc", "DOI: 10.5555/abc"),
        ("mistyped-identifier", "DOI: 10.5555/abc, 10.5555/d", "DOI: 10.5555/(SICI)1097<161::AID-S9>3.0.CO;2-2"),
        ("mistyped-identifier", "DOI: none", "DOI: 10.5555.12/9"),
        ("mistyped-identifier", "PMID: PMC1234567", "PMID: 1234567"),
        ("mistyped-identifier", "PMID: 123456789", "PMID: 12345678"),
        ("mistyped-identifier", "PMID: 0", "PMID: 1"),
        ("mistyped-identifier", "PMCID: 10.5555/abc", "PMCID: PMC1234567"),
        ("mistyped-identifier", "ISSN: 1234-5678", "ISSN: 1234-5679"),
        ("mistyped-identifier", "ISSN: 2434-561Y", "ISSN: 2434-561X"),
        ("mistyped-identifier", "ISSN: 1234-5679, 2434-5611", "ISSN: 1234-5679 (print), 2434561X (online)"),
        ("mistyped-identifier", "ISBN: 978-3-16-148410-1", "ISBN: 978-3-16-148410-0"),
        ("mistyped-identifier", "ISBN: 0-306-40615-3", "ISBN: 0-306-40615-2"),
        ("mistyped-identifier", "ISBN: 12345", "ISBN: ISBN-13: 9783161484100 (cloth) 0306406152"),
        ("reversed-pages", "page: 871-861", "page: 861-871"),
        ("reversed-pages", "page: 16-4", "page: LL16-04"),
        ("reversed-pages", "page: 12-15, 29-20", "page: 12-15, 20-29"),
        ("reversed-pages", "page: S12-S8", "page: S8-S12"),
        ("reversed-pages", "page: 1099-98", "page: 1099-102"),
        ("reversed-pages", "page: e12-e11", "page: A12-3B"),
        ("reversed-pages", "page: 119-8", "page: 110-8"),
        ("impossible-year", "year: 2027", "year: 2026"),
        ("impossible-year", "year: 1020", "year: 1665"),
        ("impossible-year", "accessed: 2027-01-02", "accessed: 2026-11-21"),
        ("shouted-title", "title: A CASE OF DRESS SYNDROME", "title: DRESS syndrome: a CASE"),
        ("shouted-title", "title: <i>TRICHOPHYTON</i> INFECTION", "title: HIV-1 RNA"),
        ("shouted-title", "title: β-THALASSEMIA INTERMEDIA", "title: SARS-CoV-2, HIV, HBV and HCV"),
    ],
)
def test_what_is_wrong_with_one_reference(rule: str, broken: str, sound: str) -> None:
    (finding,) = found(broken)
    assert finding.rule.id == rule
    assert str(finding.where) == "references.bib:1"
    assert found(sound) == []


@pytest.mark.parametrize(
    ("sign", "one", "other"),
    [
        ("DOI", "DOI: 10.5555/ABC; title: A rash", "DOI: 10.5555/abc; title: Another title"),
        ("PMID", "PMID: 123; year: 2019", "PMID: 123; year: 2020"),
        ("PMCID", "PMCID: PMC12; year: 2019", "PMCID: PMC12; year: 2020"),
        ("title and year", "title: β-Thalassémia; page: 1-2", "title: Beta <i>thalassemia</i>; page: 1-9"),
        ("title and year", "author: Rund D", "author: Rund, D."),
        ("title and year", "author: ", "author: Rund, D."),
        ("title and year", "DOI: 10.5555/a", "PMID: 17"),
    ],
)
def test_one_work_under_two_keys(sign: str, one: str, other: str) -> None:
    (finding,) = found(one, other)
    assert finding.rule.id == "same-work-twice"
    assert str(finding.where) == "references.bib:2"
    assert finding.message.endswith(f"at references.bib:1: same {sign}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("title: A rash", "title: A rash in summer"),
        ("year: 2019", "year: 2020"),
        ("title: ", "title: "),
        # Guidelines are printed by several journals at once, each under a DOI of its own.
        ("DOI: 10.5555/a", "DOI: 10.5555/b"),
        ("author: Rund, D.", "author: Haidar, R."),
        ("title: Reply; page: 12", "title: Reply; page: 34"),
        ("type: chapter; DOI: 10.5555/book; title: Liver", "type: chapter; DOI: 10.5555/book; title: Lung"),
        ("type: article", "type: article-journal"),
    ],
)
def test_two_works(one: str, other: str) -> None:
    assert found(one, other) == []


def test_one_work_twice_is_shown_field_by_field() -> None:
    first = "DOI: 10.5555/a; page: 12-15"
    (finding,) = found(first, "DOI: 10.5555/a; page: 12-51; author: Example, Ada and Other, Bo; PMID: 17")
    assert finding.hint.splitlines() == [
        "keep one of the two, and cite its key in all places",
        "      field  | here                    | there",
        "      author | Example, Ada; Other, Bo | Example, Ada",
        "      page   | 12-51                   | 12-15",
        "      PMID   | 17                      | —",
    ]
    (finding,) = found(first, first)
    assert finding.hint == "keep one of the two, and cite its key in all places; they agree in every field"


ROW = Location("bibliography/retractions.csv", 12)
SEEN = "see bibliography/retractions.csv:12"
RETRACTED = Notice(Nature.RETRACTION, "2019-05-30", "Error in Data", ROW)
OTHER = Notice(Nature.OTHER, "", "Doubtful", ROW)
BACK = Notice(Nature.REINSTATEMENT, "", "", Location(ROW.file, 13))
CONCERN = Notice(Nature.CONCERN, "2018-01-01", "", ROW)
CORRECTED = Notice(Nature.CORRECTION, "2018-01-01", "", ROW)
TOLD = f"error: `example2020` was retracted (2019-05-30: Error in Data; {SEEN})"


@pytest.mark.parametrize(
    ("reference", "notices", "told"),
    [
        ("DOI: 10.5555/A", [RETRACTED], [TOLD]),
        ("PMID: 17", [RETRACTED], [TOLD]),
        ("DOI: 10.5555/A; PMID: 17", [RETRACTED], [TOLD]),
        ("DOI: 10.5555/b", [RETRACTED], []),
        (
            "PMID: 17",
            [CONCERN],
            [f"warning: the journal has expressed concern about `example2020` (2018-01-01; {SEEN})"],
        ),
        ("PMID: 17", [CORRECTED], []),
        ("PMID: 17", [OTHER], [f"warning: the list of retractions has `example2020` (Doubtful; {SEEN})"]),
        (
            "PMID: 17",
            [RETRACTED, BACK],
            [f"warning: {TOLD[7:]} and reinstated (see bibliography/retractions.csv:13)"],
        ),
    ],
)
def test_what_the_list_of_retractions_says(reference: str, notices: list[Notice], told: list[str]) -> None:
    by_sign = {"10.5555/a": tuple(notices), "17": tuple(notices)}
    shown = [f"{f.severity}: {f.message}" for f in references.check(items(reference), by_sign, TODAY)]
    assert shown == told


@pytest.mark.parametrize(
    ("reference", "lacking"),
    [
        ("volume: 3; page: 1-2", []),
        ("volume: 3; number: e12", []),
        ("DOI: 10.5555/a", []),
        ("volume: 3", ["the pages or the article's number"]),
        ("volume: 3; DOI: 10.5555/a", ["the pages or the article's number"]),
        ("", ["the volume", "the pages or the article's number"]),
        ("author: ; container-title: ; year: ; DOI: 10.5555/a", ["the author", "the journal", "the year"]),
        ("type: book; publisher: Example Press; publisher-place: Amman", []),
        ("type: book; author: ; editor: Example, Ada; publisher: Example Press; publisher-place: Amman", []),
        ("type: book; author: ", ["the author or editor", "the place of publication", "the publisher"]),
        ("type: chapter; publisher: P; publisher-place: Amman", ["the pages"]),
        ("type: webpage; URL: https://example.org; accessed: 2020-01-02", []),
        ("type: webpage", ["the address on the web", "the day on which you read it"]),
        ("type: webpage; URL: https://example.org; DOI: 10.5555/a", []),
        ("type: thesis; publisher: Example University", []),
        ("type: thesis", ["the university"]),
        ("type: report; author: ; publisher: Example Office", []),
        ("type: article; DOI: 10.5555/a", []),
        ("type: article", ["the DOI or the address on the web"]),
        ("type: song", []),
        ("type: song; title: ", ["the title"]),
    ],
)
def test_what_a_reference_lacks(reference: str, lacking: list[str]) -> None:
    assert missing(csl(reference), lambda kind, variable: True) == lacking


def test_what_the_style_does_not_print_is_not_missed() -> None:
    told = {}
    for name in ("vancouver", "american-medical-association"):
        style, _ = load_style(name, Location("--style"))
        assert style
        told[name] = [f.message for f in library.incomplete(items("type: book"), printed_by(style))]
    assert told == {
        "vancouver": ["`example2020` does not give the place of publication and the publisher"],
        "american-medical-association": ["`example2020` does not give the publisher"],
    }


def test_whatever_is_asked_for_is_printed_by_vancouver() -> None:
    style, _ = load_style("vancouver", Location("--style"))
    assert style
    prints = printed_by(style)
    asked = [(kind, field) for kind, fields in REQUIRED.items() for field in fields]
    assert [(k, f.name) for k, f in asked if not any(prints(k, variable) for variable in f.variables)] == []


def test_what_nobody_cites() -> None:
    one, other = items("", "year: 2021")
    (finding,) = library.uncited([one, other], [one.key])
    assert (finding.rule.id, finding.message) == ("uncited-reference", "no case cites `example2021`")


def test_of_many_that_nobody_cites_the_number_is_told() -> None:
    (finding,) = library.uncited(items(*(f"year: {year}" for year in range(2000, 2021))), [])
    assert str(finding.where) == "references.bib"
    assert finding.message == "no case cites 21 of the references in this file"
    assert finding.quote == ", ".join(f"example{year}" for year in range(2000, 2020)) + " …"
    (finding,) = library.uncited(items(*(f"year: {year}" for year in range(2000, 2006))), [])
    assert finding.quote == ", ".join(f"example{year}" for year in range(2000, 2006))
    assert len(list(library.uncited(items(*(f"year: {year}" for year in range(2000, 2005))), []))) == 5


@pytest.mark.parametrize(
    ("preprint", "article", "is_told"),
    [
        ("type: article; year: 2019", "year: 2020", True),
        ("DOI: 10.1101/2020.01.02.12345678", "DOI: 10.5555/a", True),
        ("genre: Preprint", "year: 2021", True),
        ("type: article", "title: On the rash of other drugs", False),
        ("type: article", "author: Other, Bo", False),
        ("type: article", "type: article", False),
        ("DOI: 10.1101/cshperspect.a012345", "DOI: 10.5555/a; year: 2021", False),
        ("type: article; title: Reply", "title: Reply; year: 2021", False),
    ],
)
def test_a_preprint_beside_its_published_version(preprint: str, article: str, is_told: bool) -> None:
    both = items(article, preprint)
    messages = [finding.message for finding in library.preprints(both)]
    key = both[1].key
    told = f"`{key}` is a preprint, and `{both[0].key}` at references.bib:1 is the article it became"
    assert messages == ([told] if is_told else [])


def test_only_what_is_retracted_is_an_error() -> None:
    ids = ["mistyped-identifier", "reversed-pages", "impossible-year", "shouted-title", "reference-under-concern"]
    ids += ["same-work-twice", "incomplete-reference", "uncited-reference", "published-preprint"]
    assert {RULES[each].severity for each in ids} == {Severity.WARNING}
    assert RULES["retracted-reference"].severity is Severity.ERROR
