"""A manuscript's facts of publication in; each with its label and where it leads, in printing order, out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from pipeline.language import date_in_words
from pipeline.manuscript import Manuscript, Publication

DATES = ("received", "revised", "accepted", "published")
RESOLVERS = {
    "doi": "https://doi.org/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
}
_CREATIVE_COMMONS = re.compile(r"CC[ -](BY(?:-NC)?(?:-ND|-SA)?)(?:[ -](\d\.\d))?", re.I)


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    """Key of its label: `doi`."""
    label: str
    text: str
    href: str
    """'' where it leads nowhere."""


def facts(manuscript: Manuscript) -> tuple[Fact, ...]:
    """Nothing that the case does not say."""
    labels = manuscript.labels
    return tuple(Fact(name, labels[name], text, href) for name, text, href in _facts(manuscript) if text)


def _facts(manuscript: Manuscript) -> Iterator[tuple[str, str, str]]:
    of = manuscript.publication
    # The date of publication says so already.
    if of.status and not (of.status == "published" and of.published):
        yield "status", manuscript.labels[f"status_{of.status}"], ""
    yield "journal", place(of), ""
    for name in DATES:
        written = getattr(of, name)
        yield name, date_in_words(written, manuscript.language) if written else "", ""
    for name in RESOLVERS:
        yield name, getattr(of, name), address(of, name)
    yield "licence", of.licence, licence_address(of.licence)
    yield "copyright", of.copyright, ""
    yield "peer_review", "; ".join(of.peer_review), ""


def place(of: Publication) -> str:
    """Where it stands: `Journal of Examples 12(3):45–67`."""
    text = " ".join(filter(None, (of.journal, of.volume)))
    text += f"({of.issue})" if of.issue else ""
    return text + (f":{of.locator}" if of.locator else "")


def address(of: Publication, name: str) -> str:
    """Where the identifier of this name leads; '' where there is none."""
    value = getattr(of, name)
    return RESOLVERS[name].format(quote(value, safe="/:;()._-")) if value else ""


def licence_address(licence: str) -> str:
    """The page of a licence: an address as it is, `CC BY 4.0` by its name; '' for other words."""
    if licence.startswith(("https://", "http://")):
        return licence
    if re.fullmatch(r"CC0(?:[ -]1\.0)?", licence, re.I):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    named = _CREATIVE_COMMONS.fullmatch(licence.strip())
    return f"https://creativecommons.org/licenses/{named[1].lower()}/{named[2] or '4.0'}/" if named else ""
