"""PubMed's XML (`<PubmedArticleSet>`) → items, each at its line, and findings."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.findings import Finding
from pipeline.library import MALFORMED_REFERENCE, Item
from pipeline.reading.dates import month_number
from pipeline.reading.nbib import articles_of
from pipeline.reading.places import Places
from pipeline.reading.tagged_lines import Record, Tagged
from pipeline.reading.xml_records import Element, offset_of, parse, plain_text, rich_text

_FIELDS = {
    "MedlineCitation/PMID": "PMID",
    "MedlineCitation/Article/PublicationTypeList/PublicationType": "PT",
    "MedlineCitation/Article/ArticleTitle": "TI",
    "MedlineCitation/Article/VernacularTitle": "TT",
    "MedlineCitation/Article/Journal/Title": "JT",
    "MedlineCitation/Article/Journal/ISOAbbreviation": "TA",
    "MedlineCitation/Article/Journal/JournalIssue/Volume": "VI",
    "MedlineCitation/Article/Journal/JournalIssue/Issue": "IP",
    "MedlineCitation/Article/Pagination/MedlinePgn": "PG",
    "MedlineCitation/Article/Language": "LA",
    "MedlineCitation/Article/Abstract/AbstractText": "AB",
    "MedlineCitation/KeywordList/Keyword": "OT",
    "MedlineCitation/CommentsCorrectionsList/CommentsCorrections[@RefType='RetractionIn']": "RIN",
    "PubmedData/ArticleIdList/ArticleId[@IdType='pmc']": "PMC",
}
"""What stands in an element as it does after a tag of PubMed's own format."""
_DOIS = (
    "MedlineCitation/Article/ELocationID[@EIdType='doi']",
    "PubmedData/ArticleIdList/ArticleId[@IdType='doi']",
)


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every article of a PubMed XML text, in order, under keys made by `readable_key`; books are findings."""
    places = Places(text, file)
    root, findings = parse(text, places)
    found = [] if root is None else list(root.iter())
    articles = [_record(element, places) for element in found if element.tag == "PubmedArticle"]
    for book in (element for element in found if element.tag == "PubmedBookArticle"):
        message = "this reference is a book of PubMed’s, which is not read from XML"
        hint = "in PubMed choose Save, format PubMed, and put the .nbib file here"
        findings.append(MALFORMED_REFERENCE.at(places.at(offset_of(book, places)), message, hint=hint))
    if not articles and not findings and text.strip():
        findings.append(MALFORMED_REFERENCE.at(places.at(0), "this XML holds no article of PubMed"))
    items, problems = articles_of(articles, places, "PubMed’s XML")
    return items, findings + problems


def _record(article: Element, places: Places) -> Record:
    offset = offset_of(article, places)
    return Record(offset, [Tagged(tag, value, offset) for tag, value in _lines(article) if value])


def _lines(article: Element) -> Iterator[tuple[str, str]]:
    """An article's fields with the tags of PubMed's own format."""
    for path, tag in _FIELDS.items():
        for element in article.iterfind(path):
            yield tag, rich_text(element) if tag in ("TI", "TT") else plain_text(element)
    for author in article.iterfind("MedlineCitation/Article/AuthorList/Author"):
        yield _name(author)
    yield "DP", _date(article.find("MedlineCitation/Article/Journal/JournalIssue/PubDate"))
    for issn in article.iterfind("MedlineCitation/Article/Journal/ISSN"):
        yield "IS", f"{plain_text(issn)} ({issn.get('IssnType') or 'Print'})"
    for doi in (element for path in _DOIS for element in article.iterfind(path)):
        yield "LID", f"{plain_text(doi)} [doi]"


def _name(author: Element) -> tuple[str, str]:
    group = plain_text(author.find("CollectiveName"))
    if group:
        return "CN", group
    given = plain_text(author.find("ForeName")) or plain_text(author.find("Initials"))
    given = f"{given} {plain_text(author.find('Suffix'))}".strip()
    return "FAU", ", ".join(part for part in (plain_text(author.find("LastName")), given) if part)


def _date(date: Element | None) -> str:
    if date is None:
        return ""
    parts = {str(part.tag): plain_text(part) for part in date}
    year, day = parts.get("Year", ""), parts.get("Day", "")
    month = month_number(parts.get("Month", ""))
    if not year or not month or month > 12:
        return parts.get("MedlineDate") or f"{year} {parts.get('Season', parts.get('Month', ''))}".strip()
    return f"{year}-{month:02}-{int(day):02}" if day.isdecimal() else f"{year}-{month:02}"
