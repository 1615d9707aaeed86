"""Characters that no font has are named at their place; what the shaper can do without a glyph is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.manuscript import Emphasis
from pipeline.writing.glyphs import missing_glyphs
from tests.writing.specimen import LABELS, SHIPPED, here, p, specimen, t, with_body

FONTS = sorted((SHIPPED / "fonts/print").glob("*.ttf"))


@pytest.mark.parametrize(
    "text",
    [
        "Ångström, Đặng Thị Ngọc, Łukasiewicz, ﬁ, Ελλάδα, Čeština, Владимир",
        "7.4 g/dL, ≥ 38.5 °C, 10⁹/L, CO₂, 5 × 4 mm, −3, ±2, ½, ′ ″, α β γ µ, ♀ ♂, → ↑ ↓, ‰, €, ✓",
        "non\u2011breaking, soft\u00adhyphen, zero\u200bwidth, word\u2060joiner, thin\u2009space, narrow\u202fspace",
        "decomposed: e\u0301, n\u0303",
    ],
)
def test_what_a_case_report_needs_is_there(text: str) -> None:
    assert missing_glyphs(with_body(p(text)), FONTS) == []


def test_every_fixed_word_can_be_printed() -> None:
    assert missing_glyphs(with_body(*(p(word) for word in LABELS.values())), FONTS) == []


def test_a_missing_character_is_named_at_its_place() -> None:
    inner = t("漢字漢 Ω")
    (finding,) = missing_glyphs(with_body(p("a ", Emphasis((inner,), here()))), FONTS)
    assert finding.rule.id == "character-without-glyph"
    assert finding.where == inner.origin
    assert "漢 (U+6F22" in finding.message
    assert "字 (U+5B57" in finding.message
    assert "Ω" not in finding.message


def test_a_file_that_is_no_font_has_no_characters(tmp_path: Path) -> None:
    (tmp_path / "notes.ttf").write_text("not a font", encoding="utf-8")
    (finding,) = missing_glyphs(with_body(p("漢")), [*FONTS, tmp_path / "notes.ttf"])
    assert "漢" in finding.message


def test_many_are_counted() -> None:
    (finding,) = missing_glyphs(with_body(p("一二三四五六七")), FONTS)
    assert "and 2 more" in finding.message


def test_the_specimen_is_complete() -> None:
    assert missing_glyphs(specimen(), FONTS) == []
