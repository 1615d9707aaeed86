"""The bytes of an output → all that a reader of it can see, hear or follow: words, alt texts, addresses of links."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a reader meets in an output."""

    pages: Sequence[str]
    """Words, in order; alt texts where they stand, or as a last page."""
    addresses: str = ""
    """Where links lead, one a line."""


# What a page says once more to help its reader; counted, it would hide that the first was lost.
_AGAIN = ("nav", "footer", "dialog", "script", "style")


def _html(case_id: str, files: Files) -> Extracted:
    # Imported late: checking alone needs no HTML.
    from lxml import etree

    page = etree.fromstring(files[f"{case_id}.html"], etree.HTMLParser(encoding="utf-8"))
    body = page.find("body")
    if body is None:
        return Extracted([""])
    etree.strip_elements(body, *_AGAIN, with_tail=False)
    for element in body.iter("img", "math"):
        # Spoken where it stands: a panel's letter and its alt text belong together.
        element.tail = f"\n{element.get('alt') or element.get('alttext') or ''}\n{element.tail or ''}"
    links = [link.get("href", "") for link in body.iter("a")]
    return Extracted(["".join(str(text) for text in body.itertext())], "\n".join(links))


def _text(case_id: str, files: Files) -> Extracted:
    return Extracted([files[f"{case_id}.txt"].decode("utf-8")])


def _pdf(case_id: str, files: Files) -> Extracted:
    return of_pdf(files[f"{case_id}.pdf"])


def of_pdf(data: bytes) -> Extracted:
    """What a reader meets in any PDF."""
    import pypdfium2

    pages: list[str] = []
    alt_texts: list[str] = []
    links: list[str] = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            alt_texts += _alt_texts(page)
            links += _links(document, page)
            text.close()
            page.close()
    return Extracted([*pages, "\n".join(alt_texts)], "\n".join(links))


def _links(document: Any, page: Any) -> Iterator[str]:  # pypdfium2 has no types that mypy can see
    """The addresses to which links of the page lead."""
    from pypdfium2 import raw

    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, position, link):
        action = raw.FPDFLink_GetAction(link)
        size = raw.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
        if size > 1:
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFAction_GetURIPath(document, action, buffer, size)
            yield buffer.value.decode("utf-8", "replace")


def _alt_texts(page: Any) -> Iterator[str]:
    """Alternate texts from the page's structure tree: what a screen reader says for its pictures."""
    from pypdfium2 import raw

    tree = raw.FPDF_StructTree_GetForPage(page)
    try:
        count = raw.FPDF_StructTree_CountChildren(tree)
        waiting = [raw.FPDF_StructTree_GetChildAtIndex(tree, i) for i in range(count)]
        while waiting:
            element = waiting.pop()
            if not element:
                continue
            size = raw.FPDF_StructElement_GetAltText(element, None, 0)
            if size > 2:
                buffer = ctypes.create_string_buffer(size)
                raw.FPDF_StructElement_GetAltText(element, buffer, size)
                yield buffer.raw[: size - 2].decode("utf-16-le")
            below = raw.FPDF_StructElement_CountChildren(element)
            waiting += [raw.FPDF_StructElement_GetChildAtIndex(element, i) for i in range(below)]
    finally:
        raw.FPDF_StructTree_Close(tree)


EXTRACTORS: dict[str, Callable[[str, Files], Extracted]] = {"html": _html, "pdf": _pdf, "text": _text}
"""By writer's name; those of the texts, not of data; a test holds it against the table of writers."""
