"""What is exported reads back as the same item, but for what a table says that the format cannot hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings

from pipeline.findings import Finding
from pipeline.library import Item
from pipeline.reading import bibtex, csl_json, csl_yaml, nbib, ris
from pipeline.reading.csl_values import NAMES
from pipeline.references.exporting import EXPORTERS
from pipeline.references.exporting.parts import variable_words
from tests.reading.normal_form import faults
from tests.references.made_works import items

Csl = dict[str, object]
Read = Callable[[str, str], tuple[list[Item], list[Finding]]]

# --- what formats cannot hold: one function for each thing ----------------------------------------------


def particles_are_written_as_names(csl: Csl) -> Csl:
    """A particle in capitals, or bound to the name by a hyphen or an apostrophe, is part of the family name; one that
    is dropped where the family name comes first is part of the given name."""

    def one(person: Mapping[str, str]) -> dict[str, str]:
        known = dict(person)
        if "dropping-particle" in known:
            known["given"] += " " + known.pop("dropping-particle")
        particle = known.get("non-dropping-particle", "a")
        if particle[-1] in "-'’" or particle[0].isupper():
            known["family"] = re.sub(r"(?<=[-'’]) ", "", f"{known.pop('non-dropping-particle')} {known['family']}")
        return known

    return each_person(csl, one)


def capitals_are_protected_in_titles_alone(csl: Csl) -> Csl:
    return each_text(csl, without_nocase, keep={"title", "container-title", "volume-title"})


def small_words_before_a_name_are_its_particle(csl: Csl) -> Csl:
    def one(person: Mapping[str, str]) -> dict[str, str]:
        match = re.fullmatch(r"((?:[a-z]\S* )+)(\S.*)", person.get("family", ""))
        if not match or "given" not in person:
            return dict(person)
        particle = f"{person.get('non-dropping-particle', '')} {match[1]}".strip()
        return {**person, "family": match[2], "non-dropping-particle": particle}

    return each_person(csl, one)


def single_names_are_organisations(csl: Csl) -> Csl:
    return each_person(
        csl, lambda person: dict(person) if "given" in person else {"literal": next(iter(person.values()))}
    )


def nothing_but_tags_of_one_letter_or_script_is_markup(csl: Csl) -> Csl:
    return each_text(csl, lambda text: re.sub("</?span[^>]*>", "", text), keep=set())


def a_short_title_alone_is_the_title(csl: Csl) -> Csl:
    if "container-title" in csl or "container-title-short" not in csl:
        return csl
    return {name if name != "container-title-short" else "container-title": value for name, value in csl.items()}


def the_number_of_an_article_is_where_it_stands(csl: Csl) -> Csl:
    if csl["type"] not in ("article-journal", "article-newspaper", "review-book") or "page" in csl:
        return csl
    return {name if name != "number" else "page": value for name, value in csl.items()}


def a_title_ends_with_a_full_stop_that_is_not_its_own(csl: Csl) -> Csl:
    titles = {"title", "container-title"} if csl["type"] in ("book", "chapter", "report", "thesis") else {"title"}
    return csl | {name: re.sub(r"(?<!\.)\.$", "", str(csl[name])) for name in titles & csl.keys()}


def no_date_is_approximate(csl: Csl) -> Csl:
    return {
        name: {part: number for part, number in value.items() if part != "circa"} if isinstance(value, dict) else value
        for name, value in csl.items()
    }


def addresses_are_percent_encoded(csl: Csl) -> Csl:
    encoded = {ord("{"): "%7B", ord("}"): "%7D"}
    return csl | {name: str(csl[name]).translate(encoded) for name in ("URL", "DOI") if name in csl}


def without_nocase(text: str) -> str:
    return re.sub(r'<span class="nocase">((?:(?!</?span).)*)</span>', r"\1", text)


def each_person(csl: Csl, change: Callable[[Mapping[str, str]], dict[str, str]]) -> Csl:
    return {name: list(map(change, value)) if name in NAMES else value for name, value in csl.items()}  # type: ignore[call-overload]  # the values of names are lists of them


def each_text(csl: Csl, change: Callable[[str], str], keep: set[str]) -> Csl:
    return {
        name: change(value) if isinstance(value, str) and name not in keep else value for name, value in csl.items()
    }


READERS: dict[str, tuple[Read, list[Callable[[Csl], Csl]]]] = {
    "bibtex": (
        bibtex.read,
        [
            particles_are_written_as_names,
            capitals_are_protected_in_titles_alone,
            the_number_of_an_article_is_where_it_stands,
            addresses_are_percent_encoded,
        ],
    ),
    "ris": (
        ris.read,
        [
            particles_are_written_as_names,
            small_words_before_a_name_are_its_particle,
            single_names_are_organisations,
            a_short_title_alone_is_the_title,
            nothing_but_tags_of_one_letter_or_script_is_markup,
        ],
    ),
    "nbib": (
        nbib.read,
        [
            a_title_ends_with_a_full_stop_that_is_not_its_own,
            no_date_is_approximate,
            particles_are_written_as_names,
            small_words_before_a_name_are_its_particle,
            single_names_are_organisations,
            a_short_title_alone_is_the_title,
            nothing_but_tags_of_one_letter_or_script_is_markup,
        ],
    ),
    "csl-json": (csl_json.read, []),
    "csl-yaml": (csl_yaml.read, []),
}
"""Formats → their reader, and what they cannot hold beside what the export itself reports."""
WITHOUT_KEYS = {"nbib"}


def test_every_format_that_is_written_is_read_back() -> None:
    assert READERS.keys() == EXPORTERS.keys()


@pytest.mark.parametrize("name", READERS)
@settings(deadline=None, max_examples=200)
@given(works=items())
def test_what_is_written_reads_back(name: str, works: list[Item]) -> None:
    read, cannot_hold = READERS[name]
    text, findings = EXPORTERS[name].write(works)
    back, problems = read(text, "exported")
    assert [problem.message for problem in problems] == []
    assert [fault for item in back for fault in faults(item)] == []
    assert len(back) == len(works)
    for work, found in zip(works, back, strict=True):
        told = [finding.message for finding in findings if finding.where == work.origin]
        held = {variable: value for variable, value in work.csl.items() if not reported(variable, told)}
        if any("kind of reference" in message for message in told):
            held["type"] = found.csl["type"]
        for change in cannot_hold:
            held = change(held)
        assert dict(found.csl) == held
        assert name in WITHOUT_KEYS or found.key == work.key or any(f"“{found.key}”" in message for message in told)


def reported(variable: str, told: list[str]) -> bool:
    lists = [message.rpartition(": ")[2].split(", ") for message in told]
    return any(variable_words(variable) in words for words in lists)


@given(works=items())
def test_works_are_made_up_in_normal_form(works: list[Item]) -> None:
    assert [fault for work in works for fault in faults(work)] == []


@pytest.mark.parametrize(
    ("field", "variable", "value"),
    [
        ("entrysubtype = {map}", "type", "map"),
        ("entrysubtype = {preprint}", "type", "article"),
        ("entrysubtype = {nonacademic}", "type", "document"),
        ("title = {{The {DNA} of Paris}}", "title", 'The <span class="nocase">DNA</span> of Paris'),
        ("title = {{DNA} of {Paris}}", "title", '<span class="nocase">DNA</span> of <span class="nocase">Paris</span>'),
        (r"title = {{\"U}ber}", "title", "Über"),
        ("date = {1900~}", "issued", {"date-parts": [[1900]], "circa": True}),
        ("date = {May~1900}", "issued", {"date-parts": [[1900, 5]]}),
        ("date = {-0043}", "issued", {"date-parts": [[-43]]}),
        (r"title = {\textbraceleft{}a\textbraceright{} \textasciicircum{}}", "title", "{a} ^"),
    ],
)
def test_what_our_bibtex_says_is_understood(field: str, variable: str, value: object) -> None:
    (found,), _ = bibtex.read(f"@misc{{a, {field}}}", "exported.bib")
    assert found.csl[variable] == value
