"""What is typed into case.yaml is what is read: scalars are text, and YAML's traps are mended and told."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.findings import Finding, Severity
from pipeline.reading.yaml_nodes import MAX_DEPTH, Value
from pipeline.reading.yaml_repair import read_yaml


def read(text: str) -> tuple[Value, list[Finding]]:
    document = read_yaml(text, "case.yaml")
    return document.root, document.findings


def rules(findings: list[Finding]) -> list[str]:
    return [finding.rule.id for finding in findings]


@pytest.mark.parametrize(
    "value",
    [
        *("no", "yes", "NO", "on", "null", "~", "true", "0450", "0o17", "0x1F", "12:30", "1.10", "1_000", "1e3", ".5"),
        *(
            "2024-01-02",
            "2024-01-02 10:00:00",
            "=",
            "<35",
            "≥90 %",
            "3+",
            "1/2",
            "-5",
            "–",
            "day -38",
            "=1",
            "5'",
            "II",
        ),
    ],
)
def test_a_value_stays_as_it_was_typed(value: str) -> None:
    assert read(f"a: {value}") == ({"a": value}, [])
    assert read(f"a: [{value}, x]") == ({"a": [value, "x"]}, [])
    assert read(f"- {value}") == ([value], [])


ORDINARY = [
    "no",
    "0450",
    "12:30",
    "1.10",
    "120/80",
    "38.5 °C",
    "positive (1:320)",
    "biopsy #2",
    "MRI: normal",
    "%SpO2 90",
    ">35",
    "@home",
    "*positive*",
    "<5",
    "5-10",
    "don't know",
    "grade II–III",
]
"""Seventeen values as clinicians type them; plain YAML changes or refuses most of them."""


@pytest.mark.parametrize("value", ORDINARY)
@pytest.mark.parametrize(
    "template", ["results: {}", "results:\n  - {}", "results: [{}, rash]", "results: {{x: {}, y: 1}}"]
)
def test_ordinary_values_are_read_as_they_were_meant(template: str, value: str) -> None:
    root, findings = read(template.format(value))
    meant = yaml.safe_load(template.format('"VALUE"'))["results"]
    expected = str(meant).replace("VALUE", value)
    if value in {"MRI: normal"} and template.startswith("results: ["):
        # In brackets this is a field with a value, and the models say so.
        assert root["results"][0] == {"MRI": "normal"}
        return
    got = str(root["results"]).replace('"', "'")
    assert got == expected.replace('"', "'").replace("'y': 1", "'y': '1'")
    assert set(rules(findings)) <= {"yaml-needs-quotes"}
    for finding in findings:
        assert finding.severity is Severity.ERROR
        assert finding.hint.startswith("write: ")
        corrected = finding.hint.removeprefix("write: ")
        assert f'"{value}"' in corrected


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("a: biopsy #2", 'a: "biopsy #2"'),
        ("a: biopsy #2 # a note", 'a: "biopsy #2" # a note'),
        ("a: pain: gone", 'a: "pain: gone"'),
        ("a: pain:", 'a: "pain:"'),
        ("- MRI: normal", '- "MRI: normal"'),
        ("- what: pain: gone", '- what: "pain: gone"'),
        ("- rash #1 x: y", '- "rash #1 x: y"'),
        ("a: %5", 'a: "%5"'),
        ("a: >5", 'a: ">5"'),
        ("a: >35 kg", 'a: ">35 kg"'),
        ("a: |left| leg", 'a: "|left| leg"'),
        ("a: @home", 'a: "@home"'),
        ("a: `x`", 'a: "`x`"'),
        ("a: [sic] so", 'a: "[sic] so"'),
        ("a: {sic} so", 'a: "{sic} so"'),
        ("a: 'tis so", 'a: "\'tis so"'),
        ('a: "quoted" so', "a: '\"quoted\" so'"),
        ('a: "open', 'a: "open"'),
        ("a: , so", 'a: ", so"'),
        ("a: ] so", 'a: "] so"'),
        ("a: - so: x", 'a: "- so: x"'),
        ("{a: ward #2, b: 1}", None),
        ("a: {b: ward #2, c: one: two}", 'a: {b: "ward #2", c: "one: two"}'),
        ("a: [%5, 'x, y: z', @b]", 'a: ["%5", \'x, y: z\', "@b"]'),
        ("a: {day 0: >35, day -3: <5}", 'a: {day 0: ">35", day -3: <5}'),
        ("a: {what: rash, trunk, arms, b: 1}", 'a: {what: "rash, trunk, arms", b: 1}'),
    ],
)
def test_the_finding_shows_the_corrected_line(typed: str, corrected: str | None) -> None:
    root, findings = read(typed)
    if corrected is None:
        assert rules(findings) == ["not-yaml"], "a file that begins with a bracket is not a form"
        return
    assert set(rules(findings)) == {"yaml-needs-quotes"}
    assert {finding.hint for finding in findings} == {f"write: {corrected}"}
    assert read(corrected) == (root, [])


@pytest.mark.parametrize(
    "text",
    [
        "a: b # a note",
        "# a note\na: b",
        "a: b\n\n# end",
        "a: 'x #2'",
        'a: "x: y"',
        "a: |\n  # text\n  x: y",
        "a: >-\n  x #2\n  y",
    ],
)
def test_notes_and_quoted_values_are_left_alone(text: str) -> None:
    assert read(text)[1] == []


def test_two_traps_in_a_line_are_underlined_where_they_were_typed() -> None:
    line = "a: {b: ward #2, c: one: two}"
    _, findings = read(line)
    places = [(f.where.column - 1, f.where.length) for f in findings]
    assert [line[start : start + length] for start, length in places] == ["ward #2", "one: two"]


def test_what_a_paragraph_loses_to_a_comment_is_told() -> None:
    _, (finding,) = read("a: a text of\n  two lines #3 and more\nb: 1")
    assert (finding.rule.id, finding.quote) == ("yaml-needs-quotes", "#3 and more")


@pytest.mark.parametrize(
    ("text", "root", "message"),
    [
        ("a: &x b", {"a": "&x b"}, "`&x` names a value for use elsewhere"),
        ("a: *x", {"a": "*x"}, "`*x` refers to a value elsewhere in the file"),
        ("a: !x b", {"a": "!x b"}, "`!x` is a YAML tag"),
        ("a: {<<: b, c: d}", {"a": {"c": "d"}}, "`<<` merges another mapping into this one"),
        ("a: b\n---\nc: d", {"a": "b"}, "a second document starts here (`---`)"),
        ("? [a, b]\n: c", {}, "a list or mapping stands where the name of a field should"),
    ],
)
def test_yaml_beyond_a_form_is_told(text: str, root: Value, message: str) -> None:
    got, findings = read(text)
    assert got == root
    assert [(f.rule.id, f.message) for f in findings] == [("yaml-feature-not-used", message)]


@pytest.mark.parametrize(
    ("text", "root", "codes"),
    [
        (r'a: "b\ac"', {"a": "bc"}, ["U+0007"]),
        (r'a: "b\x9bc\0"', {"a": "bc"}, ["U+009B"]),
        (r'"a\eb": [c, "\u2028"]', {"ab": ["c", ""]}, ["U+001B", "U+2028"]),
        (r'a: "b\nc\td"', {"a": "b\nc\td"}, []),
        (r"a: 'b\ac'", {"a": r"b\ac"}, []),
    ],
)
def test_control_characters_written_with_a_backslash(text: str, root: Value, codes: list[str]) -> None:
    got, findings = read(text)
    assert got == root
    assert [(f.rule.id, f.message.rpartition("(")[2].rstrip(")")) for f in findings] == [
        ("control-character", code) for code in codes
    ]


def test_of_a_repeated_field_the_first_is_used() -> None:
    root, (finding,) = read("a: {b: 1}\nc: 2\na: {b: 3}")
    assert root == {"a": {"b": "1"}, "c": "2"}
    assert str(finding.where) == "case.yaml:3:1"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: {b: c\nd: e\n", 1, "the bracket opened here is not closed"),
        ("a:\n  - b\n c: d", 3, "the indentation of this line"),
        ("x: 1\na b\nc: d", 2, "this line has no colon"),
        ("a:\n   b: c\n    d: e", 3, "this does not fit here"),
        ('a: [x, "b\nc: d', 1, "the quotation mark opened here is not closed"),
    ],
)
def test_what_cannot_be_mended_is_told_where_it_began(text: str, line: int, message: str) -> None:
    _, findings = read(text)
    fatal = [finding for finding in findings if finding.severity is Severity.FATAL]
    assert [f.where.line for f in fatal] == [line]
    assert message in fatal[0].message


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_is_refused(opening: str) -> None:
    _, (finding,) = read(opening * 10_000)
    assert finding.rule.id == "nesting-too-deep"
    assert read("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1))[1] == []


PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=30)


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(PRINTABLE, PRINTABLE | st.lists(PRINTABLE, max_size=3), max_size=5))
def test_what_yaml_writes_is_read_back(data: dict[str, str | list[str]]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_style='"', width=1000)
    root, findings = read(text)
    assert findings == []
    assert root == data


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from(list("ab \n\t:-#[]{},'\"&*!|>%@`?.0")), max_size=60))
def test_nothing_that_looks_like_yaml_breaks_the_reader(text: str) -> None:
    document = read_yaml(text, "case.yaml")
    assert len(document.findings) <= 500


def test_what_no_value_can_begin_with_is_said_in_plain_words() -> None:
    _, (finding,) = read("treatments:\n  x: {dose: >\n    two tablets, kind: drug}\n")
    assert (finding.message, finding.hint) == (
        "no value can begin with this character",
        "put the whole value in quotes",
    )
    assert (finding.where.line, finding.where.column) == (2, 13)
