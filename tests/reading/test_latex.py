from __future__ import annotations

import pytest

from pipeline.reading.latex import decode


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"M{\"u}ller", "Müller"),
        (r"M\"uller and {M\"{u}ller}", "Müller and Müller"),
        (r"Jos\'e, Fran\c{c}ois, \v{S}koda, {\O}st, \L{}\'{o}d\'z", "José, François, Škoda, Øst, Łódź"),
        (r"na{\"\i}ve, d{\'\i}a", "naïve, día"),
        (r"\ss, \aa ngstr{\"o}m, {\AE}sop", "ß, ångström, Æsop"),
        (r"5--7, a --- b, ``so''", "5–7, a — b, “so”"),
        (r"50\% of 100% A\&B \_ \#", "50% of 100% A&B _ #"),
        (r"Fig.~2", "Fig.\u00a02"),
        (r"\unknowncommand{text}", r"\unknowncommandtext"),
        ("no commands, no cost: <b>", "no commands, no cost: <b>"),
        ("cafe\u0301", "caf\u00e9"),
    ],
)
def test_text(latex: str, text: str) -> None:
    assert decode(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\textit{E. coli} and {\em S. aureus}", "<i>E. coli</i> and <i>S. aureus</i>"),
        (r"\textbf{a}\textsuperscript{b}\textsubscript{c}", "<b>a</b><sup>b</sup><sub>c</sub>"),
        (r"\textsc{dna}", '<span style="font-variant:small-caps">dna</span>'),
        (r"H$_2$O and Ca$^{2+}$", "H<sub>2</sub>O and Ca<sup>2+</sup>"),
        (r"$\beta$-thalassemia, $\alpha_{1}$-antitrypsin", "β-thalassemia, α<sub>1</sub>-antitrypsin"),
        (r"$p < 0.05$, 10$^{-3}$", "p < 0.05, 10<sup>−3</sup>"),
        (r"\textit{\'Etude}", "<i>Étude</i>"),
        (r"GaN(000$\bar{1}$), $\bar x$", "GaN(0001\u0304), x\u0304"),
    ],
)
def test_markup(latex: str, text: str) -> None:
    assert decode(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("Role of {DNA}", 'Role of <span class="nocase">DNA</span>'),
        ("{D}{N}{A}", '<span class="nocase">DNA</span>'),
        ("{{Whole title}}", '<span class="nocase">Whole title</span>'),
        (r"{\"O}demata in {K\"onig}", 'Ödemata in <span class="nocase">König</span>'),
        (r"\textit{plain}", "<i>plain</i>"),
    ],
)
def test_braces_that_keep_capitals(latex: str, text: str) -> None:
    assert decode(latex, protect=True) == text


@pytest.mark.parametrize(
    "latex", ["{" * 100_000, "}" * 100_000, r"\textit" * 50_000 + "x", r"{\it" * 50_000, "$^" * 100_000, "\\"]
)
def test_hostile_text_ends(latex: str) -> None:
    assert isinstance(decode(latex), str)
