"""The grammar of marks: what stands at a place of a line, and what is only text."""

from __future__ import annotations

import pytest

from pipeline.reading import marks
from pipeline.reading.marks import Attributes, Key


def shown(key: Key) -> str:
    """`prefix|key|label locator|suffix`, short enough for a table."""
    return "|".join([key.prefix, key.key, f"{key.label} {key.locator}" if key.locator else "", key.suffix]).strip("|")


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("[@rund2005]", ["rund2005"]),
        ("[@rund2005; @musallam2012]", ["rund2005", "musallam2012"]),
        ("[@a;@b;@c]", ["a", "b", "c"]),
        ("[@a; @b; ]", ["a", "b"]),
        ("[see @a]", ["see|a"]),
        ("[@a, p. 3]", ["a|page 3"]),
        ("[@a, pp. 3-5]", ["a|page 3-5"]),
        ("[@a p. 3]", ["a|page 3"]),
        ("[@a, 3–5]", ["a|page 3–5"]),
        ("[@a, chap. 2]", ["a|chapter 2"]),
        ("[@a, chapter 2, and more]", ["a|chapter 2|and more"]),
        ("[@a, sec. 4]", ["a|section 4"]),
        ("[@a, fig. 1]", ["a|figure 1"]),
        ("[@a, vol. iv]", ["a|volume iv"]),
        ("[@a, and others]", ["a||and others"]),
        ("[@a, i.e. others]", ["a||i.e. others"]),
        ("[@a, p. ix.]", ["a|page ix|."]),
        ("[see @a, p. 3, note; cf. @b]", ["see|a|page 3|note", "cf.|b"]),
        ("[@{DBLP:conf/x}]", ["DBLP:conf/x"]),
        ("[@{a key with blanks}, p. 2]", ["a key with blanks|page 2"]),
        ("[@doi:10.5555/x.y]", ["doi:10.5555/x.y"]),
        ("[-@a]", ["a"]),
        ("[@fig-mri; @fig-marrow]", ["fig-mri", "fig-marrow"]),
        ("[@étude2020]", ["étude2020"]),
    ],
)
def test_a_bracket_of_marks(source: str, keys: list[str]) -> None:
    found = marks.bracketed(source + " and on", 0)
    assert found is not None
    assert [shown(key) for key in found[0]] == keys
    assert found[1] == len(source)
    for key in found[0]:
        assert source[key.offset] == "@"


@pytest.mark.parametrize(
    "source",
    [
        "[a]",
        "[a; @b]",
        "[@a; and so on]",
        "[; @a]",
        "[@a;;]",
        "[ada@example.org]",
        "[see @fig-mri]",
        "[@fig-mri; @rund2005]",
        "[@a",
        "[@ a]",
        "[]",
        r"[\@a]",
        "[@a" + " " * marks.MAX_BRACKET + "]",
    ],
)
def test_a_bracket_that_is_prose(source: str) -> None:
    assert marks.bracketed(source, 0) is None


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("@rund2005 says", "rund2005"),
        ("@rund2005.", "rund2005"),
        ("@rund2005, too", "rund2005"),
        ("@rund2005's", "rund2005"),
        ("@fig-mri-b)", "fig-mri-b"),
        ("@{DBLP:conf/x}y", "DBLP:conf/x"),
        ("@a:b.c", "a:b.c"),
    ],
)
def test_a_bare_mark(source: str, key: str) -> None:
    found = marks.bare(source, 0)
    assert found is not None
    assert found[0].key == key


@pytest.mark.parametrize("before", ["ada", "ada.", "a_", "1", "@", "x/", "-"])
def test_within_a_word_an_at_sign_is_text(before: str) -> None:
    assert marks.bare(f"{before}@example.org", len(before)) is None


@pytest.mark.parametrize("source", ["@", "@ a", "@{", "@{}", "@{ a}", "@{a{b}}"])
def test_an_at_sign_without_a_key_is_text(source: str) -> None:
    assert marks.bare(source, 0) is None


@pytest.mark.parametrize(
    ("key", "is_cross_reference"),
    [
        ("fig-mri", True),
        ("tbl-labs", True),
        ("sec-discussion", True),
        ("fig-mri-b", True),
        ("fig-", False),
        ("fig-MRI", False),
        ("figure-1", False),
        ("rund2005", False),
    ],
)
def test_what_is_a_cross_reference(key: str, is_cross_reference: bool) -> None:
    assert Key(key, 0).is_cross_reference is is_cross_reference


@pytest.mark.parametrize(
    ("source", "path", "at"),
    [
        ("{{ patient }}", "patient", ""),
        ("{{patient.age}}", "patient.age", ""),
        ("{{ tests.alt at day 12 }}", "tests.alt", "day 12"),
        ("{{ tests.alt at 2 weeks before }}", "tests.alt", "2 weeks before"),
        ("{{ figures.fig-mri.panels.0.alt }}", "figures.fig-mri.panels.0.alt", ""),
    ],
)
def test_a_value(source: str, path: str, at: str) -> None:
    assert marks.value(source, 0) == (path, at, len(source))


@pytest.mark.parametrize(
    "source",
    ["{{ 7*7 }}", "{{ a | b }}", "{{ a() }}", "{{ a['b'] }}", "{% raw %}", "{ a }", "{{ }}", "{{ a", "{{{ a }}}"],
)
def test_other_braces_are_text(source: str) -> None:
    assert marks.value(source, 0) is None


@pytest.mark.parametrize(
    ("source", "words", "found"),
    [
        ("Discussion {#sec-discussion}", "Discussion", Attributes("sec-discussion")),
        ("Discussion {#sec-a care=8b,8c}", "Discussion", Attributes("sec-a", ("8b", "8c"))),
        ("Discussion { care=8b }", "Discussion", Attributes("", ("8b",))),
        ("Discussion {colour=red}", "Discussion", Attributes("", (), ("colour",))),
        ("A set {a, b}", "A set {a, b}", Attributes()),
        ("{#sec-a} first", "{#sec-a} first", Attributes()),
        ("Discussion {#sec-a} ", "Discussion", Attributes("sec-a")),
        ("No braces", "No braces", Attributes()),
    ],
)
def test_attributes_at_the_end(source: str, words: str, found: Attributes) -> None:
    assert marks.trailing_attributes(source) == (words, found)


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("@a [p. 3]", "a|page 3"),
        ("@a [pp. 3-5]", "a|page 3-5"),
        ("@{a b} [chap. 2]", "a b|chapter 2"),
    ],
)
def test_a_place_behind_a_bare_mark_belongs_to_it(source: str, key: str) -> None:
    found = marks.bare(source + " and on", 0)
    assert found is not None
    assert (shown(found[0]), found[1]) == (key, len(source))


@pytest.mark.parametrize(
    "source", ["@a [3]", "@a [p. 3](x.html)", "@a [p. 3 of it]", "@a [in press]", "@a  [p. 3]", "@fig-a [p. 3]"]
)
def test_other_brackets_behind_a_bare_mark_are_not_its_place(source: str) -> None:
    found = marks.bare(source, 0)
    assert found is not None
    assert (found[0].locator, found[1]) == ("", source.index(" "))
