"""How words are counted: as an author's word processor does, and as journals understand it."""

from __future__ import annotations

import pytest

from pipeline.checking.journal_counting import count_words, word_counts
from tests.resolving.made import figure, manuscript


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t", 0),
        ("a rash", 2),
        ("a well-known drug", 3),
        ("100 mg twice", 3),
        ("100\N{NO-BREAK SPACE}mg", 2),
        ("2.5 × 10⁹/L", 2),
        ("day 3–5", 2),
        ("rash – or fever", 3),
        ("rash—or fever", 3),
        ("and/or", 1),
        ("the patient’s rash", 3),
        ("±", 0),
        ("Niño, ¿qué?", 2),
        ("患者は発熱", 5),
        ("患者 with fever", 4),
        ("佐々木", 3),
        ("ﾊﾝ", 2),
        ("환자는 열이", 2),
        ("٣ أيام", 2),
    ],
)
def test_words(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("prose", "words"),
    [
        ("One *two* **three** [four](https://example.org).", 4),
        ("A rash [@rund2005, p. 3], and fever.", 4),
        ("A rash^[Seen by all.] and fever.", 7),
        ("The dose was $x^2 + y$ mg.", 5),
        ("$$\nx = y\n$$", 1),
        ("- one\n- two three\n\n> four", 4),
        ("H~2~O and 10^9^/L", 3),
        ("The {{ patient }} came.", 4),
        ("See @fig-x and @tbl-x.", 6),
    ],
)
def test_the_text_is_counted_as_a_reader_sees_it(prose: str, words: int) -> None:
    facts = f"patient: {{age: 34 years, sex: female}}\nfigures:\n{figure('fig-x')}"
    table = "" if "tbl-x" not in prose else "\n\n| a | b |\n|---|---|\n| c | d e |\n: Four words are here {#tbl-x}"
    made, _ = manuscript(f"# T\n\n## Discussion\n\n{prose}{table}\n", facts, "rund2005")
    assert word_counts(made)["text"] == words


def test_what_stands_elsewhere_is_counted_by_itself() -> None:
    narrative = (
        "# A title\n\n## Abstract\n\n### Background\n\nTwo words.\n\n## Discussion\n\nText [@rund2005].\n\n"
        "### More of it\n\nHere.\n\n| a | b |\n|---|---|\n| c | d e |\n: Four words are here {#tbl-x}\n"
    )
    facts = f"figures:\n{figure('fig-x')}learning_points: [Ask first., Stop it then.]\nstatements: {{funding: None.}}\n"
    counts = word_counts(manuscript(narrative, facts, "rund2005")[0])
    told = {where: counts[where] for where in ("abstract", "text", "headings", "tables", "learning points")}
    assert told == {"abstract": 3, "text": 2, "headings": 6, "tables": 9, "learning points": 5}
    assert counts["statements"] == 2
    assert counts["legends"] == 3, "its title, its legend and that of its panel"
    assert counts["references"] > 0
