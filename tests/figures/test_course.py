"""The course of tests and treatments: what is drawn, what is said of it, and that figure and table say the same."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pipeline.case import Case
from pipeline.figures.course import draw
from pipeline.figures.course_plan import Dose, Plan, Plot, plan_of
from pipeline.figures.course_plots import labelled
from pipeline.figures.course_scale import scale_of
from pipeline.figures.drawn import Drawn, Request
from pipeline.findings import Finding, Location
from pipeline.labels import load_labels
from pipeline.manuscript import Image
from pipeline.reading.inline_nodes import plain_text
from pipeline.workspace import Workspace
from tests.resolving import made

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"

TESTS = """tests:
  haemoglobin:
    {name: Haemoglobin, unit: g/dL, range: 12.0–15.0, results: {day 0: 6.8, week 2: 9.8, week 16: 11.1, week 52: 10.0}}
  ferritin: {name: Ferritin, unit: µg/L, range: 15–200, results: {day 0: 3420, week 12: not done, week 52: 1840}}
  crp: {name: CRP, unit: mg/L, range: <5, critical: ">300", results: {day -3: 12, day 0: 412, day 2: 60, day 9: <5}}
  load: {name: Viral load, unit: copies/mL, results: {day 0: 2500000, day 7: 800, day 14: <20}}
  culture:
    {name: Blood culture, range: no growth,
     results: {day 0: S. aureus, day 2: S. aureus, day 5: pending, day 7: no growth}}
  titre: {name: Titre, results: {day 0: "<1:20", day 7: "1:160", day 14: "1:640"}}
  grade: {name: Hip flexion, results: {day 0: 2/5, day 7: 3/5, day 14: 4+/5}}
  once: {name: LDH, unit: U/L, results: {day 0: 388}}
  told: {name: Smear, results: {day 0: a, day 1: b, day 2: c, day 3: d, day 4: e, day 5: f}}
  mri: {name: MRI, at: day 1, finding: normal}
"""
TREATMENTS = """treatments:
  hydroxyurea:
    dose: 500 mg oral daily
    from: week 1
    changes:
      - {at: week 5, what: "750 mg daily (500 and 1000 mg on alternate days)"}
      - {at: week 9, what: 0 mg (stopped)}
      - {at: week 13, what: 500 mg daily}
  deferasirox: {name: Deferasirox, dose: 720 mg oral daily, from: before, to: week 12}
  splenectomy: {kind: surgery, at: week 4}
  rest: {dose: in bed}
  laminectomy: {considered_only: true, from: week 1, because: too risky}
"""


def case(more: str = "", of: str = "haemoglobin, ferritin", treatments: str = "") -> Case:
    figure = f"figures:\n  fig-x: {{title: The *course*, shows: course, of: [{of}], treatments: [{treatments}]}}\n"
    return made.case(facts=TESTS + TREATMENTS + more + figure)


def request(case: Case, language: str = "en") -> Request:
    words = load_labels(Workspace(ROOT), language, Location(""))[0].words
    return Request(case, "fig-x", case.facts.figures["fig-x"], words)


def plan(of: str = "haemoglobin, ferritin", treatments: str = "", more: str = "") -> Plan:
    planned, findings = plan_of(request(case(more, of, treatments)))
    assert planned is not None
    assert findings == []
    return planned


def plot(key: str) -> Plot:
    return plan(key).plots[0]


def drawn(of: str = "haemoglobin, ferritin", treatments: str = "", more: str = "") -> Drawn:
    picture, findings = draw(request(case(more, of, treatments)))
    assert picture is not None
    assert findings == []
    return picture


def found(of: str, treatments: str = "") -> tuple[bool, list[str]]:
    """Whether something was drawn, and the findings in a line each."""
    picture, findings = draw(request(case("", of, treatments)))
    return picture is not None, [said(finding) for finding in findings]


def said(finding: Finding) -> str:
    return f"{finding.rule.id}: {finding.message}; {finding.hint}"


def texts(image: Image) -> list[str]:
    return ["".join(map(str, text.itertext())) for text in etree.fromstring(image.data).iter(SVG + "text")]


def table(drawing: Drawn) -> list[list[str]]:
    rows = (drawing.description.head, *drawing.description.rows)
    return [[plain_text(cell.children).replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in rows]


def heights(image: Image, key: str) -> list[float]:
    """Where the points of a series stand in the file, from its lower edge."""
    root = etree.fromstring(image.data)
    marks = [g for g in root.iter(SVG + "g") if re.fullmatch(rf"{key}-\d+", g.get("id", ""))]
    return [-float(str(next(mark.iter(SVG + "use")).get("y"))) for mark in marks]


# --- figure and table ---------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["image", "narrow"])
def test_figure_and_table_hold_the_same_values(shape: str) -> None:
    drawing = drawn()
    head, _, *rows = table(drawing)
    for column, key in ((1, "haemoglobin"), (2, "ferritin")):
        values = [float(row[column].split()[0]) for row in rows if row[column][0].isdigit()]
        places = heights(getattr(drawing, shape), key)
        assert len(places) == len(values)
        millimetres = (places[-1] - places[0]) / (values[-1] - values[0])
        assert [places[0] + (value - values[0]) * millimetres for value in values] == pytest.approx(places, abs=0.01)
    assert head == ["When", "A Haemoglobin (g/dL)", "B Ferritin (µg/L)"]


def test_the_table_has_ranges_flags_gaps_and_what_happened() -> None:
    rows = table(
        drawn("haemoglobin, ferritin", "deferasirox, splenectomy", "adverse_events: [{what: nausea, at: week 2}]\n")
    )
    assert rows == [
        ["When", "A Haemoglobin (g/dL)", "B Ferritin (µg/L)", "Treatments and events"],
        ["Reference range", "12.0–15.0", "15–200", ""],
        ["Before", "–", "–", "Deferasirox started: 720 mg oral daily"],
        ["Day 0", "6.8 L", "3420 H", ""],
        ["Week 2", "9.8 L", "–", "nausea"],
        ["Week 4", "–", "–", "Splenectomy"],
        ["Week 12", "–", "not done", "Deferasirox ended"],
        ["Week 16", "11.1 L", "–", ""],
        ["Week 52", "10.0 L", "1840 H", ""],
    ]
    (note,) = drawn().description.notes
    assert plain_text(note) == "H, above the reference range; L, below the reference range"


def test_a_value_before_everything_is_in_the_table_alone() -> None:
    more = "  old: {name: Old, results: {before: 3, day 0: 4, day 1: 5}}\n"
    with_old = made.case(facts=TESTS + more + "figures: {fig-x: {title: T, shows: course, of: [old]}}\n")
    drawing, findings = draw(request(with_old))
    assert drawing is not None
    assert findings == []
    assert table(drawing)[1] == ["Before", "3"]
    assert len(heights(drawing.image, "old")) == 2


# --- what is drawn ------------------------------------------------------------------------------------


def test_names_units_ranges_values_and_time_are_text_in_both_shapes() -> None:
    drawing = drawn("haemoglobin, ferritin", "deferasirox")
    expected = {
        "A",
        "Haemoglobin",
        "(g/dL)",
        "reference range 12.0–15.0",
        "B",
        "Ferritin",
        "6.8",
        "11.1",
        "10.0",
        "3420",
    }
    for image in (drawing.image, drawing.narrow):
        assert expected | {"1840", "not done", "Deferasirox", "720\N{NO-BREAK SPACE}mg", "52"} - {"52"} <= set(
            texts(image)
        )
        assert "Weeks from presentation" in texts(image)


def test_one_series_has_no_letter() -> None:
    assert "A" not in texts(drawn("haemoglobin").image)


def test_letters_on_a_narrow_screen_are_12_pixels_and_none_is_below_7_points_on_paper() -> None:
    drawing = drawn("haemoglobin, ferritin", "hydroxyurea")
    for image, least in ((drawing.image, 7.0), (drawing.narrow, 9.0)):
        sizes = {
            float(str(t.get("font-size")).removesuffix("px")) for t in etree.fromstring(image.data).iter(SVG + "text")
        }
        assert min(sizes) >= least
    assert (drawing.image.width, drawing.narrow.width) == (635, 325)


def test_no_text_leaves_the_sheet_even_where_names_are_long() -> None:
    name = "Viral load in plasma measured by quantitative polymerase chain reaction"
    facts = TESTS.replace("Viral load", name).replace("S. aureus", "meticillin-resistant Staphylococcus aureus")
    made_case = made.case(facts=facts + "figures: {fig-x: {title: T, shows: course, of: [load, culture]}}\n")
    drawing, _ = draw(request(made_case))
    assert drawing is not None
    narrow = texts(drawing.narrow)
    assert name not in narrow
    assert {"meticillin-resistant", "Staphylococcus", "aureus"} <= set(narrow)


def test_the_plan_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = drawn().image
    monkeypatch.setattr("pipeline.figures.course_drawing.draw", lambda *_: pytest.fail("drawn again"))
    assert drawn().image is first


def test_a_gap_breaks_the_line() -> None:
    whole, broken = (
        len(re.findall(rb'<path d="M [^"]*"[^>]*stroke="#0b5f7a"', drawn(key).image.data))
        for key in ("haemoglobin", "culture")
    )
    assert (whole, broken) == (1, 2)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("crp", ["critical value", "less than this value"]),
        ("load", ["logarithmic scale", "less than this value", "10⁵"]),
        ("titre", ["1:640", "1:160", "<1:20", "logarithmic scale"]),
        ("culture", ["S. aureus", "no growth", "pending", "reference range no growth"]),
        ("grade", ["(/5)", "4+/5"]),
    ],
)
def test_what_is_special_is_said_in_words(key: str, words: Sequence[str]) -> None:
    shown = texts(drawn(key).image)
    assert [word for word in words if word not in shown] == []
    plain = texts(drawn("haemoglobin").image)
    assert [word for word in words if word in plain] == []


# --- scales -------------------------------------------------------------------------------------------


def test_two_decades_are_linear_and_more_are_logarithmic() -> None:
    assert [plot(key).logarithmic for key in ("crp", "load", "haemoglobin")] == [False, True, False]


def test_results_in_words_are_steps_with_the_abnormal_above() -> None:
    culture = plot("culture")
    assert culture.categories == ("no growth", "S. aureus")
    assert [point.height for point in culture.points] == [1.0, 1.0, None, 0.0]


@pytest.mark.parametrize(
    ("key", "ticks"),
    [
        ("haemoglobin", ["7.5", "10.0", "12.5", "15.0"]),
        ("ferritin", ["0", "1000", "2000", "3000"]),
        ("grade", ["2", "3", "4"]),
        ("titre", ["1:20", "1:160", "1:640"]),
        ("load", ["10¹", "10³", "10⁵"]),
    ],
)
def test_ticks(key: str, ticks: list[str]) -> None:
    assert [label for _, label in scale_of(plot(key)).ticks] == ticks


def test_a_low_plot_has_fewer_ticks() -> None:
    assert [label for _, label in scale_of(plot("haemoglobin"), 3).ticks] == ["10", "15"]
    assert [label for _, label in scale_of(plot("load"), 2).ticks] == ["10", "10000"]


@pytest.mark.parametrize("key", ["haemoglobin", "ferritin", "crp", "load", "titre", "grade", "culture"])
def test_every_point_lies_inside_its_plot_and_a_higher_one_above_a_lower(key: str) -> None:
    scale = scale_of(plot(key))
    points = sorted(height for _, height, _ in plot(key).drawn)
    shares = [scale.share(height) for height in points]
    assert shares == sorted(shares)
    assert all(0 < share < 1 for share in shares)


def test_a_distant_range_does_not_flatten_the_values() -> None:
    near = plot("haemoglobin")
    assert near.range is not None
    assert scale_of(near).high > 15
    far = replace(near, range=replace(near.range, high=1000.0, low=900.0))
    assert scale_of(far).high < 15


def test_values_that_do_not_change_have_a_scale() -> None:
    same = replace(plot("grade"), points=tuple(replace(p, height=0.0) for p in plot("grade").points))
    scale = scale_of(same)
    assert scale.low < 0 < scale.high


def test_few_values_have_their_labels_and_many_the_telling_ones() -> None:
    points = list(plot("haemoglobin").points)
    assert sorted(labelled(points)) == [0, 1, 2, 3]
    many = [replace(points[0], height=float(n)) for n in (5, 8, 7, 6, 6, 6, 1, 6, 4)]
    assert sorted(labelled(many)) == [0, 1, 6, 8]
    limits = [replace(p, comparator="<") if n == 3 else p for n, p in enumerate(many)]
    assert sorted(labelled(limits)) == [0, 1, 3, 6, 8]


# --- treatments and events ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "short", "none"),
    [
        ("500 mg oral daily", "500\N{NO-BREAK SPACE}mg", False),
        ("1.5 g diario", "1.5\N{NO-BREAK SPACE}g", False),
        ("4 mg four times daily, then less", "4 mg four times daily", False),
        ("750 mg daily (500 and 1000 mg on alternate days)", "750\N{NO-BREAK SPACE}mg", False),
        ("0 mg (stopped)", "0\N{NO-BREAK SPACE}mg", True),
        ("0.5 mg", "0.5\N{NO-BREAK SPACE}mg", False),
        ("twice daily", "twice daily", False),
        ("after long talks with the family and everybody else on the ward", "", False),
        ("", "", False),
    ],
)
def test_a_dose_in_short_never_says_less_than_is_given(what: str, short: str, none: bool) -> None:
    dose = Dose(None, what)
    assert (dose.short, dose.is_none) == (short, none)


def test_bars_tell_doses_beginning_end_and_pause() -> None:
    hydroxyurea, deferasirox, splenectomy = plan(treatments="hydroxyurea, deferasirox, splenectomy").bars
    assert hydroxyurea.name == "Hydroxyurea"
    assert [(dose.time.text if dose.time else "", dose.short) for dose in hydroxyurea.doses] == [
        ("week 1", "500\N{NO-BREAK SPACE}mg"),
        ("week 5", "750\N{NO-BREAK SPACE}mg"),
        ("week 9", "0\N{NO-BREAK SPACE}mg"),
        ("week 13", "500\N{NO-BREAK SPACE}mg"),
    ]
    assert hydroxyurea.end is None
    assert deferasirox.end is not None
    assert deferasirox.end.text == "week 12"
    assert splenectomy.once


def test_doses_stand_on_the_bar_where_there_is_room_and_else_in_one_line() -> None:
    drawing = drawn("haemoglobin", "hydroxyurea")
    assert "750\N{NO-BREAK SPACE}mg" in texts(drawing.image)
    assert "500 → 750 → 0 → 500\N{NO-BREAK SPACE}mg" in texts(drawing.narrow)
    assert "500 → 750 → 0 → 500\N{NO-BREAK SPACE}mg" not in texts(drawing.image)


def events(*whens: str) -> str:
    return "adverse_events: [" + ", ".join(f"{{what: event {n}, at: {at}}}" for n, at in enumerate(whens)) + "]\n"


@pytest.mark.parametrize(
    ("whens", "shown"),
    [
        (["week 9"], ["event 0"]),
        (["week 9", "week 3"], ["event 1", "event 0"]),
        (["day -30", "week 60", "week 9"], ["event 0", "event 2", "event 1"]),  # they lengthen the axis
        (["day -120", "week 70", "week 9"], ["event 2"]),
        (["week 1", "week 2", "week 3", "week 4"], []),
    ],
)
def test_up_to_three_adverse_events_in_its_time_are_marked(whens: list[str], shown: list[str]) -> None:
    assert [mark.what for mark in plan(more=events(*whens)).marks] == shown


def test_no_adverse_events_are_none() -> None:
    assert plan(more="adverse_events: none\n").marks == ()


# --- in words -----------------------------------------------------------------------------------------


def test_the_alt_text_says_what_each_series_does() -> None:
    alt = drawn("haemoglobin, ferritin", "deferasirox", events("week 9")).alt.replace("\N{NO-BREAK SPACE}", " ")
    assert alt == (
        "Values over time, day 0 to week 52. Haemoglobin: a rise from 6.8 to 10.0 g/dL between day 0 and week 52, "
        "highest 11.1 (week 16). Ferritin: a fall from 3420 to 1840 µg/L between day 0 and week 52. "
        "Bars below show Deferasirox. Dashed lines mark event 0."
    )


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("crp", "CRP: 12 mg/L at day −3, <5 mg/L at day 9, highest 412 (day 0)."),
        ("culture", "Blood culture: S. aureus at day 0, no growth at day 7."),
        ("grade", "Hip flexion: a rise from 2/5 to 4+/5 between day 0 and day 14."),
    ],
)
def test_the_alt_text_of_a_series(key: str, sentence: str) -> None:
    assert drawn(key).alt.replace("\N{NO-BREAK SPACE}", " ").endswith(sentence)


def test_a_fall_is_told_where_what_lies_between_changes_less() -> None:
    tests = "tests: {{hb: {{name: Hb, unit: g/L, results: {{day 0: 90, day 1: {}, day 9: 60}}}}}}\n"
    figure = "figures: {fig-x: {title: T, shows: course, of: [hb]}}\n"
    for turn, said in ((110, "a fall from 90"), (130, "90 g/L at day 0")):
        drawing, _ = draw(request(made.case(facts=tests.format(turn) + figure)))
        assert drawing is not None
        assert said in drawing.alt.replace("\N{NO-BREAK SPACE}", " ")


def test_the_words_and_numbers_are_those_of_the_case() -> None:
    spanish = case("language: es\n", "haemoglobin")
    drawing, _ = draw(request(spanish, "es"))
    assert drawing is not None
    assert "Semanas desde la presentación" in texts(drawing.image)
    assert "6,8" in texts(drawing.image)
    assert "Haemoglobin: aumento de 6,8 a 10,0" in drawing.alt
    assert table(drawing)[0][0] == "Cuándo"
    assert table(drawing)[1][1] == "12,0–15,0"


def test_numbers_beside_an_axis_have_the_decimal_sign_of_the_language() -> None:
    tests = "tests: {c3: {name: C3, unit: g/L, results: {day 0: 0.42, day 1: 1.1}}}\n"
    figure = "figures: {fig-x: {title: T, shows: course, of: [c3]}}\n"
    (plot,) = plan_of(request(made.case(facts=tests + figure)))[0].plots  # type: ignore[union-attr]  # there is a plan
    assert [label for _, label in scale_of(plot, language="es").ticks] == [
        label.replace(".", ",") for _, label in scale_of(plot).ticks
    ]
    assert any("," in label for _, label in scale_of(plot, language="es").ticks)


# --- findings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "treatments", "is_drawn", "expected"),
    [
        ("haemoglobin", "", True, []),
        ("haemoglobin, culture", "hydroxyurea", True, []),
        (
            "haemoglobn, ferritin",
            "",
            True,
            ["course-unknown-key: there is no test `haemoglobn`; did you mean `haemoglobin`?"],
        ),
        (
            "ferritin",
            "hydrox",
            True,
            ["course-unknown-key: there is no treatment `hydrox`; did you mean `hydroxyurea`?"],
        ),
        (
            "once",
            "",
            False,
            ["course-nothing-to-plot: nothing to plot: `once` has one value that can be drawn; give two"],
        ),
        ("mri", "", False, ["course-nothing-to-plot: nothing to plot: `mri` has no value that can be drawn; give two"]),
        (
            "told",
            "",
            False,
            ["course-nothing-to-plot: nothing to plot: `told` has no value that can be drawn; give two"],
        ),
        ("", "", False, ["course-nothing-to-plot: `fig-x` does not say which tests it plots; add `of:` with keys of"]),
        (
            "ferritin",
            "rest",
            True,
            ["course-treatment-without-bar: `rest` has no time, so that it has no bar; add `from:`"],
        ),
        (
            "ferritin",
            "laminectomy",
            True,
            ["course-treatment-without-bar: `laminectomy` was only considered, so that it has no bar; take it out"],
        ),
    ],
)
def test_what_is_wrong_with_the_wish(of: str, treatments: str, is_drawn: bool, expected: list[str]) -> None:
    picture, findings = found(of, treatments)
    assert picture is is_drawn
    assert [line[: len(start)] for line, start in zip(findings, expected, strict=True)] == expected


def test_nine_plots_fit_and_a_tenth_does_not() -> None:
    keys = [f"t{n}" for n in range(10)]
    tests = "tests:\n" + "".join(f"  {key}: {{name: {key}, results: {{day 0: 1, day 1: 2}}}}\n" for key in keys)
    for count, rules in ((9, []), (10, ["course-too-many-plots"])):
        figure = f"figures: {{fig-x: {{title: T, shows: course, of: [{', '.join(keys[:count])}]}}}}\n"
        drawing, findings = draw(request(made.case(facts=tests + figure)))
        assert drawing is not None
        assert [finding.rule.id for finding in findings] == rules
        assert {"A", "I"} <= set(texts(drawing.image))


def test_a_finding_points_to_the_key_that_is_wrong() -> None:
    _, (finding,) = plan_of(request(case("", "ferritin, feritin")))
    assert finding.where.field == "figures.fig-x.of.1"
    assert finding.where.line > 0


# --- in the manuscript --------------------------------------------------------------------------------


def test_its_letters_can_be_named_in_legend_and_text() -> None:
    figure = "figures: {fig-x: {title: T, shows: course, legend: '(A) One. (B) Two.', of: [haemoglobin, ferritin]}}\n"
    manuscript, findings = made.manuscript("# T\n\n## Discussion\n\nSee @fig-x-b.\n", TESTS + figure)
    assert [f.rule.id for f in findings if "fig-x" in f.message] == []
    assert "1B" in str(manuscript.sections)
    _, findings = made.manuscript("# T\n\n## Discussion\n\nSee @fig-x-c.\n", TESTS + figure.replace("(B)", "(C)"))
    assert {"unknown-cross-reference", "legend-without-panel"} <= set(made.rules(findings))


def test_a_case_without_plots_does_without_matplotlib() -> None:
    code = "import sys, pipeline.build, pipeline.figures.course; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
