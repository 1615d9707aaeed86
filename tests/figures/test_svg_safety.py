from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest

from pipeline.figures.cleaning import clean_image
from pipeline.figures.image import load_image
from pipeline.figures.raster import Wanted
from pipeline.findings import Finding, Location
from pipeline.manuscript import Image
from tests.figures.pictures import SECRET, SVG, exif, jpeg, opened, png, segment

WHERE = Location("cases/demo/case.yaml", 12, 7)
STYLED = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><style>{}</style><rect class="a"/></svg>'
OUTSIDE = "reference to something outside the drawing"

HARMLESS = [
    SVG.format('<rect width="9" height="9" fill="url(#a)"/><use xlink:href="#b"/><use href="#b"/>'),
    SVG.format(
        '<text x="1" y="9" font-family="Source Sans 3">Größe µg/L</text><title>Scan</title><desc>Of the spine</desc>'
    ),
    SVG.format('<switch><g><path d="M0 0h9" style="fill:none;stroke:#000"/></g></switch>'),
    SVG.format('<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><g filter="url(#f)"/>'),
    STYLED.format(".a { fill: url(#g) } @media print { .a { fill: #000 } }"),
]

# What stands in the drawing, what the finding calls it, and what may not be in a clean copy.
ACTIVE = [
    (SVG.format("<script>alert(1)</script>"), "script", "alert"),
    (SVG.format('<rect width="9" height="9" onclick="alert(1)"/>'), "event handler", "alert"),
    (SVG.format('<rect width="9" height="9" ONLOAD="alert(1)"/>'), "event handler", "alert"),
    (
        SVG.format("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>"),
        "foreign content",
        "foreign",
    ),
    (SVG.format("<iframe xmlns='http://www.w3.org/1999/xhtml' src='http://x.example'/>"), "foreign content", "iframe"),
    (SVG.format('<a href="http://x.example"><circle r="3"/></a>'), "link", "x.example"),
    (SVG.format('<a xlink:href="javascript:alert(1)"><circle r="3"/></a>'), "link", "alert"),
    (SVG.format('<image href="http://x.example/pixel.png"/>'), OUTSIDE, "x.example"),
    (SVG.format('<image xlink:href="file:///etc/passwd"/>'), OUTSIDE, "passwd"),
    (SVG.format('<image href="other.png"/>'), OUTSIDE, "other"),
    (SVG.format('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'), OUTSIDE, "data:"),
    (SVG.format('<use href="http://x.example/a.svg#b"/>'), OUTSIDE, "x.example"),
    (SVG.format('<g xml:base="http://x.example/"><use href="#a"/></g>'), OUTSIDE, "x.example"),
    (SVG.format('<rect fill="url(http://x.example/a.svg#p)"/>'), OUTSIDE, "x.example"),
    (SVG.format('<rect style="fill:url( &quot;//x.example/a&quot; )"/>'), OUTSIDE, "x.example"),
    (SVG.format('<filter id="f"><feImage href="http://x.example"/></filter>'), OUTSIDE, "feImage"),
    (STYLED.format("@import url(http://x.example/a.css); .a { fill: red }"), OUTSIDE, "x.example"),
    (STYLED.format('@import "http://x.example/a.css"; .a { fill: red }'), OUTSIDE, "x.example"),
    (STYLED.format("@font-face { src: url('http://x.example/f.woff') }"), OUTSIDE, "x.example"),
    (STYLED.format(".a { fill: u\\72l(http://x.example) }"), "script", "x.example"),
    (STYLED.format("@keyframes k { from { x: 1 } } .a { fill: red }"), "animation", "keyframes"),
    (SVG.format('<rect style="animation: k 1s infinite"/>'), "animation", "infinite"),
    (SVG.format('<rect><animate attributeName="x" to="9" dur="1s"/></rect>'), "animation", "animate"),
    (SVG.format('<rect><set attributeName="href" to="javascript:alert(1)"/></rect>'), "animation", "alert"),
    (SVG.format("<video/>"), "element that is not part of a still drawing", "video"),
    ('<?xml-stylesheet href="http://x.example/a.css"?>' + SVG.format(""), OUTSIDE, "x.example"),
    (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x.example/svg.dtd">' + SVG.format(""),
        "document type",
        "dtd",
    ),
    (
        "<!DOCTYPE svg [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>" + SVG.format("<text>&e;</text>"),
        "entity",
        "hostname",
    ),
]

TELLING = [
    (SVG.format("<!-- by Ada Example -->"), "comment"),
    (SVG.format("<?xpacket Ada Example ?>"), "notes of the drawing program"),
    (SVG.format("<metadata>Ada Example</metadata>"), "metadata element"),
    (SVG.format("<s:v xmlns:s='http://s.example/'>Ada Example</s:v>"), "notes of the drawing program"),
    (SVG.format("<g xmlns:s='http://s.example/' s:doc='Ada Example'/>"), "notes of the drawing program"),
    (SVG.format("<g data-name='Ada Example'/>"), "notes of the drawing program"),
    (SVG.format("<g xlink:title='Ada Example'/>"), "notes of the drawing program"),
    (STYLED.format("/* Ada Example */ .a { fill: red }"), "comment"),
]


def loaded(tmp_path: Path, drawing: str) -> tuple[Image | None, list[Finding]]:
    folder = tmp_path / "demo" / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.svg").write_bytes(drawing.encode())
    return load_image(folder, "a.svg", "fig-a", WHERE)


def cleaned(drawing: str) -> tuple[Image, list[str]]:
    image, findings, notes = clean_image(drawing.encode(), "a", Wanted("a.svg", WHERE))
    assert findings == []
    assert image is not None
    return image, notes


@pytest.mark.parametrize("drawing", HARMLESS)
def test_a_still_drawing_is_shipped(tmp_path: Path, drawing: str) -> None:
    image, findings = loaded(tmp_path, drawing)
    assert findings == []
    assert image is not None
    assert (image.name, image.media_type, image.width, image.height) == ("fig-a.svg", "image/svg+xml", 40, 30)
    assert "Größe µg/L" in image.data.decode() or "Größe" not in drawing


@pytest.mark.parametrize(("drawing", "kind", "gone"), ACTIVE)
def test_what_runs_moves_or_loads_is_found_and_can_be_removed(
    tmp_path: Path, drawing: str, kind: str, gone: str
) -> None:
    image, findings = loaded(tmp_path, drawing)
    assert image is None
    assert [finding.rule.id for finding in findings] == ["svg-not-static"]
    assert kind in findings[0].message
    assert "casewright figure add" in findings[0].hint
    copy, notes = cleaned(drawing)
    assert gone not in copy.data.decode()
    assert kind in notes[0]
    assert loaded(tmp_path, copy.data.decode())[1] == []


@pytest.mark.parametrize(("drawing", "kind"), TELLING)
def test_what_tells_is_found_and_can_be_removed(tmp_path: Path, drawing: str, kind: str) -> None:
    _, findings = loaded(tmp_path, drawing)
    assert [finding.rule.id for finding in findings] == ["image-carries-metadata"]
    assert kind in findings[0].message
    assert "Ada Example" not in findings[0].message
    copy, notes = cleaned(drawing)
    assert b"Ada" not in copy.data
    assert kind in notes[0]


def test_cleaning_keeps_what_is_drawn() -> None:
    copy, _ = cleaned(
        SVG.format('before<!-- x -->after<a href="http://x.example"><circle r="3"/></a><text>µg/L</text>')
    )
    text = copy.data.decode()
    assert "beforeafter" in text
    assert '<circle r="3"/>' in text
    assert "µg/L" in text


@pytest.mark.parametrize(
    ("attributes", "width", "height"),
    [
        ('viewBox="0 0 300 200"', 300, 200),
        ('viewBox="-5,-5 300.4 200.6"', 300, 201),
        ('width="96" height="48px"', 96, 48),
        ('width="1in" height="25.4mm"', 96, 96),
        ('width="100%" height="100%" viewBox="0 0 30 20"', 30, 20),
        ('width="10cm" height="5cm" viewBox="0 0 400 200"', 400, 200),
    ],
)
def test_the_size_is_fixed(tmp_path: Path, attributes: str, width: int, height: int) -> None:
    image, findings = loaded(tmp_path, f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>')
    assert findings == []
    assert image is not None
    assert (image.width, image.height) == (width, height)
    assert all(f" {name}=".encode() in image.data for name in ("viewBox", "width", "height"))


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'width="100%"',
        'viewBox="0 0 0 0"',
        'viewBox="0 0 nan inf"',
        'viewBox="0 0 1e9 1e9"',
        'viewBox="x"',
        'width="-3"',
    ],
)
def test_a_drawing_without_a_usable_size(tmp_path: Path, attributes: str) -> None:
    _, findings = loaded(tmp_path, f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>')
    assert [finding.rule.id for finding in findings] == ["image-unreadable"]
    assert "size" in findings[0].message


def laughs(layers: int, *, in_attribute: bool) -> str:
    entities = '<!ENTITY e0 "ha">' + "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(layers))
    body = f'<rect id="&e{layers};"/>' if in_attribute else f"<text>&e{layers};</text>"
    return f"<!DOCTYPE svg [{entities}]>{SVG.format(body)}"


def nested(layers: int, reference: str) -> str:
    parts = [f'<g id="n{n + 1}">{reference.format(n) * 10}</g>' for n in range(layers)]
    return SVG.format('<rect id="n0" width="1" height="1"/>' + "".join(parts))


@pytest.mark.parametrize(
    "drawing",
    [
        laughs(12, in_attribute=True),
        laughs(12, in_attribute=False),
        nested(12, '<use href="#n{}"/>'),
        nested(12, '<use xlink:href="#n{}"/>'),
        nested(12, '<rect fill="url(#n{})"/>'),
        nested(12, "<rect style=\"mask: url( '#n{}' )\"/>"),
        SVG.format('<g id="a"><use href="#a"/></g>'),
        SVG.format('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
        SVG.format("<g>" * 100_000 + "</g>" * 100_000),
    ],
    ids=["entities in an attribute", "entities", "use", "xlink", "fill", "style", "itself", "each other", "depth"],
)
def test_a_drawing_without_end_is_refused_at_once(tmp_path: Path, drawing: str) -> None:
    start = time.process_time()
    image, findings = loaded(tmp_path, drawing)
    assert time.process_time() - start < 1
    assert image is None
    assert findings


def test_many_plain_references_are_not_mistaken_for_a_bomb(tmp_path: Path) -> None:
    marks = "".join(f'<use href="#m" x="{n}" clip-path="url(#c)"/>' for n in range(5000))
    image, _ = loaded(
        tmp_path, SVG.format(f'<g id="m"><path d="M0 0h1"/></g><clipPath id="c"><rect/></clipPath>{marks}')
    )
    assert image is not None


def embedded(media_type: str, data: bytes) -> str:
    return SVG.format(
        f'<image xlink:href="data:{media_type};base64,{base64.b64encode(data).decode()}" width="9" height="9"/>'
    )


def test_a_picture_inside_a_drawing_is_looked_at_too(tmp_path: Path) -> None:
    telling = embedded("image/jpeg", jpeg(segment(0xE1, exif(t34853={1: "N"})), segment(0xFE, SECRET)))
    assert loaded(tmp_path, embedded("image/png", png()))[1] == []
    _, findings = loaded(tmp_path, telling)
    assert [finding.rule.id for finding in findings] == ["image-carries-metadata"]
    assert "GPS position" in findings[0].message
    copy, notes = cleaned(telling)
    assert "GPS position" in notes[0]
    inner = base64.b64decode(copy.data.decode().partition("base64,")[2].partition('"')[0])
    assert opened(inner).size == (40, 30)
    assert SECRET not in inner


@pytest.mark.parametrize("data", [b"", b"<svg/>", png()[:-20]])
def test_a_broken_picture_inside_a_drawing(tmp_path: Path, data: bytes) -> None:
    _, findings = loaded(tmp_path, embedded("image/png", data))
    assert [finding.rule.id for finding in findings] == ["image-unreadable"]
    assert "a picture inside a.svg" in findings[0].message
