from __future__ import annotations

import time

import pytest

from pipeline.findings import RULES, SHOWN, Finding, Location, Rule, Severity, as_rows, as_text, rule, worst

ERROR = Rule("some-error", Severity.ERROR, "why")
WARNING = Rule("some-warning", Severity.WARNING, "why")
REFUSAL = Rule("some-refusal", Severity.REFUSAL, "why")


def at(line: int, column: int, length: int = 1, *, of: Rule = ERROR, hint: str = "") -> Finding:
    return of.at(Location("case.yaml", line, column, length), "something is wrong", hint=hint)


@pytest.mark.parametrize(
    ("source", "column", "length", "shown"),
    [
        pytest.param("patient: old", 10, 3, ["patient: old", "         ^^^"], id="the words are underlined"),
        pytest.param("    sex: f", 10, 1, ["sex: f", "     ^"], id="indentation is left out"),
        pytest.param("  a: b", 1, 2, ["  a: b", "^^"], id="unless the place is in it"),
        pytest.param("a: b", 4, 99, ["a: b", "   ^"], id="a line ends where it ends"),
        pytest.param("a: b", 0, 1, ["a: b"], id="a line as a whole"),
        pytest.param("\tab\tcd", 5, 2, ["ab cd", "   ^^"], id="tabs do not move the caret"),
        pytest.param("a\x1b[31mb", 7, 1, ["a [31mb", "      ^"], id="a terminal is not steered"),
        pytest.param("", 1, 1, [], id="nothing to show"),
    ],
)
def test_a_finding_shows_its_line(source: str, column: int, length: int, shown: list[str]) -> None:
    text = as_text([at(3, column, length)], lambda _: source)
    place = f"case.yaml:3:{column}" if column else "case.yaml:3"
    assert text.split("\n") == [f"{place}: error[some-error]: something is wrong", *(f"    {s}" for s in shown)]


def test_words_of_others_do_not_steer_a_terminal() -> None:
    found = ERROR.at(Location("ca\x1bse.yaml"), "the note says\x1b[2J\u202eso", hint="a\x07 b", quote="\x9bq")
    (first, second) = as_text([found], lambda _: "").split("\n")
    assert first == "ca se.yaml: error[some-error]: the note says [2J so:  q"
    assert second == "    hint: a  b"


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    source = "a" * 500 + "HERE" + "b" * 500
    _, line, carets = as_text([at(1, 501, 4)], lambda _: source).split("\n")
    assert line.strip().startswith("…a")
    assert line.endswith("b…")
    assert len(line.strip()) == SHOWN + 2
    assert line[carets.index("^") : carets.rindex("^") + 1] == "HERE"


def test_many_findings_in_one_line_of_many_megabytes_are_shown_at_once() -> None:
    source = "a" * 10_000_000
    rules = [Rule(f"rule-{number}", Severity.ERROR, "why") for number in range(200)]
    began = time.process_time()
    text = as_text([at(1, 5000 + 40 * number, of=each) for number, each in enumerate(rules)], lambda _: source)
    assert text.count("…" + "a" * SHOWN + "…") == 200
    assert time.process_time() - began < 2


@pytest.mark.parametrize(("many", "shown", "rest"), [(20, 20, ""), (21, 5, "6, 7, 8"), (40, 5, "24, 25 …")])
def test_of_very_many_findings_of_one_rule_the_first_are_shown(many: int, shown: int, rest: str) -> None:
    found = [at(line, 1) for line in range(1, many + 1)]
    text = as_text([*found, at(30, 2, of=WARNING)], lambda _: "")
    assert text.count("something is wrong") == shown + 1
    assert (f"case.yaml: {many - shown} more of error[some-error], in lines 6, 7" in text) == bool(rest)
    assert rest in text
    assert len(as_rows(found)) == many


def test_the_line_of_a_refusal_is_not_shown_around() -> None:
    text = as_text([at(1, 1, of=REFUSAL, hint="take it out")], lambda _: "name: Ada Example")
    assert "Ada Example" not in text
    assert "hint: take it out" in text


def test_findings_come_in_the_order_of_their_places_and_once() -> None:
    found = [at(20, 1), at(3, 9), at(3, 2), at(3, 2)]
    assert [row["line"] for row in as_rows(found)] == [3, 3, 20]
    assert as_text(found, lambda _: "").count("something is wrong") == 3


def test_the_value_is_kept_apart_from_the_message() -> None:
    finding = ERROR.at(Location("a.md", 1), "this reference is in no bibliography", quote="nobody1999")
    assert as_text([finding], lambda _: "") == (
        "a.md:1: error[some-error]: this reference is in no bibliography: nobody1999"
    )
    (row,) = as_rows([finding])
    assert (row["message"], row["quote"]) == ("this reference is in no bibliography", "nobody1999")


def test_the_gravest_severity_decides() -> None:
    assert worst([]) is None
    assert worst([at(1, 1, of=WARNING), at(1, 1)]) is Severity.ERROR
    assert worst([at(1, 1), at(1, 1, of=REFUSAL)]) is Severity.REFUSAL


def test_a_rule_is_declared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "there-already", ERROR)
    with pytest.raises(ValueError, match="declared twice"):
        rule("there-already", Severity.ERROR, "why")


def test_an_anchor_names_the_place() -> None:
    assert Location("cases/a/narrative.md", 14, 3).anchor == "at-narrative-14-3"
    assert str(Location("a.md")) == "a.md"
    assert str(Location("a.md", 2)) == "a.md:2"


def test_every_rule_says_why_in_a_sentence() -> None:
    import pipeline.cli  # noqa: F401  # declares them all

    for declared in RULES.values():
        assert declared.why.endswith("."), declared.id
        assert declared.id == declared.id.lower()
        assert declared.severity.effect.endswith(".")
