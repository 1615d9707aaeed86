"""PubMed's XML (`<PubmedArticleSet>`) → items, each at its line, and findings."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.findings import Finding
from pipeline.library import MALFORMED_REFERENCE, Item
from pipeline.reading.dates import month_number
from pipeline.reading.person_names import as_organisation
from pipeline.reading.places import Places
from pipeline.reading.ris import items_of
from pipeline.reading.tagged_lines import Record, Tagged
from pipeline.reading.xml_records import Element, offset_of, parse, plain_text, rich_text

_FIELDS = {
    "MedlineCitation/Article/Journal/Title": "JF",
    "MedlineCitation/Article/Journal/ISOAbbreviation": "JA",
    "MedlineCitation/Article/Journal/ISSN": "SN",
    "MedlineCitation/Article/Journal/JournalIssue/Volume": "VL",
    "MedlineCitation/Article/Journal/JournalIssue/Issue": "IS",
    "MedlineCitation/Article/Pagination/MedlinePgn": "SP",
    "MedlineCitation/Article/Language": "LA",
    "MedlineCitation/Article/ELocationID[@EIdType='doi']": "DO",
    "PubmedData/ArticleIdList/ArticleId[@IdType='doi']": "DO",
    "PubmedData/ArticleIdList/ArticleId[@IdType='pmc']": "C2",
    "MedlineCitation/KeywordList/Keyword": "KW",
}


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every article of a PubMed XML text, in order, under keys made by `readable_key`; books are findings."""
    places = Places(text, file)
    root, findings = parse(text, places)
    found = [] if root is None else list(root.iter())
    articles = [element for element in found if element.tag == "PubmedArticle"]
    for book in (element for element in found if element.tag == "PubmedBookArticle"):
        message = "this reference is a book of PubMed’s, which is not read from XML"
        hint = "in PubMed choose Save, format PubMed, and put the .nbib file here"
        findings.append(MALFORMED_REFERENCE.at(places.at(offset_of(book, places)), message, hint=hint))
    if not articles and not findings and text.strip():
        findings.append(MALFORMED_REFERENCE.at(places.at(0), "this XML holds no article of PubMed"))
    items, problems = items_of([_record(article, places) for article in articles], places, "PubMed’s XML")
    return items, findings + problems


def _record(article: Element, places: Places) -> Record:
    offset = offset_of(article, places)
    return Record(offset, [Tagged(tag, value, offset) for tag, value in _lines(article)])


def _lines(article: Element) -> Iterator[tuple[str, str]]:
    """An article's fields with RIS's tags."""
    kinds = {plain_text(kind) for kind in article.iterfind("MedlineCitation/Article/PublicationTypeList/*")}
    yield "TY", "PREPRINT" if "Preprint" in kinds else "JOUR"
    pmid = plain_text(article.find("MedlineCitation/PMID"))
    if pmid:
        yield "N1", f"PMID: {pmid}"
    title = article.find("MedlineCitation/Article/ArticleTitle")
    if title is not None:
        # Brackets mark a title that PubMed translated.
        yield "TI", rich_text(title).removesuffix(".").strip("[]").removesuffix(".")
    for author in article.iterfind("MedlineCitation/Article/AuthorList/Author"):
        yield "AU", _name(author)
    yield "DA", _date(article.find("MedlineCitation/Article/Journal/JournalIssue/PubDate"))
    abstract = [plain_text(part) for part in article.iterfind("MedlineCitation/Article/Abstract/AbstractText")]
    yield "AB", " ".join(abstract)
    for path, tag in _FIELDS.items():
        for element in article.iterfind(path):
            yield tag, plain_text(element)


def _name(author: Element) -> str:
    group = plain_text(author.find("CollectiveName"))
    if group:
        return as_organisation(group)
    given = plain_text(author.find("ForeName")) or plain_text(author.find("Initials"))
    parts = [plain_text(author.find("LastName")), given, plain_text(author.find("Suffix"))]
    return ", ".join(part for part in parts if part)


def _date(date: Element | None) -> str:
    if date is None:
        return ""
    words = {str(part.tag): plain_text(part) for part in date}
    year, day = words.get("Year", ""), words.get("Day", "")
    month = month_number(words.get("Month", ""))
    if not year or not month or month > 12:
        return words.get("MedlineDate") or f"{year} {words.get('Season', words.get('Month', ''))}".strip()
    return f"{year}-{month:02}-{int(day):02}" if day.isdecimal() else f"{year}-{month:02}"
