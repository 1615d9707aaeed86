from __future__ import annotations

import pytest

from pipeline.findings import Location
from pipeline.manuscript import LinkedText
from pipeline.resolving.csl import NumberedCite, Style, load_style


def style(name: str) -> Style:
    found, _ = load_style(name, Location("case.yaml"))
    assert found is not None
    return found


def cite(number: int, prefix: str = "", suffix: str = "", locator: str = "", label: str = "page") -> NumberedCite:
    return NumberedCite(number, f"ref-{number}", prefix, suffix, locator, label)


def printed(name: str, *cites: NumberedCite) -> str:
    """A citation with its links in angle brackets."""
    (parts,) = style(name).clusters([cites])
    return "".join(f"<{part.text}>" if part.target else part.text for part in parts)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([1], "[<1>]"),
        ([1, 2], "[<1>,<2>]"),
        ([1, 2, 3], "[<1>–<3>]"),
        ([3, 2, 1], "[<1>–<3>]"),
        ([1, 2, 3, 5, 7, 8, 9, 10], "[<1>–<3>,<5>,<7>–<10>]"),
        ([4, 4], "[<4>]"),
    ],
)
def test_runs_of_three_or_more_collapse(numbers: list[int], text: str) -> None:
    assert printed("vancouver-brackets", *map(cite, numbers)) == text


def test_each_number_links_to_its_reference_and_a_range_to_its_ends() -> None:
    (parts,) = style("vancouver-brackets").clusters([[cite(1), cite(2), cite(3)]])
    assert parts == (
        LinkedText("["),
        LinkedText("1", "ref-1"),
        LinkedText("–"),
        LinkedText("3", "ref-3"),
        LinkedText("]"),
    )


@pytest.mark.parametrize(
    ("odd_one", "text"),
    [
        (cite(2, prefix="see"), "<1>,see <2>,<3>"),
        (cite(2, suffix="and others"), "<1>,<2> and others,<3>"),
        (cite(2, suffix=", table 2"), "<1>,<2>, table 2,<3>"),
        (cite(2, locator="12"), "<1>,<2>(p12),<3>"),
        (cite(2, locator="12-14"), "<1>,<2>(pp12-14),<3>"),
    ],
)
def test_a_prefix_suffix_or_printed_locator_breaks_a_run(odd_one: NumberedCite, text: str) -> None:
    assert printed("american-medical-association", cite(1), odd_one, cite(3)) == text


def test_a_locator_that_the_style_does_not_print_breaks_nothing() -> None:
    assert not style("bmj").prints_locators
    assert style("american-medical-association").prints_locators
    assert printed("bmj", cite(1), cite(2, locator="12"), cite(3)) == "[<1>–<3>]"


@pytest.mark.parametrize(
    ("name", "raised"),
    [("bmj", False), ("vancouver", False), ("vancouver-superscript", True), ("nature", True), ("ieee", False)],
)
def test_whether_citations_stand_raised(name: str, raised: bool) -> None:
    assert style(name).superscript is raised


def test_what_an_author_writes_around_a_number_is_text() -> None:
    assert printed("bmj", cite(1, prefix="<b>&", suffix="<i>")) == "[<b>& <1><i>]"


@pytest.mark.parametrize(
    ("cites", "text"),
    [
        ([cite(1, prefix="see"), cite(2), cite(3)], "[see <1>–<3>]"),
        ([cite(1, prefix="see"), cite(2), cite(3, suffix="too")], "[see <1>,<2>,<3> too]"),
        ([cite(1), cite(2, prefix="see"), cite(3), cite(4)], "[<1>,see <2>–<4>]"),
    ],
)
def test_a_prefix_may_begin_a_run(cites: list[NumberedCite], text: str) -> None:
    assert printed("bmj", *cites) == text
