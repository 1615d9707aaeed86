from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tests.figures.pictures import SECRET, SVG, drawn, exif, jpeg, loaded, png, rules, saved, segment, webp
from tests.figures.pictures import chunk as png_chunk

GPS = exif(t34853={1: "N", 2: (51.0, 30.0, 0.0)})
TWO_PICTURES = saved(drawn((4, 4)), "TIFF", save_all=True, append_images=[drawn((2, 2))])
THUMBNAIL_IN_JFIF = b"JFIF\0\1\1\0\0\1\0\1\1\1" + b"\xff\0\0"

TELLING = [
    ("a.jpg", jpeg(segment(0xE1, GPS)), "GPS position"),
    ("a.jpg", jpeg(segment(0xE1, exif(t42033=SECRET.decode()))), "serial number of the camera"),
    ("a.jpg", jpeg(segment(0xE1, exif(t42032=SECRET.decode()))), "name of a person"),
    ("a.jpg", jpeg(segment(0xE1, exif(t306="2020:01:01 10:00:00"))), "date and time"),
    ("a.jpg", jpeg(segment(0xE1, exif(t274=1))), "camera settings"),
    ("a.jpg", jpeg(segment(0xE1, b"Exif\0\0" + TWO_PICTURES)), "small preview picture"),
    ("a.jpg", jpeg(segment(0xE1, b"Exif\0\0" + SECRET)), "damaged EXIF record"),
    ("a.jpg", jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)), "XMP record"),
    ("a.jpg", jpeg(segment(0xED, b"Photoshop 3.0\0" + SECRET)), "IPTC or Photoshop record"),
    ("a.jpg", jpeg(segment(0xFE, SECRET)), "comment"),
    ("a.jpg", jpeg(segment(0xE5, SECRET)), "private data"),
    ("a.jpg", jpeg(segment(0xE2, b"MPF\0" + SECRET)), "private data"),
    ("a.jpg", jpeg(segment(0xE0, THUMBNAIL_IN_JFIF)), "small preview picture"),
    ("a.jpg", jpeg(segment(0xE0, b"JFXX\0\x10" + SECRET)), "small preview picture"),
    ("a.jpg", jpeg(segment(0xEE, b"Adobe\0\x64\0\0\0\0\0" + SECRET)), "private data"),
    ("a.jpg", jpeg(end=b"PK\x03\x04" + SECRET), "data after the end of the picture"),
    ("a.png", png(end=b"PK\x03\x04" + SECRET), "data after the end of the picture"),
    ("a.png", png(png_chunk(b"tEXt", b"Author\0" + SECRET)), "comment"),
    ("a.png", png(png_chunk(b"zTXt", b"Author\0\0" + zlib.compress(SECRET))), "comment"),
    ("a.png", png(png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET)), "XMP record"),
    ("a.png", png(png_chunk(b"tIME", b"\x07\xe4\1\1\1\1\1")), "date and time"),
    ("a.png", png(png_chunk(b"eXIf", exif(t315=SECRET.decode())[6:])), "name of a person"),
    ("a.png", png(png_chunk(b"prVt", SECRET)), "private data"),
    ("a.png", png(png_chunk(b"pHYs", SECRET)), "private data"),
    ("a.webp", webp(b"XMP ", SECRET), "XMP record"),
    ("a.webp", webp(b"EXIF", exif(t315=SECRET.decode())[6:]), "name of a person"),
    ("a.webp", webp(b"JUNK", SECRET), "private data"),
    ("a.webp", webp(b"EXIF", exif(t34853={1: "N"})) + SECRET, "data after the end of the picture"),
    ("a.tif", saved(drawn(), "TIFF", tiffinfo={270: SECRET.decode()}), "title or description"),
    ("a.tif", saved(drawn(), "TIFF", tiffinfo={316: SECRET.decode()}), "name of the computer"),
    ("a.tif", saved(drawn(), "TIFF", tiffinfo={65000: SECRET.decode()}), "private data"),
    ("a.svg", SVG.format(f"<!-- {SECRET.decode()} -->").encode(), "comment"),
    ("a.svg", SVG.format(f"<metadata>{SECRET.decode()}</metadata>").encode(), "metadata element"),
    ("a.svg", SVG.format("<g xmlns:e='http://e.example/' e:file='x'/>").encode(), "notes of the drawing program"),
    ("a.svg", (SVG.format("") + f"<!-- {SECRET.decode()} -->").encode(), "comment"),
]


@pytest.mark.parametrize(("file", "data", "kind"), TELLING, ids=[f"{kind} in {file}" for file, _, kind in TELLING])
def test_what_tells_of_a_person_is_named_and_never_shown(figures: Path, file: str, data: bytes, kind: str) -> None:
    _, findings = loaded(figures, file, data)
    assert rules(findings) == ["image-carries-metadata"]
    assert kind in findings[0].message
    assert "casewright figure add" in findings[0].hint
