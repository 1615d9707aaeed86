"""What a PDF claims to be, and what WeasyPrint alone would leave undone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import cast
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from pipeline.writing import pdf
from pipeline.writing.look import Look
from tests.writing.specimen import shipped, specimen

pytestmark = pytest.mark.needs("pango")


@cache
def reader() -> PdfReader:
    return PdfReader(io.BytesIO(pdf.write(specimen(), shipped(), Look()).files["specimen.pdf"]))


def objects() -> Iterator[DictionaryObject]:
    size = reader().trailer["/Size"]
    assert isinstance(size, int)
    for number in range(1, size):
        found = reader().get_object(number)
        if isinstance(found, DictionaryObject):
            yield found


def test_one_file_claims_both_standards() -> None:
    metadata = reader().root_object["/Metadata"]
    assert isinstance(metadata, StreamObject)
    packet = metadata.get_data().decode()
    ElementTree.fromstring(packet)
    claims = re.findall(r'(pdfaid:part|pdfaid:conformance|pdfuaid:part)="(\w)"', packet)
    assert dict(claims) == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}


def test_no_picture_is_smoothed() -> None:
    pictures = [found for found in objects() if found.get("/Subtype") == "/Image"]
    assert len(pictures) >= 3
    assert {str(found["/Interpolate"]) for found in pictures} == {"False"}


def test_every_header_cell_heads_its_column() -> None:
    cells = [found for found in objects() if found.get("/S") == "/TH"]
    assert len(cells) == 6 + 9
    assert {str(cast("DictionaryObject", cell["/A"])["/Scope"]) for cell in cells} == {"/Column"}
