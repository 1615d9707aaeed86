"""The invented case: it answers every item of CARE where a reader sees it, and no number in it contradicts another."""

from __future__ import annotations

import csv
import math
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.build import Result, Wishes, build_case
from pipeline.case import Case
from pipeline.case.course import Test as Measure
from pipeline.findings import Severity
from pipeline.reading import read_case
from pipeline.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
CASE_ID = "synthetic-emh"
FOLDER = ROOT / "cases" / CASE_ID


@pytest.fixture(scope="module")
def case() -> Case:
    found, findings = read_case(Workspace(ROOT), CASE_ID)
    assert found
    assert [finding for finding in findings if finding.severity is not Severity.WARNING] == []
    return found


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    root = tmp_path_factory.mktemp("workspace")
    shutil.copytree(ROOT / "cases", root / "cases", ignore=shutil.ignore_patterns("private", "__pycache__"))
    return build_case(Workspace(root), CASE_ID, Wishes(writers=("text", "html")))


@pytest.fixture(scope="module")
def printed(result: Result) -> str:
    """The text output as one line."""
    (data,) = result.outputs["text"].files.values()
    return flat(data.decode())


@pytest.fixture(scope="module")
def narrative() -> str:
    return (FOLDER / "narrative.md").read_text(encoding="utf-8")


def flat(text: str) -> str:
    return " ".join(text.split())


def part(narrative: str, heading: str) -> str:
    """A main section of narrative.md, with what is below it."""
    (found,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", narrative, re.DOTALL | re.MULTILINE)
    return str(found)


def rows(narrative: str, identifier: str) -> list[list[str]]:
    """The cells of a table of narrative.md, its head first."""
    before = narrative[: narrative.index(f"{{#{identifier}}}")]
    lines = before[before.rindex("\n\n") :].strip().splitlines()[:-1]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if not set("".join(row)) <= set("-: ")]


def results(measure: Measure) -> dict[str, str]:
    return {time.text: value for time, value in measure.results.items()}


# --- CARE: what answers each item is printed --------------------------------------------------------

CARE = [
    ("1", "in undertransfused β-thalassaemia: a synthetic case report"),
    ("2", "Keywords: extramedullary haematopoiesis; β-thalassaemia; spinal cord compression; neutropenia; case report"),
    ("3a", "This invented case shows how such decisions, and a harm with two suspects, can be reported in full"),
    ("3b", "A 44-year-old woman with transfusion-dependent β-thalassaemia had back pain for 16 weeks"),
    ("3c", "At week 52 her motor score was 48/50 and residual urine 30 mL"),
    ("3d", "may allow a closely watched trial of transfusion with a rescue plan agreed beforehand"),
    ("4", "We report such a patient for two reasons"),
    ("4, guideline cited", "The report follows the CARE guidelines (6) and their explanation (7)"),
    ("5a", "A 44-year-old woman, a baker on night shifts, came to a transfusion visit"),
    ("5b", "Her legs had been weak and stiff for seven weeks"),
    ("5c, medical", "Her spleen was removed at the age of 11"),
    ("5c, family", "no relative has had paraspinal masses, cancer or neurological disease"),
    ("5c, psychosocial", "She lives with her partner on the third floor"),
    ("5c, genetic", "compound heterozygous for HBB c.118C>T and c.93-21G>A"),
    ("5d", "Subcutaneous desferrioxamine from the age of 6 to 30 had held ferritin at 1500–2200 µg/L"),
    ("6, scale", "Strength is given in Medical Research Council (MRC) grades, right/left: hip flexion 3/4"),
    ("6, level", "Pinprick was reduced from T7 downwards (sensory level T6)"),
    ("6, grade", "ASIA Impairment Scale grade D"),
    ("6, negatives", "Arms and cranial nerves were normal, and Lhermitte’s sign was absent"),
    ("7", "Table 1. Course from the history to the last follow-up"),
    ("7, called", "Table 1 gives the course in weeks"),
    ("8a, value", "On day 0 haemoglobin was 6.8 g/dL"),
    ("8a, range", "lactate dehydrogenase 388 U/L (120–250)"),
    ("8a, imaging", "1.5 T; sagittal T1, T2 and STIR, axial T2, T1 after gadobutrol"),
    ("8b", "Three things delayed the diagnosis."),
    ("8c, basis", "based on imaging, nanocolloid uptake and 30 months of low haemoglobin, not on tissue"),
    ("8c, alternatives", "Table 2. Alternatives considered, with reasons for and against"),
    ("8d", "made full recovery unlikely"),
    ("9a", "Laminectomy, kept for weakness that progressed within hours"),
    ("9b, drug", "hydroxyurea (hydroxycarbamide) began at week 1 with 500 mg by mouth daily (9.3 mg/kg)"),
    ("9b, transfusion", "The target before transfusion was 10.5–11.5 g/dL"),
    ("9c", "At week 9 hydroxyurea and deferiprone were stopped because of neutropenia"),
    ("10a, clinician", "The neurologist’s motor score rose to 48 at week 28"),
    ("10a, patient", "her health 70 of 100 on the EQ-5D-5L visual analogue scale (35 at day 0)"),
    ("10b", "Ferritin rose at first, to 3560 µg/L, and was 1840 µg/L at week 52"),
    ("10c", "Pharmacy refills, checked against pill counts at each visit, covered 94% of the days"),
    ("10d, event", "0.8 × 10⁹/L at week 9 (grade 3, CTCAE version 5.0)"),
    ("10d, causality", "By the WHO–UMC categories we judged the causal role of each drug as possible"),
    ("11a, strength", "The strength of the management was that the limits of waiting were set beforehand"),
    ("11a, limit", "what happened to her may not transfer to others"),
    ("11b", "general (1,2) or concerns thalassaemia intermedia (3–5)"),
    ("11c", "None of these shows cause"),
    ("11d", "new leg weakness should prompt imaging of the spine"),
    ("12", "I thought that my legs were tired because my blood was low."),
    ("13", "Consent to publication was given in writing by the patient."),
    ("13, images", "Consent to show Figure 1 was given in writing by the patient."),
]


@pytest.mark.parametrize(("item", "words"), CARE, ids=[item for item, _ in CARE])
def test_every_care_item_is_answered_in_print(item: str, words: str, printed: str) -> None:
    assert words in printed


STATEMENTS = [
    "Competing interests",
    "Funding",
    "Contributors",
    "Data availability",
    "Use of artificial intelligence",
    "Acknowledgements",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_every_statement_is_made(statement: str, printed: str) -> None:
    assert f"{statement}" in printed


def test_the_closing_lesson_is_one_paragraph_without_references_or_new_numbers(narrative: str) -> None:
    lesson = part(narrative, "Conclusions").strip()
    assert "\n\n" not in lesson
    assert not re.search(r"[@\d]", lesson)


def test_it_builds_without_a_finding_and_says_everywhere_that_it_is_invented(result: Result) -> None:
    assert result.findings == []
    assert result.manuscript
    for name in ("text", "html"):
        (data,) = (data for file, data in result.outputs[name].files.items() if file.startswith(CASE_ID))
        assert "the patient, the course and all findings are invented" in flat(data.decode())


def test_it_is_as_long_as_a_report_should_be(narrative: str) -> None:
    """Words of the text: without abstract, tables, legends, statements and references."""
    body = narrative[narrative.index("## Introduction") :]
    prose = re.sub(r"^(\||: |#).*$", "", body, flags=re.MULTILINE)
    prose = re.sub(r"\{\{.*?\}\}", "value", prose)
    prose = re.sub(r"\{[^}]*\}", "", prose)
    assert 2200 <= len(prose.split()) <= 2900
    abstract = re.sub(r"^###.*$", "", part(narrative, "Abstract"), flags=re.MULTILINE)
    assert 100 <= len(abstract.split()) <= 250


def test_no_page_holds_a_calendar_year(narrative: str) -> None:
    assert re.findall(r"\b(?:19|20)\d\d\b", narrative) == []


# --- no number contradicts another ------------------------------------------------------------------

ROW_OF_TEST = {
    "Haemoglobin before transfusion": "haemoglobin",
    "Neutrophils": "neutrophils",
    "Platelets": "platelets",
    "Ferritin": "ferritin",
    "Soluble transferrin receptor": "transferrin-receptor",
    "Liver iron": "liver-iron",
    "Cardiac T2\\*": "cardiac-t2-star",
    "Paraspinal masses": "mass-volume",
    "Lower-limb motor score": "motor-score",
    "Residual urine": "residual-urine",
    "Back pain": "pain",
    "Own rating of health": "eq-vas",
}


def test_the_table_of_the_course_is_case_yaml(case: Case, narrative: str) -> None:
    head, *body = rows(narrative, "tbl-course")
    assert [row[0].partition(",")[0] for row in body] == list(ROW_OF_TEST)
    for label, reference, *cells in body:
        test = case.facts.tests[ROW_OF_TEST[label.partition(",")[0]]]
        times = [time.lower() for time in head[2:]]
        if first := re.search(r"first on (day \d+)", label):
            times[0] = first[1]
        values = [cell.split()[0] if cell else "" for cell in cells]
        assert values == [results(test).get(time, "") for time in times]
        assert reference == (test.range or "")
        assert [cell.partition(" ")[2] for cell in cells] == [flag(value, reference) for value in values]


def test_ranges_told_in_words_are_those_of_the_values(case: Case, narrative: str) -> None:
    creatinine, walk = (results(case.facts.tests[name]) for name in ("creatinine", "walk"))
    lowest, highest = min(creatinine.values(), key=int), max(creatinine.values(), key=int)
    assert f"creatinine stayed between {lowest} and {highest} µmol/L (45–84)" in narrative
    assert f"She walked 10 m in {walk['day 0']} s with a stick" in narrative


def flag(value: str, reference: str) -> str:
    """H above, L below what `12–15`, `<5`, `>20` or `50` allow."""
    if not value or not reference:
        return ""
    number, bounds = float(value), [float(bound) for bound in re.findall(r"[\d.]+", reference)]
    if number > bounds[-1] and not reference.startswith(">"):
        return "H"
    return "L" if number < bounds[0] and not reference.startswith("<") else ""


@pytest.mark.parametrize(
    ("value", "reference", "expected"),
    [("6.8", "12.0–15.0", "L"), ("3", "2–7", ""), ("8", "2–7", "H"), ("58", "<35", "H"), ("33", "<35", ""),
     ("17", ">20", "L"), ("22", ">20", ""), ("39", "50", "L"), ("50", "50", ""), ("", "<5", "")],
)  # fmt: skip
def test_how_flags_are_told(value: str, reference: str, expected: str) -> None:
    assert flag(value, reference) == expected


def test_the_abstract_repeats_numbers_of_the_case(case: Case, narrative: str) -> None:
    abstract, tests = part(narrative, "Abstract"), case.facts.tests
    assert f"score {results(tests['motor-score'])['day 0']}/50" in abstract
    assert f"{results(tests['residual-urine'])['day 0']} mL of residual urine" in abstract
    assert f"haemoglobin {results(tests['haemoglobin'])['day 0']} g/dL" in abstract
    assert f"ferritin {results(tests['ferritin'])['day 0']} µg/L" in abstract
    assert f"fell to {results(tests['neutrophils'])['week 9']} × 10⁹/L" in abstract
    assert f"score was {results(tests['motor-score'])['week 52']}/50" in abstract
    volumes = results(tests["mass-volume"])
    assert f"from {volumes['day 1']} to {volumes['week 52']} mL" in abstract


def test_grades_of_strength_sum_to_the_motor_score(case: Case, narrative: str) -> None:
    grades = re.findall(
        r"(?:hip flexion|extension|dorsiflexion|plantar flexion) (\d)/(\d)", part(narrative, "Clinical findings")
    )
    right, left = (sum(int(pair[side]) for pair in grades) for side in (0, 1))
    assert len(grades) == 5
    assert f"{right} + {left} = {right + left} of 50" in narrative
    assert results(case.facts.tests["motor-score"])["day 0"] == str(right + left)


def test_sizes_of_the_masses_give_their_volumes(case: Case, narrative: str) -> None:
    sizes = [[int(side) for side in size] for size in re.findall(r"(\d+) × (\d+) × (\d+) mm", narrative)]
    volumes = [math.pi / 6 * math.prod(size) / 1000 for size in sizes]
    stated = results(case.facts.tests["mass-volume"])
    assert [round(volumes[0] + volumes[1]), round(volumes[2] + volumes[3])] == [
        int(stated["day 1"]),
        int(stated["week 28"]),
    ]
    fall = 1 - int(stated["week 52"]) / int(stated["day 1"])
    assert f"a fall of {fall:.0%}" in narrative


def test_transfusions_are_those_of_the_data(narrative: str) -> None:
    with (FOLDER / "data" / "transfusions.csv").open(encoding="utf-8", newline="") as file:
        given = [(int(row["day"]), int(row["units"])) for row in csv.DictReader(file)]
    units = sum(count for _, count in given)
    assert f"{len(given)} transfusions, {units} units" in narrative
    assert f"this brought {units * 0.2:.1f} g of iron" in narrative
    outpatient = [day for day, _ in given if day > 11]
    assert f"All {len(outpatient)} outpatient transfusions" in narrative
    gaps = {(later - earlier, later <= 112) for earlier, later in pairwise(outpatient)}
    assert gaps == {(14, True), (21, False)}
    assert "two units every two weeks to week 16 and every three weeks to week 52" in narrative
    assert f"{400 / 14 / 54:.2f} mg/kg/day at first and {400 / 21 / 54:.2f} mg/kg/day later" in narrative


@pytest.mark.parametrize(
    ("milligrams", "printed_dose"),
    [(500, "500 mg by mouth daily (9.3 mg/kg)"), (750, "mean 750 mg, 13.9 mg/kg"), (4000, "4000 mg daily (74 mg/kg"),
     (720, "720 mg (13 mg/kg)"), (1080, "1080 mg (20 mg/kg)"), (1440, "1440 mg (27 mg/kg)")],
)  # fmt: skip
def test_doses_by_weight_fit_the_weight(milligrams: int, printed_dose: str, narrative: str) -> None:
    assert "she weighed 54 kg" in narrative
    assert printed_dose in narrative
    (by_weight,) = re.findall(r"([\d.]+) mg/kg", printed_dose)
    places = len(by_weight.partition(".")[2])
    assert f"{milligrams / 54:.{places}f}" == by_weight


def test_changes_of_treatment_are_in_the_timeline(case: Case, narrative: str) -> None:
    timeline = {row[0].split(" (")[0].lower(): row[1] for row in rows(narrative, "tbl-timeline")[1:]}
    changes = [
        (name, change) for name in ("hydroxyurea", "deferasirox") for change in case.facts.treatments[name].changes
    ]
    assert len(changes) == 5
    for name, change in changes:
        assert change.at
        assert change.because
        entry = timeline[change.at.text].lower()
        dose = change.what.split(" mg")[0]
        assert name in entry
        assert ("stopped" if dose == "0" else f"{dose} mg") in entry
    deferiprone = case.facts.treatments["deferiprone"]
    assert deferiprone.from_
    assert deferiprone.to
    assert "deferiprone 4000 mg" in timeline[deferiprone.from_.text]
    assert "deferiprone stopped" in timeline[deferiprone.to.text]


def test_the_timeline_is_in_order(narrative: str) -> None:
    times = [re.match(r"(Day|Week) (\d+)", row[0]) for row in rows(narrative, "tbl-timeline")[1:]]
    days = [int(time[2]) * (7 if time[1] == "Week" else 1) for time in times if time]
    assert len(days) >= 15
    assert days == sorted(days)


def test_alternatives_of_the_table_are_those_of_the_facts(case: Case) -> None:
    table = case.facts.tables["tbl-differential"]
    assert [row[0].lower() for row in table.rows] == [
        alternative.what.lower() for alternative in case.facts.diagnoses.differential
    ]
    assert all(all(row) for row in table.rows)
    assert all(alternative.against or alternative.excluded_by for alternative in case.facts.diagnoses.differential)


def test_the_adverse_event_is_the_same_everywhere(case: Case, narrative: str) -> None:
    counts = {time: float(value) for time, value in results(case.facts.tests["neutrophils"]).items()}
    events = case.facts.adverse_events
    assert isinstance(events, tuple)
    assert f"lowest count {min(counts.values())} × 10⁹/L" in events[0].what
    assert set(events[0].suspected) == {"hydroxyurea", "deferiprone"}
    resumed = [value for time, value in counts.items() if time.startswith("week") and int(time.split()[1]) >= 13]
    assert f"to week 52 (lowest count {min(resumed)} × 10⁹/L)" in narrative
    assert "week 52" in counts


# --- references, drawings, and what must not be here ------------------------------------------------

ALLOWED = {"rund2005", "hassanzadeh2013", "haidar2010", "karimi2014", "musallam2012", "gagnier2013", "riley2017"}


def test_only_verified_references_are_there_and_all_are_cited(result: Result, narrative: str) -> None:
    bibliography = (FOLDER / "references.bib").read_text(encoding="utf-8")
    assert set(re.findall(r"^@article\{(\w+),", bibliography, re.MULTILINE)) == ALLOWED
    assert {key for key in re.findall(r"@(\w+)", narrative) if key[-1].isdigit()} == ALLOWED
    assert result.manuscript
    assert len(result.manuscript.references) == len(ALLOWED)


def draw(folder: Path, script: Path = FOLDER / "draw_figures.py") -> dict[str, bytes]:
    """What the script draws with Python alone (`-S`: nothing that is installed)."""
    folder.mkdir(exist_ok=True)
    subprocess.run([sys.executable, "-B", "-S", script, folder], check=True, timeout=60)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_drawings_are_what_their_script_draws(case: Case, tmp_path: Path) -> None:
    drawn = draw(tmp_path)
    kept = {path.name: path.read_bytes() for path in (FOLDER / "figures").iterdir()}
    assert drawn == kept
    assert set(drawn) == {panel.file for figure in case.facts.figures.values() for panel in figure.panels}


def test_charts_follow_the_values(tmp_path: Path) -> None:
    copied = tmp_path / CASE_ID
    shutil.copytree(FOLDER, copied)
    facts = (copied / "case.yaml").read_text(encoding="utf-8")
    (copied / "case.yaml").write_text(facts.replace("week 52: 1840}", "week 52: 1100}"), encoding="utf-8")
    before, after = draw(tmp_path / "before"), draw(tmp_path / "after", copied / "draw_figures.py")
    assert {name for name in before if before[name] != after[name]} == {"course-b.svg"}


OTHERS = {
    "a published patient with the same disease": ["36-year-old", "Greek", r"8,?500", r"T2\\?\* of 5\b"],
    "the case beside this one": ["26-year-old", "L4", "L5", "aplasia", "Cureus", "Rawashdeh", "six months"],
}


@pytest.mark.parametrize("other", OTHERS)
def test_nothing_of_another_patient_is_here(other: str, printed: str) -> None:
    assert [words for words in OTHERS[other] if re.search(words, printed)] == []


def test_spelling_is_british_throughout(narrative: str) -> None:
    american = r"\b\w*(?:hemat|hemog|anemi|edema|tumor\b|neurologic\b|esthes|thalassemi|center|ization|izes?\b)\w*"
    found = [word for word in re.findall(american, narrative) if not re.search("oedema|haem", word)]
    assert found == []
