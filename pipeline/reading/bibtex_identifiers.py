"""The fields of a BibTeX entry that hold addresses, identifiers and notes → variables of CSL.

Reference managers and PubMed's exports each put them in places of their own.
"""

from __future__ import annotations

import re

from pipeline.reading import normal_values
from pipeline.reading.bibtex_source import Source
from pipeline.reading.dates import parse_date

_PMID = re.compile(r"\bPMID\s*:?\s*(\d{1,9})\b[;.,]?\s*", re.I)
_PMCID = re.compile(r"\b(?:PMCID\s*:?\s*)?(PMC\d{1,9})\b[;.,]?\s*", re.I)
_URL = re.compile(r"\\url\s*\{([^{}]*)\}|(https?://[^\s{}]+)")
_VERBATIM_ESCAPE = re.compile(r"\\([_%&#$~{}])")
_ACCESSED = re.compile(
    r"\[?(?:(?:online|available)[;:,]?\s*)?(?:last )?(?:accessed|visited|retrieved)(?: on| at)?:?\s+"
    r"([\w ,./-]{4,30}?)[\].]*",
    re.I,
)
_LEADS_TO_URL = re.compile(r"(?:available|online|from|at|via|url|see|retrieved|accessed|[\s.,:;()<>\[\]])*", re.I)
_ARCHIVES = {"arxiv": "arXiv", "biorxiv": "bioRxiv", "medrxiv": "medRxiv"}


def has_url(source: Source) -> bool:
    """Whether it gives an address on the web, in whatever field."""
    return "url" in source or bool(_URL.search(source.peek("howpublished")))


def identifiers(source: Source) -> dict[str, object]:
    """DOI, PMID, PMCID, URL, and what else the fields hold that these are found in."""
    notes = [source.raw("note"), source.raw("addendum")]
    note = " ".join(filter(None, notes))
    url, published = _url(source)
    if not url and (match := _URL.search(note)):
        url = verbatim(match[1] or match[2])
    found: dict[str, object] = {
        "URL": url,
        "DOI": normal_values.doi(verbatim(source.raw("doi")) or (url if "doi.org/10." in url else "")),
        "PMID": normal_values.pmid(source.raw("pmid")) or _first(_PMID, note) or _first(_PMID, source.peek("annote")),
        "PMCID": normal_values.pmcid(source.raw("pmcid") or source.raw("pmc")) or _first(_PMCID, note),
    }
    rest = source.decode(_PMCID.sub("", _PMID.sub("", note)))
    if match := _ACCESSED.fullmatch(rest):
        accessed = parse_date(match[1])
        if "date-parts" in accessed:
            found["accessed"], rest = accessed, ""
    found["note"] = ". ".join(filter(None, (rest.rstrip(".") if published else rest, published)))
    for variable, value in _eprint(source).items():
        found[variable] = found.get(variable) or value
    return {variable: value for variable, value in found.items() if value}


def _url(source: Source) -> tuple[str, str]:
    """The address, and the words that stand beside it in `howpublished`."""
    url = verbatim(source.raw("url"))
    match = _URL.search(source.peek("howpublished"))
    if not match:
        return url, ""
    published = source.raw("howpublished")
    beside = source.decode(published[: match.start()] + published[match.end() :])
    return url or verbatim(match[1] or match[2]), "" if _LEADS_TO_URL.fullmatch(beside) else beside


def _eprint(source: Source) -> dict[str, str]:
    """What `eprint` says depends on the archive that holds it."""
    eprint = verbatim(source.raw("eprint"))
    archive = (source.raw("eprinttype") or source.raw("archiveprefix")).strip()
    if not eprint:
        return {}
    if archive.lower() in ("pubmed", "pmid"):
        return {"PMID": normal_values.pmid(eprint)}
    if "pmc" in archive.lower():
        return {"PMCID": normal_values.pmcid(eprint)}
    if archive.lower() == "arxiv":
        return {"number": f"arXiv:{eprint.removeprefix('arXiv:')}", "publisher": "arXiv"}
    if archive.lower() in _ARCHIVES:
        return {"number": eprint, "publisher": _ARCHIVES[archive.lower()]}
    return {"archive": source.decode(archive), "archive_location": eprint}


def _first(pattern: re.Pattern[str], value: str) -> str:
    match = pattern.search(value)
    return match[1] if match else ""


def verbatim(value: str) -> str:
    """An address or identifier as it was meant: without TeX's escapes, and not decoded."""
    if match := re.fullmatch(r"\s*\\url\s*\{(.*)\}\s*", value, re.S):
        value = match[1]
    return normal_values.text(_VERBATIM_ESCAPE.sub(r"\1", value.replace("{\\_}", "_")).strip(" <>{}").replace(" ", ""))
