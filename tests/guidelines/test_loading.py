"""Guidelines from their files: extended, changed by a journal, and every mistake told at its own line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import pipeline.build  # noqa: F401 - so that all rules are known
from pipeline.findings import Location
from pipeline.guidelines.guideline import CheckOverride, Guideline, Item, Override
from pipeline.guidelines.loading import lineage, load_guideline
from pipeline.workspace import Workspace

HERE = Location("case.yaml", 3, 14)
BASE = """title: Base
of: 2
items:
  - id: '1'
    topic: Title
    requirement: Say it.
    fields: [keywords]
    evidence: [{kind: title}]
    checks:
      - {id: base.1.count, kind: count, of: [keywords], least: 2, most: 5, fix: Write some.}
  - id: '2'
    topic: Text
    requirement: Write it.
    not_applicable: with a reason
    evidence: [{kind: part, of: discussion}]
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Mapping[str, str]], Workspace]:
    def made(files: Mapping[str, str]) -> Workspace:
        folder = tmp_path / "templates" / "guidelines"
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return Workspace(tmp_path)

    return made


def by_id(guideline: Guideline | None) -> dict[str, Item]:
    assert guideline is not None
    return {item.id: item for item in guideline.items}


Write = Callable[[Mapping[str, str]], Workspace]


def test_a_guideline_is_one_file(write: Write) -> None:
    guideline, findings = load_guideline(write({"base": BASE}), "base", HERE)
    assert findings == []
    assert list(by_id(guideline)) == ["1", "2"]


def test_an_extension_adds_changes_and_sets_aside(write: Write) -> None:
    ours = """title: Ours
extends: base
override:
  '1':
    requirement: Say it twice.
    checks: {base.1.count: {most: 8}}
    add: [{id: ours.1.used, kind: keywords-used, fix: Use them.}]
  '2': {not_applicable: never}
add:
  - {id: '3', topic: Figures, requirement: Show one., evidence: [{kind: figure}]}
"""
    workspace = write({"base": BASE, "ours": ours})
    guideline, findings = load_guideline(workspace, "ours", HERE)
    assert findings == []
    items = by_id(guideline)
    assert [(item.id, item.requirement, item.not_applicable) for item in items.values()] == [
        ("1", "Say it twice.", "never"),
        ("2", "Write it.", "never"),
        ("3", "Show one.", "never"),
    ]
    assert [(check.id, check.least, check.most) for check in items["1"].checks] == [
        ("base.1.count", 2, 8),
        ("ours.1.used", None, None),
    ]
    assert guideline is not None
    assert (guideline.title, guideline.of) == ("Ours", 3)
    assert lineage(workspace, "ours") == ["ours", "base"]


def test_a_journal_has_the_last_word(write: Write) -> None:
    ours = "title: Ours\nextends: base\noverride: {'1': {topic: Heading, checks: {base.1.count: {most: 8}}}}\n"
    change = Override(checks={"base.1.count": CheckOverride(most=10, skip="this journal takes no keywords")})
    workspace = write({"base": BASE, "ours": ours})
    guideline, findings = load_guideline(workspace, "ours", HERE, [("templates/journals/j.yaml", {"1": change})])
    assert findings == []
    (check,) = by_id(guideline)["1"].checks
    assert (by_id(guideline)["1"].topic, check.most, check.skip) == ("Heading", 10, "this journal takes no keywords")


def test_a_journal_that_changes_what_is_not_there(write: Write) -> None:
    _, (finding,) = load_guideline(
        write({"base": BASE}), "base", HERE, [("templates/journals/j.yaml", {"12": Override(topic="x")})]
    )
    assert (finding.where.file, finding.rule.id) == ("templates/journals/j.yaml", "guideline-overrides-nothing")


def test_a_file_of_the_same_name_extends_the_shipped_one(write: Write) -> None:
    own = "title: Ours\nextends: care-2013\noverride: {'12': {topic: Voice}}\n"
    guideline, findings = load_guideline(write({"care-2013": own}), "care-2013", HERE)
    assert findings == []
    assert by_id(guideline)["12"].topic == "Voice"
    assert len(by_id(guideline)) == 30


def test_items_of_care_can_be_marked_in_the_text_and_those_of_others_cannot(write: Write) -> None:
    care, _ = load_guideline(Workspace(Path()), "care-2013", HERE)
    assert {item.evidence[0].kind for item in by_id(care).values()} == {"marked"}
    other, _ = load_guideline(write({"base": BASE}), "base", HERE)
    assert "marked" not in {wanted.kind for item in by_id(other).values() for wanted in item.evidence}


def test_what_answers_an_item_of_care_answers_who_names_it(write: Write) -> None:
    text = "title: T\nitems: [{id: A, topic: T, requirement: R, evidence: [{kind: care, of: [5b]}]}]\n"
    guideline, findings = load_guideline(write({"other": text}), "other", HERE)
    care, _ = load_guideline(Workspace(Path()), "care-2013", HERE)
    assert findings == []
    theirs = [wanted.kind for wanted in by_id(care)["5b"].evidence if wanted.kind != "marked"]
    assert [wanted.kind for wanted in by_id(guideline)["A"].evidence] == ["care", *theirs]
    assert theirs


def one_item(more: str) -> str:
    return f"title: T\nitems:\n  - {{id: '1', topic: T, requirement: R, {more}}}\n"


def one_check(kind: str) -> str:
    return one_item(f"evidence: [{{kind: title}}], checks: [{{id: c, fix: F, kind: {kind}}}]")


@pytest.mark.parametrize(
    ("text", "word", "rule", "hint"),
    [
        (one_item("evidence: [{kind: pharse}]"), "pharse", "guideline-unknown-kind", "did you mean `phrase`?"),
        (one_check("cuont"), "cuont", "guideline-unknown-kind", "did you mean `count`?"),
        (
            one_item("evidence: [{kind: title}], fields: [patient.concern]"),
            "patient.concern]",
            "guideline-unknown-field",
            "did you mean `concerns`?",
        ),
        (
            one_item("evidence: [{kind: fact, of: [tests.*.reslts]}]"),
            "tests.*.reslts",
            "guideline-unknown-field",
            "did you mean `results`?",
        ),
        (
            one_check("count, of: [keyword]"),
            "keyword]",
            "guideline-unknown-field",
            "did you mean `keywords`?",
        ),
        (
            one_item("evidence: [{kind: part, of: diskussion}]"),
            "diskussion",
            "guideline-unknown-part",
            "did you mean `discussion`?",
        ),
        (
            one_item("evidence: [{kind: phrase, within: [abstract.lessons], phrases: {en: [a]}}]"),
            "abstract.lessons",
            "guideline-unknown-part",
            "known here: ",
        ),
        (
            one_check("findings, rules: [timeline-emty]"),
            "timeline-emty",
            "guideline-unknown-rule",
            "did you mean `timeline-empty`?",
        ),
        (one_item("fields: [keywords]"), "{id", "guideline-item-never-found", "known here: care, "),
        (
            one_item("evidence: [{kind: title}]")
            + "  - {id: '1', topic: T, requirement: R, evidence: [{kind: title}]}\n",
            "1'",
            "guideline-id-twice",
            "",
        ),
        (
            "title: T\nextends: base\noverride: {'11': {topic: x}}\n",
            "11'",
            "guideline-overrides-nothing",
            "did you mean `1`?",
        ),
        (
            "title: T\nextends: base\noverride: {'1': {checks: {base.1.cuont: {least: 1}}}}\n",
            "base.1.cuont",
            "guideline-overrides-nothing",
            "did you mean `base.1.count`?",
        ),
        ("title: T\nextends: bsae\n", "bsae", "unknown-guideline", "did you mean `base`?"),
        ("title: T\nextends: mine\n", "mine", "guideline-extends-itself", "take `extends` out"),
        (one_item("evidence: [{of: [keywords]}]"), "{of", "missing-key", "add a line: kind: …"),
        ("title: T\nitmes: []\n", "itmes", "unknown-key", "did you mean `items`?"),
        (
            one_item("evidence: [{kind: care, of: [5z]}]"),
            "5z",
            "guideline-overrides-nothing",
            "known here: 1, 2, 3a",
        ),
    ],
)
def test_a_mistake_is_told_at_its_own_line(write: Write, text: str, word: str, rule: str, hint: str) -> None:
    _, findings = load_guideline(write({"base": BASE, "mine": text}), "mine", HERE)
    lines = text[: text.rindex(word)].split("\n")
    place = f"templates/guidelines/mine.yaml:{len(lines)}:{len(lines[-1]) + 1}"
    assert [(finding.rule.id, str(finding.where)) for finding in findings] == [(rule, place)]
    assert hint in findings[0].hint
    assert findings[0].rule.fix


def test_a_circle_names_its_chain(write: Write) -> None:
    files = {"a": "title: A\nextends: b\n", "b": "title: B\nextends: c\n", "c": "title: C\nextends: a\n"}
    guideline, (finding,) = load_guideline(write(files), "a", HERE)
    assert finding.message == "these guidelines extend each other in a circle: a → b → c → a"
    assert str(finding.where) == "templates/guidelines/c.yaml:2:10"
    assert guideline is None


@pytest.mark.parametrize(
    ("name", "hint"), [("care-2031", "did you mean `care-2013`?"), ("../../etc/passwd", "known here: "), ("x", "known")]
)
def test_a_guideline_that_is_not_there(name: str, hint: str) -> None:
    guideline, (finding,) = load_guideline(Workspace(Path()), name, HERE)
    assert guideline is None
    assert (finding.rule.id, finding.where) == ("unknown-guideline", HERE)
    assert hint in finding.hint


def test_what_can_be_used_of_a_broken_file_is_used(write: Write) -> None:
    text = BASE.replace("kind: count", "kind: cuont").replace("topic: Text", "colour: red\n    topic: Text")
    guideline, findings = load_guideline(write({"base": text}), "base", HERE)
    assert sorted(finding.rule.id for finding in findings) == ["guideline-unknown-kind", "unknown-key"]
    assert list(by_id(guideline)) == ["1", "2"]
    assert by_id(guideline)["1"].checks == ()


def test_a_file_that_is_not_yaml(write: Write) -> None:
    guideline, findings = load_guideline(write({"base": "items: [{id: 1\n"}), "base", HERE)
    assert guideline is None
    assert [(finding.rule.id, finding.severity) for finding in findings] == [("not-yaml", "error")]


@pytest.mark.parametrize("name", sorted(path.stem for path in Path("templates/guidelines").glob("*.yaml")))
def test_every_shipped_guideline_is_sound(name: str) -> None:
    guideline, findings = load_guideline(Workspace(Path()), name, HERE)
    assert findings == []
    assert guideline is not None
    assert guideline.items


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("evidence: [{kind: phrase}]", "the kind `phrase` asks nothing without `phrases`"),
        ("evidence: [{kind: phrase, phrases: {en: ['*']}}]", "`*` holds no word"),
        ("checks: [{id: c, kind: stated, fix: f}]", "the kind `stated` asks nothing without `of`"),
        ("checks: [{id: c, kind: complete, needs: [units], fix: f}]", "the kind `complete` cannot look for `units`"),
    ],
)
def test_what_asks_nothing_is_told_and_left_out(write: Write, asked: str, message: str) -> None:
    text = f"title: Ours\nextends: care-2013\nadd: [{{id: x, topic: T, requirement: R, {asked}}}]\n"
    guideline, findings = load_guideline(write({"ours": text}), "ours", HERE)
    assert [(finding.rule.id, finding.message) for finding in findings] == [("guideline-asks-nothing", message)]
    assert by_id(guideline)["x"].checks == ()


def test_what_each_kind_needs_is_enough(write: Write) -> None:
    checks = "[{id: c, kind: complete, needs: [unit], fix: f}, {id: d, kind: stated, of: [events], fix: f}]"
    text = f"title: Ours\nextends: care-2013\nadd: [{{id: x, topic: T, requirement: R, checks: {checks}}}]\n"
    guideline, findings = load_guideline(write({"ours": text}), "ours", HERE)
    assert findings == []
    assert len(by_id(guideline)["x"].checks) == 2


def test_a_guideline_without_items_is_none(write: Write) -> None:
    guideline, findings = load_guideline(write({"ours": "title: Ours\n"}), "ours", HERE)
    assert guideline is None
    assert [finding.message for finding in findings] == ["this guideline has no items"]
