from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pipeline.figures.image import load_image
from pipeline.figures.placeholder import placeholder_image
from pipeline.findings import Location


@pytest.mark.parametrize("text", ["trunk.png", "<script>alert(1)</script>", 'a "b" & {c}', "tab\tnul\0", "الصورة", ""])
def test_a_placeholder_is_a_clean_drawing_that_says_what_is_missing(tmp_path: Path, text: str) -> None:
    image = placeholder_image("fig-a", text)
    assert (image.name, image.media_type) == ("fig-a.svg", "image/svg+xml")
    title = etree.fromstring(image.data).findtext("{http://www.w3.org/2000/svg}title")
    assert (title or "").split() == text.replace("\0", " ").split()
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "p.svg").write_bytes(image.data)
    loaded, findings = load_image(tmp_path / "figures", "p.svg", "fig-a", Location("case.yaml"))
    assert findings == []
    assert loaded is not None
    assert (loaded.width, loaded.height) == (image.width, image.height)
