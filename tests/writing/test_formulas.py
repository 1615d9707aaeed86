"""Formulas: only allowed MathML reaches a page, and what cannot be drawn is printed as TeX with a finding."""

from __future__ import annotations

import pytest

from pipeline.findings import Location
from pipeline.manuscript import DisplayMath, Math
from pipeline.writing.formulas import DrawnFormulas, mathml_element
from tests.writing.specimen import FRACTION, MATHML, POWER

AT = Location("cases/x/narrative.md", 3, 1)


def test_mathml_keeps_its_tex_as_alternative() -> None:
    shown = mathml_element(Math("1.2 \\times 10^9", POWER, AT))
    assert shown.startswith(
        '<math display="inline" xmlns="http://www.w3.org/1998/Math/MathML" alttext="1.2 \\times 10^9">'
    )
    assert "<msup><mn>10</mn><mn>9</mn></msup>" in shown


def test_attributes_that_could_style_or_run_are_dropped() -> None:
    shown = mathml_element(
        Math("a", MATHML.format('<mi style="color:red" onclick="x()" mathvariant="bold">a</mi>'), AT)
    )
    assert '<mi mathvariant="bold">a</mi>' in shown


@pytest.mark.parametrize(
    "mathml",
    [
        MATHML.format("<mtext><script>alert(1)</script></mtext>"),
        MATHML.format("<mtext><script></mtext>"),
        MATHML.format('<annotation-xml encoding="text/html"><img src="x"/></annotation-xml>'),
        MATHML.format("<mrow>" * 5000 + "</mrow>" * 5000),
        '<!DOCTYPE math [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><math><mi>&b;</mi></math>',
        "<p>not a formula</p>",
        "",
    ],
    ids=["script", "broken", "annotation", "deep", "entities", "other", "empty"],
)
def test_anything_else_is_printed_as_tex(mathml: str) -> None:
    node = Math("a<b", mathml, AT)
    assert mathml_element(node) == '<code class="tex">a&lt;b</code>'
    drawn = DrawnFormulas()
    assert drawn.element(node) == '<code class="tex">a&lt;b</code>'
    (finding,) = drawn.findings
    assert (finding.rule.id, finding.where, finding.quote) == ("formula-not-drawn", AT, "a<b")


def test_a_drawn_formula_is_a_picture_with_its_size() -> None:
    drawn = DrawnFormulas()
    for _ in range(2):
        assert drawn.element(Math("x", POWER, AT)) == '<img class="formula-1" src="formulas/1.svg" alt="x">'
    drawn.element(DisplayMath("y", FRACTION, AT))
    assert list(drawn.files()) == ["formulas/1.svg", "formulas/2.svg"]
    assert drawn.files()["formulas/1.svg"].startswith(b"<svg")
    assert b".formula-2 { width: " in drawn.stylesheet()


def test_a_formula_on_its_own_line_is_larger_than_in_a_line() -> None:
    drawn = DrawnFormulas()
    drawn.element(Math("y", FRACTION, AT))
    drawn.element(DisplayMath("y", FRACTION, AT))
    inline, display = (
        float(line.split("height: ")[1].split("em")[0]) for line in drawn.stylesheet().decode().splitlines()
    )
    assert display > inline
