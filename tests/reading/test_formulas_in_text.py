from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reading.formulas import MAX_LENGTH, to_mathml


@pytest.mark.parametrize(
    ("tex", "elements"),
    [
        ("x", "math mrow mi"),
        (r"\frac{1}{2}", "mfrac mn mn"),
        ("x^{2}_1", "msubsup"),
        (r"\sqrt{x}", "msqrt"),
        (r"\alpha \leq 5\,\mathrm{mg}", "mi mo mn"),
        (r"\begin{matrix} a & b \\ c & d \end{matrix}", "mtable mtr mtd"),
        (r"\text{if } x", "mtext"),
    ],
)
def test_a_formula_becomes_presentation_mathml(tex: str, elements: str) -> None:
    mathml, problem = to_mathml(tex, display=False)
    assert problem == ""
    found = re.findall(r"<(\w+)", mathml)
    assert set(elements.split()) <= set(found)
    assert mathml.startswith("<math")


def test_a_formula_of_its_own_line_says_so() -> None:
    assert 'display="block"' in to_mathml("x", display=True)[0]
    assert 'display="inline"' in to_mathml("x", display=False)[0]


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\frac{1}{", "braces of this formula do not pair"),
        (r"\frac{1}", "a part of this formula is missing"),
        (r"\nosuch{x}", r"`\nosuch` is not known"),
        ("x" * (MAX_LENGTH + 1), "too long"),
        ("{" * 50 + "}" * 50, "too deeply nested"),
        (r"\begin{matrix} a", "cannot be read"),
        (r"\left( x", "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_formula(tex: str, said: str) -> None:
    mathml, problem = to_mathml(tex, display=False)
    assert mathml == ""
    assert said in problem


@pytest.mark.parametrize(
    "tex", [r"\href{javascript:x}{y}", "<script>", r"\text{<img src=x>}", r"\class{a}{b}", "a & b"]
)
def test_nothing_but_mathematics_gets_through(tex: str) -> None:
    mathml, _ = to_mathml(tex, display=False)
    assert not re.search(r"<(script|img|a)\b|href|class=|onerror", mathml)


PIECES = r"\frac \sqrt \left( \right) \begin{matrix} \end{matrix} { } ^ _ & \\ x 1 \text{a}".split()


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(r"\frac \sqrt \left( \right) \begin{matrix} \end{matrix} { } ^ _ & \\ x 1 \text{a}".split())
    )
)
def test_no_formula_breaks_the_reader(pieces: list[str]) -> None:
    mathml, problem = to_mathml(" ".join(pieces), display=False)
    assert bool(mathml) != bool(problem)
