"""A manuscript in; what its page says of itself to search engines, libraries and reference managers out.

Only an own case is offered to be cited. A synthetic or retold one says what it is, and the authors of a retold record
stand with their record alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from markupsafe import Markup

from pipeline.manuscript import Affiliation, Author, Blocks, Figure, Image, Kind, Manuscript, Name, Publication, Section
from pipeline.resolving.walk import lines_of
from pipeline.writing.facts import address, licence_address
from pipeline.writing.text_nodes import words

DESCRIPTION = 300
"""Characters of a description that search engines show."""
Json = dict[str, object]


def meta_tags(manuscript: Manuscript, pdf: str) -> list[tuple[str, str]]:
    """(name, content) in order; `pdf` is the name of the PDF beside the page, '' where there is none."""
    tags = [*_common(manuscript), *_dublin_core(manuscript)]
    if manuscript.kind is Kind.OWN:
        tags += _scholar(manuscript, pdf)
    return [(name, content) for name, content in tags if content]


def _common(manuscript: Manuscript) -> Iterator[tuple[str, str]]:
    # Neither what is no own case nor an unfinished draft is to be found by a search.
    if manuscript.kind is not Kind.OWN or manuscript.draft_errors:
        yield "robots", "noindex, noarchive"
    yield "description", _description(manuscript)
    for name in _creators(manuscript):
        yield "author", name
    yield "keywords", ", ".join(manuscript.keywords)


def _creators(manuscript: Manuscript) -> list[str]:
    """Who wrote this text: of a retold case those who retell it, never those of the record."""
    retold_by = [manuscript.source.retold_by] if manuscript.source else []
    return [author.name for author in manuscript.authors] or retold_by


def _description(manuscript: Manuscript) -> str:
    if manuscript.notice:
        return manuscript.notice
    text = _abstract(manuscript)
    return text if len(text) <= DESCRIPTION else text[:DESCRIPTION].rsplit(" ", 1)[0] + " …"


def _abstract(manuscript: Manuscript) -> str:
    blocks = manuscript.abstract.blocks if manuscript.abstract else ()
    return " ".join(" ".join(words(line) for line in lines_of(blocks)).split())


def _dublin_core(manuscript: Manuscript) -> Iterator[tuple[str, str]]:
    """The fifteen elements of ISO 15836, those that are known."""
    of = manuscript.publication
    yield "DC.title", words(manuscript.title)
    for name in _creators(manuscript):
        yield "DC.creator", name
    for keyword in manuscript.keywords:
        yield "DC.subject", keyword
    yield "DC.description", _description(manuscript)
    yield "DC.type", "Text"
    yield "DC.type", manuscript.labels[f"kind_{manuscript.kind}"]
    yield "DC.format", "text/html"
    yield "DC.language", manuscript.language
    yield "DC.date", of.published
    yield "DC.identifier", address(of, "doi")
    yield "DC.publisher", of.journal
    yield "DC.rights", licence_address(of.licence) or of.licence
    if manuscript.source:
        yield "DC.source", address(manuscript.source.publication, "doi") or manuscript.source.title


def _scholar(manuscript: Manuscript, pdf: str) -> Iterator[tuple[str, str]]:
    """The tags of Google Scholar's inclusion guidelines; what tells more of an author follows the author."""
    of = manuscript.publication
    places = {affiliation.number: affiliation.name for affiliation in manuscript.affiliations}
    yield "citation_title", words(manuscript.title)
    for author in manuscript.authors:
        yield "citation_author", author.name
        for number in author.affiliations:
            yield "citation_author_institution", places[number]
        yield "citation_author_orcid", author.orcid
    first, _, last = of.locator.replace("–", "-").partition("-")
    yield from (
        ("citation_publication_date", of.published.replace("-", "/")),
        ("citation_journal_title", of.journal),
        ("citation_volume", of.volume),
        ("citation_issue", of.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_doi", of.doi),
        ("citation_pmid", of.pmid),
        ("citation_language", manuscript.language),
        ("citation_keywords", "; ".join(manuscript.keywords)),
        ("citation_pdf_url", pdf),
    )


def json_ld(manuscript: Manuscript, picture: Callable[[Image], str]) -> Markup:
    """The script element's content: schema.org in JSON. `picture` gives an image's address, '' where it has none."""
    data: Json = {"@context": "https://schema.org"}
    data |= _article(manuscript) if manuscript.kind is Kind.OWN else _other(manuscript)
    data |= {
        "inLanguage": manuscript.language,
        "abstract": _abstract(manuscript),
        "keywords": list(manuscript.keywords),
        "image": [entry for figure in _figures(manuscript.sections) for entry in _image_objects(figure, picture)],
        "accessMode": ["textual", "visual"],
        "accessibilityFeature": ["alternativeText", "structuralNavigation", "tableOfContents"],
    }
    text = json.dumps(_filled(data), ensure_ascii=False, indent=1)
    # A text that holds an end tag or a comment must not end the script element.
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _article(manuscript: Manuscript) -> Json:
    places = {affiliation.number: affiliation for affiliation in manuscript.affiliations}
    return {
        "@type": "MedicalScholarlyArticle",
        "headline": words(manuscript.title),
        "publicationType": "Case Reports",
        "author": [_author(author, places) for author in manuscript.authors],
        **_published(manuscript.publication),
        "citation": [" ".join(words(reference.entry).split()) for reference in manuscript.references],
    }


def _other(manuscript: Manuscript) -> Json:
    """Not a scholarly article to machines either: a text that says what it is, and on whose record it stands."""
    licence = manuscript.publication.licence
    data: Json = {
        "@type": "CreativeWork",
        "name": words(manuscript.title),
        "genre": manuscript.labels[f"kind_{manuscript.kind}"],
        "description": manuscript.notice,
        "creditText": manuscript.byline or ", ".join(_creators(manuscript)),
        "license": licence_address(licence) or licence,
    }
    if source := manuscript.source:
        data["isBasedOn"] = {
            "@type": "MedicalScholarlyArticle",
            "headline": source.title,
            "author": [_person(name) for name in source.authors],
            **_published(source.publication),
        }
    return data


def _published(of: Publication) -> Json:
    doi = address(of, "doi")
    volume: Json = {"@type": "PublicationVolume", "volumeNumber": of.volume, "isPartOf": _periodical(of)}
    issue: Json = {"@type": "PublicationIssue", "issueNumber": of.issue, "isPartOf": volume}
    return {
        "@id": doi,
        "sameAs": [link for link in (doi, address(of, "pmid"), address(of, "pmcid")) if link],
        "identifier": {"@type": "PropertyValue", "propertyID": "DOI", "value": of.doi} if of.doi else "",
        "datePublished": of.published,
        "creativeWorkStatus": of.status,
        "license": licence_address(of.licence) or of.licence,
        "copyrightNotice": of.copyright,
        "pagination": of.locator,
        "isPartOf": issue if of.issue else volume if of.volume else _periodical(of),
    }


def _periodical(of: Publication) -> Json | str:
    return {"@type": "Periodical", "name": of.journal} if of.journal else ""


def _author(author: Author, places: dict[int, Affiliation]) -> Json:
    affiliations = [
        {"@type": "Organization", "name": places[number].name, "sameAs": places[number].ror}
        for number in author.affiliations
    ]
    return _person(author.parts) | {"sameAs": author.orcid, "affiliation": affiliations}


def _person(name: Name) -> Json:
    if name.literal:
        return {"@type": "Organization", "name": name.literal}
    printed = " ".join(part for part in (name.given, name.family, name.suffix) if part)
    return {"@type": "Person", "name": printed, "givenName": name.given, "familyName": name.family}


def _figures(blocks: Blocks) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Section):
            yield from _figures(block.blocks)


def _image_objects(figure: Figure, picture: Callable[[Image], str]) -> Iterator[Json]:
    for panel in figure.panels:
        yield {
            "@type": "ImageObject",
            "name": f"{figure.label}{panel.letter}",
            "caption": " ".join(f"{words(figure.title)}. {words(figure.legend)}".split()),
            "description": panel.alt,
            "contentUrl": picture(panel.image),
            "encodingFormat": panel.image.media_type,
            "creditText": words(figure.credit),
        }


def _filled(value: object) -> object:
    """Without what is empty."""
    if isinstance(value, dict):
        filled = {key: _filled(part) for key, part in value.items()}
        return {key: part for key, part in filled.items() if part not in ("", [], {})}
    return [_filled(part) for part in value] if isinstance(value, list) else value
