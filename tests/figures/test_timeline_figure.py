"""The timeline as a drawing: the same events as its table, nothing over anything else, letters that can be read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.facts.timeline import one_by_one, timeline
from pipeline.figures import DRAWINGS, plotting
from pipeline.figures.drawn import Drawn, Request
from pipeline.figures.timeline_plan import Bar, Label, Mark, Planner, shortened
from pipeline.figures.timeline_sheets import Sheet, planned
from pipeline.findings import Finding
from pipeline.manuscript import Image
from pipeline.tabulating.timeline import grouped, named
from tests.resolving.made import WORDS, case

FACTS = """
history: {medical: [{what: asthma, from: 9 years before}, {what: splenectomy, at: before}]}
patient: {concerns: [{what: itchy rash, from: day -3}]}
examination: [{what: fever, at: day 0}, {what: rash, at: day 0}]
tests: {alt: {name: ALT, unit: U/L, range: <35, results: {day 0: 88, day 12: 912.5}}}
treatments:
  lamotrigine: {dose: 100 mg daily, from: day -38, to: day 2}
  prednisolone: {from: day 1, changes: [{at: week 2, what: 20 mg}, {at: week 8, what: 5 mg}]}
diagnoses: {final: [{what: DRESS, at: about day 6}]}
events: {days 3–7: in hospital}
outcomes: [{what: liver, value: normal, at: 3 months}]
adverse_events: [{what: nausea, from: week 1, to: week 2}]
"""
MANY = "examination:\n" + "".join(f"  - {{what: finding number {n} of this patient, at: day {n}}}\n" for n in range(90))


def drawn(facts: str, more: str = "") -> tuple[Drawn | None, list[Finding]]:
    wanted = case(facts=f"figures: {{fig-t: {{title: T, shows: timeline{more}}}}}\n{facts}")
    return DRAWINGS["timeline"](Request(wanted, "fig-t", wanted.facts.figures["fig-t"], WORDS))


def picture(facts: str) -> Drawn:
    made, findings = drawn(facts)
    assert made is not None
    assert findings == []
    return made


def plain(text: str) -> str:
    return "".join(text.split()).replace("·", "")


def read(image: Image) -> str:
    """All words of a drawing in their order, without blanks."""
    root = etree.fromstring(image.data)
    return plain("".join("".join(map(str, text.itertext())) for text in root.iter("{*}text")))


def test_both_drawings_and_the_table_hold_the_same_events() -> None:
    made = picture(FACTS)
    events = timeline(case(facts=FACTS))
    every = one_by_one(events)
    assert len(every) == 14
    cells = plain("".join(getattr(node, "text", "") for row in made.description.rows for node in row[1].children))
    for event in every:
        for place in (read(made.image), read(made.narrow)):
            assert plain(shortened(named(event, WORDS))) in place or plain(event.what) in place
        assert plain(event.what).casefold() in cells.casefold()
    assert len(made.description.rows) == len(list(grouped(every, WORDS, "en")))
    for when, _ in grouped(every, WORDS, "en"):
        assert plain(when) in read(made.image)
        assert plain(when) in read(made.narrow)


def test_a_list_for_phones_begins_its_lines_with_capitals() -> None:
    assert "Prednisolone:20mg" in read(picture(FACTS).narrow)


def test_what_is_in_another_kind_is_not_drawn() -> None:
    made, findings = drawn(FACTS, ", of: [outcomes]")
    assert findings == []
    assert made is not None
    assert "Liver:normal" in read(made.image)
    assert "DRESS" not in read(made.image) + read(made.narrow)


def test_the_alternative_text_tells_the_course() -> None:
    assert picture(FACTS).alt == (
        "Timeline of 14 events, 9 years before to 3 months. Presentation, from day −3: Itchy rash; "
        "Diagnosis, about day 6: DRESS; Adverse event, week 1 to week 2: Nausea; Outcome, 3 months: Liver: normal."
    )


def test_letters_can_be_read() -> None:
    made = picture(FACTS)
    for image, millimetres, points in ((made.image, plotting.WIDE, 7.0), (made.narrow, plotting.NARROW, 9.0)):
        root = etree.fromstring(image.data)
        across = float(root.get("viewBox", "").split()[2])
        sizes = [float(text.get("font-size", "").removesuffix("px")) for text in root.iter("{*}text")]
        assert min(sizes) * millimetres / 25.4 * 72 / across >= points - 0.01
    assert made.narrow.width <= 330


def test_the_same_facts_give_the_same_bytes() -> None:
    one, other = picture(FACTS), picture(FACTS)
    assert (one.image.data, one.narrow.data) == (other.image.data, other.narrow.data)
    assert not re.search(rb"<(script|metadata|image)\b", one.image.data)


def test_no_name_of_a_kind_is_torn_within_a_word() -> None:
    long = {**WORDS, "timeline_lane_adverse_events": "Acontecimiento adverso"}
    wanted = case(facts=f"figures: {{fig-t: {{title: T, shows: timeline}}}}\n{FACTS}")
    made, _ = DRAWINGS["timeline"](Request(wanted, "fig-t", wanted.facts.figures["fig-t"], long))
    assert made is not None
    root = etree.fromstring(made.image.data)
    assert {"Acontecimiento", "adverso"} <= {
        "".join(str(t) for t in e.itertext()).strip() for e in root.iter("{*}text")
    }


def test_a_broken_axis_says_so() -> None:
    assert plain(WORDS["timeline_scale"]) in read(picture(FACTS).image)
    assert plain(WORDS["timeline_scale"]) not in read(picture("events: {day 0: seen, day 9: well}").image)


def test_what_a_point_at_the_end_of_a_bar_means_is_said_where_there_is_one() -> None:
    assert plain(WORDS["timeline_ongoing"]) in read(picture(FACTS).image)
    ended = "treatments: {aspirin: {from: day 1, to: day 9}}"
    assert plain(WORDS["timeline_ongoing"]) not in read(picture(ended).image)


@pytest.mark.parametrize(
    ("facts", "more", "rule"),
    [
        ("examination: [fever]", "", "timeline-empty"),
        ("events: {day 0: seen}", ", of: event", "timeline-of"),
        (MANY, "", "timeline-too-tall"),
    ],
)
def test_what_an_author_is_told(facts: str, more: str, rule: str) -> None:
    _, (finding,) = drawn(facts, more)
    assert finding.rule.id == rule
    assert finding.where.line == 2
    assert finding.hint


def test_thirty_events_fit_on_a_page() -> None:
    made = picture(MANY.rsplit("  - {what: finding number 35", 1)[0])
    assert len(made.description.rows) == 35
    assert made.image.height * 25.4 / 96 <= plotting.TALLEST


TIMES = st.sampled_from(("before", "20 years before", "month -2", "day -3", "day 0", "about day 4", "day 5", "month 7"))
WHAT = st.sampled_from(("fever", "a rash on arms and trunk", "a long story of many words " * 4, "x" * 90))


def entries(key: str) -> st.SearchStrategy[list[dict[str, str]]]:
    return st.lists(st.fixed_dictionaries({"what": WHAT, key: TIMES}), max_size=7)


SPANS = st.lists(
    st.fixed_dictionaries({"what": WHAT, "from": st.just("about 20 years before"), "to": TIMES}), max_size=3
)
COURSES = st.fixed_dictionaries(
    {
        "examination": entries("at"),
        "adverse_events": entries("from"),
        "history": st.fixed_dictionaries({"medical": entries("to"), "earlier_treatments": SPANS}),
        "treatments": st.dictionaries(
            st.sampled_from("abc"), st.fixed_dictionaries({"from": TIMES, "dose": WHAT, "changes": entries("at")})
        ),
    }
)


def plan(facts: str) -> Planner:
    with plotting.sheet(plotting.WIDE, 50.0):
        return planned(Sheet("fig-t", timeline(case(facts=facts)), WORDS, "en"))


def boxes(planner: Planner) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of all words, marks and bars but the changes, which stand on their bars."""
    found = []
    for mark in (mark for row in planner.rows for mark in row.marks):
        found += [box(label) for label in labels(mark)]
        if isinstance(mark, Bar):
            found.append((mark.left, mark.y - 0.9, mark.right, mark.y + 0.9))
        else:
            found.append((mark.x - 0.7, mark.y - 0.7, mark.x + 0.7, mark.y + 0.7))
    return found


def labels(mark: Mark | Bar) -> list[Label]:
    return [mark.label, *(change.label for change in (mark.changes if isinstance(mark, Bar) else ()))]


def box(label: Label) -> tuple[float, float, float, float]:
    return label.x, label.y, label.right, label.y + label.height


@settings(max_examples=25, deadline=None)
@given(COURSES)
def test_nothing_is_drawn_over_anything_else(facts: dict[str, object]) -> None:
    planner = plan("".join(f"{key}: {json.dumps(value)}\n" for key, value in facts.items()))
    found = boxes(planner)
    for one, other in combinations(found, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        assert across <= 0.01 or down <= 0.01, (one, other)
    assert all(left >= 0 and right <= plotting.WIDE for left, _, right, _ in found)


def test_only_drawing_loads_what_draws() -> None:
    code = "import sys, pipeline.build; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
