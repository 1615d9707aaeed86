from __future__ import annotations

import pytest

from pipeline.reading.pandoc_markup import from_plain, to_markup


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*E. coli* and _S. aureus_", "<i>E. coli</i> and <i>S. aureus</i>"),
        ("**very** rare", "<b>very</b> rare"),
        ("H~2~O and Ca^2+^", "H<sub>2</sub>O and Ca<sup>2+</sup>"),
        ("[DNA]{.nocase}", '<span class="nocase">DNA</span>'),
        ("[dna]{.smallcaps}", '<span style="font-variant:small-caps">dna</span>'),
        ("[*E. coli*]{.nocase}", '<span class="nocase"><i>E. coli</i></span>'),
        ("<i>E. coli</i>", "<i>E. coli</i>"),
        (r"\*no\* and \_neither\_", "*no* and _neither_"),
        ("HLA-B*57:01 and HLA-A*31:01", "HLA-B*57:01 and HLA-A*31:01"),
        ("snake_case_word, 2 * 3 * 4, ~5 mg, [sic]", "snake_case_word, 2 * 3 * 4, ~5 mg, [sic]"),
    ],
)  # fmt: skip
def test_markup(written: str, read: str) -> None:
    assert to_markup(written) == read


@pytest.mark.parametrize("text", ["*a* _b_ ^c^ ~d~ **e** [f]{.nocase}", r"C:\x \* \\", "HLA-B*57:01"])
def test_plain_text_is_never_markup(text: str) -> None:
    assert to_markup(from_plain(text)) == text
