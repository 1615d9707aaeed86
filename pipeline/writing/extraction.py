"""The bytes of an output → all the words a reader of it can see or hear, alt texts included."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Files = Mapping[str, bytes]


def _html(case_id: str, files: Files) -> str:
    # Imported late: checking alone needs no HTML.
    from lxml import etree

    page = etree.fromstring(files[f"{case_id}.html"], etree.HTMLParser(encoding="utf-8"))
    # What the head and the scripts repeat for machines, no reader sees.
    root = page.find("body")
    if root is None:
        return ""
    etree.strip_elements(root, "script", "style", with_tail=False)
    alts = [image.get("alt", "") for image in root.iter("img")]
    return "\n".join(["".join(str(text) for text in root.itertext()), *alts])


def _text(case_id: str, files: Files) -> str:
    # A description that is broken into lines is set in behind a margin; nothing else marks it.
    return files[f"{case_id}.txt"].decode("utf-8")


def _pdf(case_id: str, files: Files) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(files[f"{case_id}.pdf"])
    words: list[str] = []
    for page in document:
        words.append(page.get_textpage().get_text_range())
        words.extend(_alt_texts(page))
    document.close()
    return "\n".join(words)


def _alt_texts(page: Any) -> Iterator[str]:  # pypdfium2 has no type for a page that mypy can see
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


EXTRACTORS: dict[str, Callable[[str, Files], str]] = {"html": _html, "pdf": _pdf, "text": _text}
"""By writer's name; a test holds it against the table of writers."""
