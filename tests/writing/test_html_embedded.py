"""One file to mail: nothing beside it, nothing asked for, and a policy that lets only its own style and script work."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from lxml import html as parser

from pipeline.writing.embedding import embedded
from pipeline.writing.html import write
from pipeline.writing.look import Look
from pipeline.writing.templates import Templates
from tests.writing.specimen import SHIPPED, shipped, skin, specimen

MAILED = Look(embed=True, beside=(("html", ".html"), ("pdf", ".pdf")))


def mailed(templates: Templates | None = None) -> str:
    files = write(specimen(), templates or shipped(), MAILED).files
    assert set(files) == {"specimen.html"}
    return files["specimen.html"].decode()


def parsed(page: str) -> Any:  # what an XPath gives has many types
    return parser.fromstring(page)


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_policy_names_exactly_its_style_and_script() -> None:
    page = mailed()
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.S)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.S)
    (policy,) = parsed(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == (
        f"default-src 'none'; script-src {hashed(script)}; style-src {hashed(style)}; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_all_it_shows_is_in_it() -> None:
    page = parsed(mailed())
    assert not page.xpath("//link | //script[@src]")
    assert all(source.startswith("data:") for source in page.xpath("//img/@src"))
    figure = page.get_element_by_id("fig-skin")
    first = figure.xpath("string(.//img/@src)").removeprefix("data:image/png;base64,")
    assert b64decode(first) == skin().panels[0].image.data
    fonts = re.findall(r'url\("(.{0,30})', page.xpath("string(//style)"))
    assert fonts == ["data:font/woff2;base64,d09GMgAB"[:30]] * 8


def test_no_link_leads_to_a_file_that_was_left_behind() -> None:
    page = parsed(mailed())
    schemes = ("https://", "mailto:", "data:", "#")
    assert [href for href in page.xpath("//a/@href") if not href.startswith(schemes)] == []
    assert set(page.xpath("//a[@class='whole']/@href")) == {"#fig-skin", "#fig-course"}


def test_it_says_what_the_page_says() -> None:
    beside = write(specimen(), shipped(), Look()).files["specimen.html"].decode()
    said = [parsed(page).xpath("//body//text()[not(parent::script)]") for page in (beside, mailed())]
    assert said[0] == said[1]


def test_a_style_cannot_end_its_element_and_line_ends_do_not_change_the_hash() -> None:
    made = embedded('a::after { content: "</style>" }\r\n', "// </script>\r", {})
    assert made.style == 'a::after { content: "<\\/style>" }\n'
    assert made.script == "// <\\/script>\n"
    assert hashed(made.style) in made.policy


def test_a_font_that_is_not_there_stays_a_name(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css/fonts.css").write_text('@font-face { font-family: Mine; src: url("fonts/Mine.woff2") }')
    assert 'url("fonts/Mine.woff2")' in mailed(Templates([tmp_path, SHIPPED]))
