from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.reading.hidden_text import texts_in


def test_text_in_base64_is_read_where_its_end_is_cut_off() -> None:
    assert "2025-03-14" in [*texts_in("", b"data:text/plain;base64,MjAyNS0wMy0xNA")]
    assert "2025-03-1" in [*texts_in("", b"data:text/plain;base64,MjAyNS0wMy0xN")]
    assert "2025-03-" in [*texts_in("", b"data:text/plain;base64,MjAyNS0wMy0=x=")]


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_broken_file_in_an_archive_hides_neither_its_name_nor_its_neighbour(packing: int) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packing) as archive:
        archive.writestr("visit.txt", "words " * 1000)
        archive.writestr("next.txt", "born 2025-03-14")
    data = bytearray(written.getvalue())
    data[45:65] = b"\xff" * 20
    found = [*texts_in("", bytes(data))]
    assert "visit.txt" in found
    assert "born 2025-03-14" in found
