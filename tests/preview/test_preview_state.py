"""What the page of a case is told: findings with their places, items, numbers, choices; and news of changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import Result, check_case, make_case
from pipeline.checking.unknown import KNOWN_AFTER_ALL
from pipeline.explaining import guidelines
from pipeline.findings import Edit, Finding, Location, Rule, Severity
from pipeline.guidelines.answers import Answer, Checklist, Confirmation, Confirmed, Evidence, Lack, State, Waiver
from pipeline.guidelines.guideline import Check, Guideline, Item
from pipeline.preview import news
from pipeline.preview.addressing import addressed
from pipeline.preview.anchors import Anchors
from pipeline.preview.draft import Draft, Standing
from pipeline.preview.finding_keys import found
from pipeline.preview.news import News
from pipeline.preview.retargeted import retargeted
from pipeline.preview.state import state_of, summary
from pipeline.preview.switches import switches
from pipeline.preview.views import View
from pipeline.starting import new_case
from pipeline.workspace import Workspace

YAML = "cases/mycase/case.yaml"
PROSE = "cases/mycase/narrative.md"
BAD = Rule("test-state-error", Severity.ERROR, "Because.", fix="Mend it.", source="CARE 2013")
ODD = Rule("test-state-warning", Severity.WARNING, "It looks odd.")
STUCK = Rule("test-state-fatal", Severity.FATAL, "Nothing can be read.")
SECRET = Rule("test-state-refusal", Severity.REFUSAL, "A patient could be known by it.")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    assert new_case(Workspace(tmp_path), "mycase") == []
    return Workspace(tmp_path)


@pytest.fixture
def result(workspace: Workspace) -> Result:
    return make_case(workspace, "mycase", replace(View().wishes, writers=("html",)))


def state(workspace: Workspace, result: Result, *findings: Finding) -> Any:  # as JSON has it
    draft = Draft("mycase", standing=Standing.DRAFT, findings=findings, result=result, version="1", shown=True)
    return json.loads(json.dumps(state_of(draft, View(), workspace)))


def told(workspace: Workspace, result: Result, finding: Finding) -> dict[str, object]:
    (row,) = state(workspace, result, finding)["findings"]
    return dict(row)


# --- findings ---------------------------------------------------------------------------------------


def test_a_finding_tells_what_where_why_and_what_to_do(workspace: Workspace, result: Result) -> None:
    where = Location(YAML, 4, 13, 1, "casewright")
    row = told(workspace, result, BAD.at(where, "`1` is not a format", quote="1"))
    assert row | {"key": ""} == {
        "key": "",
        "rule": "test-state-error",
        "severity": "error",
        "why": "Because.",
        "source": "CARE 2013",
        "message": "`1` is not a format",
        "quote": "1",
        "hint": "Mend it.",
        "file": YAML,
        "line": 4,
        "column": 13,
        "field": "casewright",
        "anchor": "",
        "guideline": "",
        "excerpt": "casewright: 1\n            ^",
        "fix": False,
        "waivable": False,
    }


def test_a_refusal_shows_no_line_of_the_source_and_cannot_be_set_aside(workspace: Workspace, result: Result) -> None:
    row = told(workspace, result, SECRET.at(Location(PROSE, 1, 3), "a name stands here"))
    assert (row["excerpt"], row["waivable"]) == ("", False)


def test_what_keeps_a_file_from_being_read_is_shown_below_the_line_above_it(
    workspace: Workspace, result: Result
) -> None:
    facts = workspace.root / YAML
    facts.write_text("patient:\n  age: 44 years\n   sex: female\n", encoding="utf-8")
    row = told(workspace, result, STUCK.at(Location(YAML, 3, 7), "this does not fit here"))
    assert row["excerpt"] == "  age: 44 years\n   sex: female\n      ^"
    facts.write_text(f"patient:\n  age: {'4' * 200}\n   sex: female\n", encoding="utf-8")
    row = told(workspace, result, STUCK.at(Location(YAML, 3, 7), "this does not fit here"))
    assert row["excerpt"] == "sex: female\n   ^"


def test_a_case_that_could_never_be_built_shows_no_page_unless_an_earlier_run_left_one(workspace: Workspace) -> None:
    draft = Draft("mycase", standing=Standing.STOPPED, shown=True)
    row = state_of(draft, View(), workspace)["draft"]
    assert isinstance(row, dict)
    assert (row["shown"], row["stale"]) == (False, False)
    earlier = workspace.build / "mycase" / "mycase.html"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("<!DOCTYPE html>", encoding="utf-8")
    row = state_of(draft, View(), workspace)["draft"]
    assert isinstance(row, dict)
    assert (row["shown"], row["stale"]) == (True, True)


@pytest.mark.parametrize("where", [Location(""), Location("cases/gone.md", 3, 1), Location(PROSE, 9999, 1)])
def test_a_place_that_is_not_there_has_no_excerpt(workspace: Workspace, result: Result, where: Location) -> None:
    assert told(workspace, result, BAD.at(where, "?"))["excerpt"] == ""


@pytest.mark.parametrize(("of", "may"), [(KNOWN_AFTER_ALL, True), (BAD, False), (SECRET, False)])
def test_a_warning_can_be_set_aside(workspace: Workspace, result: Result, of: Rule, may: bool) -> None:
    assert told(workspace, result, of.at(Location(YAML, 4), "x"))["waivable"] is may


def test_what_can_be_mended_mechanically_says_so(workspace: Workspace, result: Result) -> None:
    finding = replace(BAD.at(Location(YAML, 4), "wrong"), edits=(Edit(Location(YAML, 4, 1, 4), "case", "Case"),))
    assert told(workspace, result, finding)["fix"] is True


def test_a_finding_names_the_item_that_asks_for_it(workspace: Workspace, result: Result) -> None:
    check = Check(id="care.7.x", kind="none", rules=("test-state-warning",), fix="Do it.")
    item = Item(id="7", topic="Timeline", requirement="A timeline.", checks=(check,))
    result.checklists = (Checklist("care-2013", Guideline(title="CARE"), (Answer(item, State.WEAK),)),)
    assert told(workspace, result, ODD.at(Location(YAML, 4), "odd"))["guideline"] == "care-2013 7"
    assert told(workspace, result, BAD.at(Location(YAML, 4), "bad"))["guideline"] == ""


def test_the_gravest_come_first_and_each_once() -> None:
    warning, error = ODD.at(Location(YAML, 1), "a"), BAD.at(Location(YAML, 9), "b")
    assert list(found([warning, error, warning]).values()) == [error, warning]


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        (BAD.at(Location(YAML, 3, 1, 1, "history.x"), "a"), BAD.at(Location(YAML, 8, 5, 1, "history.x"), "b"), True),
        (BAD.at(Location(PROSE, 3), "a", quote="smith"), BAD.at(Location(PROSE, 9), "a", quote="smith"), True),
        (BAD.at(Location(PROSE, 3), "a", quote="smith"), BAD.at(Location(PROSE, 3), "a", quote="jones"), False),
        (BAD.at(Location(PROSE, 3), "a"), BAD.at(Location(YAML, 3), "a"), False),
        (BAD.at(Location(PROSE, 3), "a"), ODD.at(Location(PROSE, 3), "a"), False),
        # What must not be shown around is not told by a digest either.
        (SECRET.at(Location(PROSE, 3), "a", quote="Ann"), SECRET.at(Location(PROSE, 3), "a", quote="Bob"), True),
    ],
)
def test_a_key_stays_while_lines_move(before: Finding, after: Finding, is_same: bool) -> None:
    assert (list(found([before])) == list(found([after]))) is is_same


def test_of_findings_alike_each_has_its_key() -> None:
    twice = [BAD.at(Location(PROSE, line), "a", quote="smith") for line in (3, 7)]
    assert len(found(twice)) == 2


def test_what_was_set_aside_tells_by_whom_and_why(workspace: Workspace, result: Result) -> None:
    finding = ODD.at(Location(YAML, 4), "odd")
    result.waived = [(finding, Waiver(ODD.id, "seen", "Ada Example", "2026-11-23", Location(YAML)))]
    shown = state(workspace, result)
    row = shown["waived"][0]
    assert (row["message"], row["by"], row["because"]) == ("odd", "Ada Example", "seen")
    assert shown["findings"] == []


# --- places in the page -----------------------------------------------------------------------------

PAGE = b"""<p id="at-narrative-7-1">a <span data-origin="at-narrative-7-20">b</span></p><p id="at-narrative-9-1">c</p>
<figure id="fig-mri" data-origin="at-case-30-3"></figure><li id="ref-rund2005"></li><p id="at-case-12-5"></p>"""


@pytest.mark.parametrize(
    ("where", "quote", "anchor"),
    [
        (Location(PROSE, 7, 20), "", "at-narrative-7-20"),
        (Location(PROSE, 8, 3), "", "at-narrative-7-20"),
        (Location(PROSE, 9, 40), "", "at-narrative-9-1"),
        (Location(PROSE, 5, 1), "", ""),
        (Location(PROSE), "", ""),
        (Location(YAML, 12, 40), "", "at-case-12-5"),
        (Location(YAML, 31, 9, 1, "figures.fig-mri.panels.0.alt"), "", "fig-mri"),
        (Location(YAML, 31, 9, 1, "patient.age"), "", ""),
        (Location("bibliography/library.bib", 40, 1), "rund2005", "ref-rund2005"),
        (Location("bibliography/library.bib", 40, 1), "other", ""),
    ],
)
def test_a_finding_is_shown_at_what_is_printed_nearest(where: Location, quote: str, anchor: str) -> None:
    assert Anchors(PAGE).of(BAD.at(where, "x", quote=quote), None) == anchor


def test_what_stands_before_all_else_is_the_title() -> None:
    page = PAGE + b'<main id="page-content"></main>'
    assert Anchors(page).of(BAD.at(Location(PROSE, 1, 3), "x"), None) == "page-content"
    assert Anchors(page).of(BAD.at(Location(PROSE), "x"), None) == ""


def test_what_a_field_says_is_shown_where_the_field_is_printed(workspace: Workspace, result: Result) -> None:
    assert result.case
    where = result.case.sources.value("authors", 0, "given")
    row = told(workspace, result, BAD.at(where, "x"))
    assert row["anchor"] == result.case.sources.values["authors", 0].anchor


# --- checklists, numbers, choices -------------------------------------------------------------------


def test_a_checklist_is_told_item_by_item_and_never_as_a_score(workspace: Workspace, result: Result) -> None:
    evidence = Evidence("at-narrative-5-1", Location(PROSE, 5, 1), "Abstract, paragraph 1", "Say …", "Say it", False)
    lack = Lack("care.1.x", "it lacks x", "Add x.", Location(YAML, 4, 1))
    one = Answer(Item(id="1", topic="Title", requirement="A title."), State.WEAK, (evidence,), (lack,))
    said = Confirmation(Confirmed.CONFIRMED, "Ada Example", "2026-11-23")
    two = Answer(Item(id="2", topic="Key words", requirement="Words."), State.FOUND, confirmation=said)
    result.checklists = (Checklist("care-2013", Guideline(title="CARE", of=30), (one, two)),)
    (list_,) = state(workspace, result)["checklists"]
    assert (list_["of"], list_["confirmed"]) == ("2 of 30", 1)
    assert {name: number for name, number in list_["counts"].items() if number} == {"weak": 1, "found": 1}
    assert [item["state"] for item in list_["items"]] == ["weak", "found"]
    (shown,) = list_["items"][0]["evidence"]
    assert (shown["anchor"], shown["where"]) == ("at-narrative-5-1", "Abstract, paragraph 1")
    assert (shown["excerpt"], shown["strong"], shown["line"]) == ("Say …", False, 5)
    assert list_["items"][0]["lacks"][0]["message"] == "it lacks x"
    assert list_["items"][1]["confirmation"] == {"state": "confirmed", "by": "Ada Example", "on": "2026-11-23"}
    assert not [word for word in json.dumps(list_) if word == "%"]
    draft = Draft("mycase", standing=Standing.WRITTEN, result=result)
    assert summary(draft)["open"] == 1


def test_numbers_of_the_manuscript(workspace: Workspace, result: Result) -> None:
    told_ = state(workspace, result)["progress"]
    assert (told_["references"], told_["figures"], told_["tables"]) == (1, 1, 0)
    words = {row["part"]: row["count"] for row in told_["words"]}
    assert 0 < words["abstract"] < words["text"]


def test_another_journal_tells_what_it_would_change(workspace: Workspace) -> None:
    def draft(view: View) -> Draft:
        result = make_case(workspace, "mycase", replace(view.wishes, writers=("html",)))
        return Draft("mycase", view, Standing.WRITTEN, tuple(result.findings), result=result, shown=True)

    plain, bmj = draft(View()), draft(View(journal="bmj-case-reports"))
    assert retargeted(plain, plain) is None
    cost = json.loads(json.dumps(retargeted(plain, bmj)))
    assert cost["journal"] == "BMJ Case Reports"
    keys = found(bmj.findings)
    assert cost["comes"]
    assert {keys[row["key"]].message for row in cost["comes"]} == {row["message"] for row in cost["comes"]}
    assert not {row["message"] for row in cost["comes"]} & {finding.message for finding in plain.findings}
    assert cost["to_settle"]
    assert retargeted(replace(plain, result=None), bmj) is None


def test_a_case_that_could_not_be_read_has_no_numbers(workspace: Workspace) -> None:
    shown = state(workspace, Result("mycase"))
    assert (shown["progress"], shown["title"], shown["checklists"]) == (None, "", [])
    assert state_of(Draft("mycase"), View(), workspace)["progress"] is None


def test_what_can_be_chosen_is_there_and_nothing_else(workspace: Workspace, result: Result) -> None:
    offered = switches(workspace, View(style="nejm"), result)
    assert offered["journals"][0] == ("default", "No journal in particular")  # type: ignore[index]  # a list
    assert ("jmcr", "Journal of Medical Case Reports") in offered["journals"]  # type: ignore[operator]  # a list
    assert ("es", "Español") in offered["languages"]  # type: ignore[operator]  # a list
    assert offered["guidelines"] == [(name, guideline.title) for name, guideline in guidelines(workspace)]
    assert offered["chosen"] == {"style": "nejm"}
    assert offered["own"] == {"journal": "default", "language": "en", "guidelines": ["care-2013"]}


def test_the_guidelines_of_a_case_are_its_own_whatever_is_looked_at(workspace: Workspace) -> None:
    facts = workspace.cases / "mycase" / "case.yaml"
    facts.write_text(facts.read_text("utf-8") + "guidelines: [care-2013, scare-2023]\n", "utf-8")
    view = View(guideline="hom-case-2016")
    offered = switches(workspace, view, check_case(workspace, "mycase", view.wishes))
    assert offered["chosen"] == {"guideline": "hom-case-2016"}
    assert offered["own"]["guidelines"] == ["care-2013", "scare-2023"]  # type: ignore[index]  # a mapping
    assert switches(workspace, view, None)["own"]["guidelines"] == []  # type: ignore[index]  # a mapping


# --- views and addresses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "view", "back"),
    [
        ({}, View(), ""),
        (
            {"journal": "jmcr", "layout": "manuscript"},
            View("jmcr", layout="manuscript"),
            "journal=jmcr&layout=manuscript",
        ),
        ({"layout": "article"}, View(), ""),
        ({"layout": "sideways", "tab": "pdf", "v": "1"}, View(), ""),
        ({"style": "a b&c"}, View(style="a b&c"), "style=a+b%26c"),
        ({"journal": "x" * 500}, View("x" * 100), f"journal={'x' * 100}"),
    ],
)
def test_a_view_is_what_an_address_asks_for(query: dict[str, str], view: View, back: str) -> None:
    assert View.of(query) == view
    assert view.query == back


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="figures/a.png">', '<img src="/top/figures/a.png?v=8de1f7cbcd0a1a1c">'),
        ('<img src="figures/b.png">', '<img src="figures/b.png">'),
        ('<a href="https://doi.org/figures/a.png">', '<a href="https://doi.org/figures/a.png">'),
        ('<p title="figures/a.png">src="figures/a.png"</p>', '<p title="figures/a.png">src="figures/a.png"</p>'),
        ('<script src="assets/page.js"></script><p>', "<p>"),
        ('<button type="button" autofocus>', '<button type="button">'),
    ],
)
def test_addresses_tell_the_content_of_what_the_writer_made(html: str, expected: str) -> None:
    shown = addressed(html.encode(), {"figures/a.png": b"a"}, "/top/", "").decode()
    digest = shown.partition("?v=")[2][:16]
    assert shown == expected.replace("8de1f7cbcd0a1a1c", digest)
    assert addressed(html.encode(), {"figures/a.png": b"b"}, "/top/", "").decode() != shown or not digest


# --- news -------------------------------------------------------------------------------------------


def heard(tell: Callable[[News], None]) -> list[dict[str, str]]:
    """What a page is told that listens from before `tell` until the news are closed."""

    async def run() -> list[dict[str, str]]:
        told_ = News()
        stream = told_.stream()
        await anext(stream)
        tell(told_)
        lines = []
        async with asyncio.timeout(5):
            async for line in stream:
                lines.append(json.loads(line.removeprefix("data: ")))
                told_.close()
        return lines

    return asyncio.run(run())


def test_of_news_of_one_kind_the_latest_is_told() -> None:
    def tell(told_: News) -> None:
        for version in range(1000):
            told_.tell("mycase", "draft", str(version))
            told_.tell("mycase", "findings", str(version))
        told_.tell("mycase", "draft", "x", "journal=jmcr")

    assert [(line["part"], line["version"], line["view"]) for line in heard(tell)] == [
        ("draft", "999", ""),
        ("findings", "999", ""),
        ("draft", "x", "journal=jmcr"),
    ]


def test_news_of_a_draft_bring_the_page_as_it_is_then() -> None:
    pages = {("mycase", "", "2"): "<p>Okapi</p>"}

    async def run() -> list[dict[str, str]]:
        told_ = News()
        stream = told_.stream(lambda *asked: pages.get(asked))
        await anext(stream)
        for part, version in (("draft", "2"), ("findings", "2")):
            told_.tell("mycase", part, version)
        told_.tell("another", "draft", "2")
        return [json.loads((await anext(stream)).removeprefix("data: ")) for _ in range(3)]

    assert [(line["case"], line["part"], line.get("page")) for line in asyncio.run(run())] == [
        ("mycase", "draft", "<p>Okapi</p>"),
        ("mycase", "findings", None),
        ("another", "draft", None),
    ]


def test_a_line_that_is_silent_says_that_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "HEARTBEAT", 0.01)

    async def run() -> str:
        stream = News().stream()
        await anext(stream)
        return await anext(stream)

    assert asyncio.run(run()).startswith(":")
