"""What `check --fix` mends: each rule with a text that breaks it, and the same text afterwards; and near misses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.build import Wishes
from pipeline.fixing.cases import fix_case
from pipeline.reading.model_errors import only_near
from pipeline.workspace import Workspace

SOUND = Path(__file__).parents[1] / "bad_input" / "sound"
FACTS = """casewright: 1
kind: synthetic
authors: [{given: Ada, family: Example, interests: none}]
figures: {fig-sound: {title: Sound, panels: [{file: sound.png, alt: A grey square.}]}}
consent: {publication: given}
"""
PROSE = (SOUND / "narrative.md").read_text("utf-8")
TESTS = "tests:\n  alt: {name: ALT, unit: U/L, results: {day 0: 88, day 12: 912}}\n"


def workspace(root: Path, facts: str = FACTS, prose: str = PROSE) -> Workspace:
    folder = root / "cases" / "one"
    shutil.copytree(SOUND, folder, dirs_exist_ok=True)
    (folder / "case.yaml").write_bytes(facts.encode())
    (folder / "narrative.md").write_bytes(prose.encode())
    return Workspace(root)


def text_of(space: Workspace, name: str) -> str:
    return (space.case_folder("one") / name).read_bytes().decode()


def replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def field(line: str) -> str:
    """case.yaml with a line more."""
    return f"{FACTS}{line}\n"


LINES = [
    ("unknown-key", "keywrods: [DRESS syndrome]", "keywords: [DRESS syndrome]"),
    ("unknown-key", '"keywrods": [DRESS syndrome]', '"keywords": [DRESS syndrome]'),
    ("unknown-key", "history: {alergies: [nuts]}  # as told", "history: {allergies: [nuts]}  # as told"),
    ("unknown-field-path", "unknown: {histroy.family: lost}", "unknown: {history.family: lost}"),
    ("duplicate-key", "short_title: A\nshort_title: A\nlanguage: en", "short_title: A\nlanguage: en"),
    ("number-form", TESTS.replace("912", "'1,234.5'"), TESTS.replace("912", "'1234.5'")),
    ("yaml-needs-quotes", "short_title: biopsy #2", 'short_title: "biopsy #2"'),
    ("yaml-needs-quotes", "short_title: MRI: normal   # ask", 'short_title: "MRI: normal"   # ask'),
    ("yaml-needs-quotes", "short_title: @home", 'short_title: "@home"'),
    ("yaml-needs-quotes", 'short_title: "Sound" of rain', """short_title: '"Sound" of rain'"""),
    ("yaml-needs-quotes", "keywords: [@home, fine]", 'keywords: ["@home", fine]'),
    ("yaml-tab", "patient:\n\tage: 34 years\n\tsex: female", "patient:\n  age: 34 years\n  sex: female"),
    ("hidden-direction", "short_title: So\u202eund", "short_title: Sound"),
    # Several in one line, of which one moves the others.
    ("unknown-key", "keywrods: [biopsy #2, @home]", 'keywords: ["biopsy #2", "@home"]'),
]
MENDED = [(rule, field(bad), field(good)) for rule, bad, good in LINES]
MENDED += [
    ("missing-key", FACTS.replace("casewright: 1\n", before), FACTS.replace("casewright: 1\n", after))
    for before, after in (("", "casewright: 1\n"), ("# Mine.\n\n", "# Mine.\n\ncasewright: 1\n"))
]


def as_published(field_name: str, value: str) -> str:
    return field(f"publication: {{{field_name}: {value}}}")


SPELLED = [
    ("doi", "https://doi.org/10.5555/12345", "10.5555/12345"),
    ("doi", "doi:10.5555/12345", "10.5555/12345"),
    ("doi", "'http://dx.doi.org/10.5555/12345'", "'10.5555/12345'"),
    ("pmid", "https://pubmed.ncbi.nlm.nih.gov/999999999/", "999999999"),
    ("pmid", "'PMID: 999999999'", "'999999999'"),
    ("pmcid", "pmc999999999", "PMC999999999"),
    ("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC999999999/", "PMC999999999"),
    ("dates", "{received: 2025/7/4}", "{received: 2025-07-04}"),
    ("dates", "{received: 4 July 2025}", "{received: 2025-07-04}"),
    ("dates", "{received: 'July 4, 2025'}", "{received: '2025-07-04'}"),
    ("dates", "{received: Sept. 2025}", "{received: 2025-09}"),
]
MENDED += [("wrong-value", as_published(name, bad), as_published(name, good)) for name, bad, good in SPELLED]
MENDED += [
    ("wrong-value", field(f"patient: {{{bad}}}"), field(f"patient: {{{good}}}"))
    for bad, good in (
        ("age: 34y", "age: 34 years"),
        ("age: 34-year-old", "age: 34 years"),
        ("sex: Female", "sex: female"),
        ("age: 34 yrs, sex: Male", "age: 34 years, sex: male"),
    )
]


@pytest.mark.parametrize(("rule", "bad", "good"), MENDED)
def test_a_slip_in_case_yaml_is_mended(rule: str, bad: str, good: str, tmp_path: Path) -> None:
    space = workspace(tmp_path, bad)
    made = fix_case(space, "one", Wishes(()), write=True)
    assert text_of(space, "case.yaml") == good
    assert rule in {finding.rule.id for finding in made.applied}
    assert not made.result.findings


IN_PROSE = [
    ("heading-without-blank", "# A title\n\n##Case\n\nText.\n", "# A title\n\n## Case\n\nText.\n"),
    ("second-title", "# A title\n\nText.\n\n# Case\n\nText.\n", "# A title\n\nText.\n\n## Case\n\nText.\n"),
    (
        "heading-level-skipped",
        "# A\n\n## One\n\n#### Two\n\nText.\n\n#### Three\n\nText.\n\n##### Four\n\nText.\n\n## Five\n\nText.\n",
        "# A\n\n## One\n\n### Two\n\nText.\n\n### Three\n\nText.\n\n#### Four\n\nText.\n\n## Five\n\nText.\n",
    ),
    (
        "heading-level-skipped",
        "# A\n\n## B\n\n#### C\n\nT.\n\n###### D\n\nT.\n",
        "# A\n\n## B\n\n### C\n\nT.\n\n#### D\n\nT.\n",
    ),
    ("hidden-direction", "# A title\n\nSome \u202ewords\u202d here.\n", "# A title\n\nSome words here.\n"),
]
IN_PROSE += [
    ("unknown-citation", "# A\n\nSee [@Example2020].\n", "# A\n\nSee [@example2020].\n"),
]
CALLED = "\nSee @fig-sound and @example2020.\n"


@pytest.mark.parametrize(("rule", "bad", "good"), IN_PROSE)
def test_a_slip_in_the_narrative_is_mended(rule: str, bad: str, good: str, tmp_path: Path) -> None:
    space = workspace(tmp_path, prose=bad + CALLED)
    made = fix_case(space, "one", Wishes(()), write=True)
    assert text_of(space, "narrative.md") == good + CALLED
    assert rule in {finding.rule.id for finding in made.applied}
    assert not made.result.findings


LEFT_TO_THE_AUTHOR = {
    "a field that is there already": field("short_title: One\nshort_titel: Two"),
    "what is allowed": replaced(FACTS, "consent:", "consnet:"),
    "a status of consent": replaced(FACTS, "{publication: given}", "{publication: Given}"),
    "a day and a month that may be each other": as_published("dates", "{received: 04/07/2025}"),
    "a day in no calendar": as_published("dates", "{received: 2025/2/30}"),
    "an identifier of another kind": as_published("pmid", "PMC123"),
    "an ORCID iD with a mistyped digit": replaced(FACTS, "[{given", "[{orcid: 0000000218250098, given"),
    "an age without its unit": field("patient: {age: 34}"),
    "an age that could identify": field("patient: {age: 92y}"),
    "a number that may be two": field(TESTS.replace("912", "'1,200'")),
    "a field given twice that differs": field("short_title: One\nshort_title: Two"),
    "what may be a note": field("short_title: One #ask"),
    "a quotation mark that is not closed": field("short_title: 'tis so"),
    "a comma in braces": field("examination: [{what: fever, rash}]"),
    "a text in a list that may be a field": field("examination:\n  - MRI: normal"),
    "a tab that may mean another depth": field("tests:\n    alt:\n        name: ALT\n\t\tunit: U/L"),
}


def test_a_word_that_is_near_two_is_neither() -> None:
    assert only_near("autors", ["authors", "events"]) == "authors"
    assert only_near("tale", ["table", "tales"]) == ""
    assert only_near("at", ["from", "to"]) == ""


@pytest.mark.parametrize("facts", LEFT_TO_THE_AUTHOR.values(), ids=LEFT_TO_THE_AUTHOR)
def test_what_may_be_meant_in_two_ways_is_left_to_the_author(facts: str, tmp_path: Path) -> None:
    space = workspace(tmp_path, facts)
    made = fix_case(space, "one", Wishes(()), write=True)
    assert made.result.findings
    assert not made.applied
    assert not made.diff
    assert text_of(space, "case.yaml") == facts


@pytest.mark.parametrize(
    "prose",
    [
        # Are the sections below it parts of it?
        "# A title\n\n# Case\n\n## History\n\nText.\n",
        # Another work, or a slip?
        "# A title\n\nAs told [@example2021], see @fig-sounds.\n",
        # What is underlined has no number signs.
        "# A title\n\nCase\n====\n\nText.\n",
        "# A title\n\n## One\n\n#### Two\n\nText.\n\n### Three\n\nText.\n",
    ],
)
def test_prose_that_may_be_meant_otherwise_stays(prose: str, tmp_path: Path) -> None:
    space = workspace(tmp_path, prose=prose + CALLED)
    made = fix_case(space, "one", Wishes(()), write=True)
    assert made.result.findings
    assert not made.applied
    assert text_of(space, "narrative.md") == prose + CALLED
