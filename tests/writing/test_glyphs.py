"""Characters that no font has are named at their place; what the shaper can do without a glyph is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.build import Wishes, check_case
from pipeline.manuscript import Emphasis
from pipeline.workspace import Workspace
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


def test_what_has_no_place_in_a_manuscript_is_found_in_the_case(tmp_path: Path) -> None:
    folder = tmp_path / "cases/x"
    folder.mkdir(parents=True)
    (folder / "narrative.md").write_text("# A title\n\nSome text.\n", encoding="utf-8")
    (folder / "case.yaml").write_text(
        "casewright: 1\n"
        "kind: own\n"
        "keywords: [case report, 貧血]\n"
        "authors:\n"
        "  - {given: 三, family: Example, at: [one, two]}\n"
        "affiliations:\n"
        "  one: {name: Example Hospital}\n"
        "  two: {name: 病院}\n"
        "consent: {publication: {status: given, how: written, by: patient, held_by: institution}}\n",
        encoding="utf-8",
    )
    result = check_case(Workspace(tmp_path), "x", Wishes(("pdf",)))
    found = [finding for finding in result.findings if finding.rule.id == "character-without-glyph"]
    places = {(finding.where.file, finding.where.line, finding.message[26]) for finding in found}
    assert places == {("cases/x/case.yaml", 3, "貧"), ("cases/x/case.yaml", 5, "三"), ("cases/x/case.yaml", 8, "病")}
    assert result.manuscript is not None
    assert result.manuscript.draft_errors == len(found)
    assert all("casewright[scripts]" in finding.hint for finding in found)


def test_labels_that_cannot_be_printed_are_named_with_their_file() -> None:
    manuscript = replace(with_body(p("x")), language="he-IL", labels=LABELS | {"abstract": "תקציר"})
    (finding,) = missing_glyphs(manuscript, FONTS)
    assert (finding.where.file, finding.hint.startswith("`pip install")) == ("templates/labels/he.yaml", True)
