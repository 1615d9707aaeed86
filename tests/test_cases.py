"""The cases that come with the project: the retold one keeps to its record, and the starter builds at once."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from pipeline.build import Result, Wishes, check_case, make_case
from pipeline.case import CaseFile
from pipeline.case.paths import exists
from pipeline.manuscript import Kind
from pipeline.starting import new_case
from pipeline.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
RETOLD = ROOT / "cases" / "paraspinal-emh"
STARTER = ROOT / "templates" / "case"
RECORD = ROOT.parent / "shared" / "facts" / "seed-pubmed-record.txt"

# What the public record says, and the words by which the narrative, and case.yaml, say it.
FACTS = [
    ("sex and age", r"\{\{ patient \}\}", r"age: 26 years\n +sex: male"),
    (
        "disease",
        r"depended on transfusion for β-thalassemia",
        r"transfusion-dependent β-thalassemia, detail: long-stand",
    ),
    ("weakness", r"weakness of both legs that kept increasing", r"weakness of both legs, detail: progressive"),
    ("paresthesia", r"paresthesia in the pelvic region", r"abnormal sensation in the pelvic region"),
    ("retention", r"acute retention of urine", r"inability to pass urine, detail: acute"),
    (
        "level and planes",
        r"T2-weighted sagittal and axial .* L4–L5",
        r"T2-weighted, sagittal and axial\n +finding: >-\n.* L4–L5",
    ),
    ("dural sac", r"compressed the dural sac mildly", r"dents the dural sac\s+a little"),
    ("displaced forward", r"moved the cord forward", r"forward: the cord in the record"),
    ("left mass", r"the mass lay on the left", r"The mass lies left of the spine"),
    ("signal", r"signal of muscle or a slightly higher", r"that of the muscle next to it or slightly higher"),
    ("no destruction, no invasion", r"no vertebra .* the canal did not", r"vertebrae intact, canal not invaded"),
    ("iron overload", r"heart muscle and the liver were severely", r"Severe iron overload of heart muscle and liver"),
    ("ruled out", r"contraindications to operation and radiotherapy", r"radiotherapy:\n.*\n    considered_only: true"),
    ("high risk", r"Operation carried a high risk", r"surgery:\n.*\n.*\n    because: .*too dangerous"),
    ("three treatments", r"hypertransfusion, two iron chelators together, and hydroxyurea", r"iron-chelator-2:"),
    (
        "aplasia",
        r"marrow became aplastic, .* attributes to hydroxyurea",
        r"Bone marrow aplasia\n    suspected: hydroxyurea",
    ),
    ("stopped", r"Marrow aplasia; hydroxyurea stopped", r"stopped_because: bone marrow aplasia"),
    ("motor and sensory", r"Over six months, strength and sensation improved", r"Strength of the legs, at: 6 months"),
    ("bladder", r"the bladder recovered in part", r"Bladder function, at: 6 months, value: partly recovered"),
    ("iron markers", r"iron markers fell", r"Iron markers, at: 6 months, value: lower"),
    ("mass on MRI", r"imaging showed a smaller mass", r"Paraspinal mass, at: 6 months, instrument: MRI, value: sm"),
    ("biopsy", r"very poor in cells, in which fat", r"Very few cells, mostly fat, little blood formation"),
    ("consent", r"obtained or waived", r"status: unclear_in_source"),
    ("usual sites", r"Liver and spleen are the usual sites", r"- extramedullary hematopoiesis"),
]

# What the record does not say, and what belongs to a similar patient of another report.
NOT_OF_THE_RECORD = [
    *(
        r"36[- ]year",
        r"Gree(k|ce)",
        r"8[,.]?500",
        r"T2\s?\*",
        r"ferritin",
        r"Subahi",
        r"2039-4365",
        r"Thalassemia Reports",
    ),
    *(
        r"deferasirox",
        r"deferiprone",
        r"def?eroxamine",
        r"desferrioxamine",
        r"mg/",
        r"g/dL",
        r"ng/mL",
        r"µg",
        r"\bGy\b",
    ),
    *(
        r"Jordan",
        r"Amman",
        r"Hospital",
        r"University",
        r"Department",
        r"splenectom",
        r"laminectomy",
        r"Babinski",
        r"\bASIA\b",
    ),
    *(r"homozyg", r"IVS", r"CC[ -]BY", r"\b[0-5]/5\b", r"anemic crisis", r"neutrop", r"thrombocyt", r"full recovery"),
]
CONTRADICTIONS = [
    *(
        r"bilateral; .* on the left",
        r"spinal cord, which in adults",
        r"compression of sac and cord, .* without invasion",
    ),
    *(r"to hydroxyurea; .* long-term transfusion", r"the biopsy suggests aplasia", r"a report on one", r"printed as 0"),
    *(r"about thalassemia intermedia", r"It cannot show more", r"No method of judging causality"),
    *(r"None of these changes comes with a number", r"rests on imaging"),
]


@cache
def text_of(name: str) -> str:
    return (RETOLD / name).read_text(encoding="utf-8")


@cache
def made() -> Result:
    return make_case(Workspace(ROOT), RETOLD.name, Wishes(writers=("text",)))


def facts() -> CaseFile:
    case = made().case
    assert case is not None
    return case.facts


def strings(value: object) -> Iterator[str]:
    """Every text in what YAML holds, without keys."""
    if isinstance(value, dict):
        for below in value.values():
            yield from strings(below)
    elif isinstance(value, list):
        for below in value:
            yield from strings(below)
    else:
        yield str(value)


def own_prose() -> list[str]:
    """What this project wrote: the narrative and case.yaml without what it quotes of the record."""
    written = yaml.safe_load(text_of("case.yaml"))
    return [text_of("narrative.md"), *strings({key: value for key, value in written.items() if key != "source_record"})]


@pytest.mark.parametrize(("narrative", "case"), [row[1:] for row in FACTS], ids=[row[0] for row in FACTS])
def test_a_fact_of_the_record_is_told_and_tabulated(narrative: str, case: str) -> None:
    assert re.search(narrative, text_of("narrative.md"))
    assert re.search(case, text_of("case.yaml"))


@pytest.mark.parametrize("words", CONTRADICTIONS)
def test_what_does_not_fit_together_in_the_record_is_named(words: str) -> None:
    assert re.search(words, text_of("narrative.md"))


@pytest.mark.parametrize("pattern", NOT_OF_THE_RECORD)
def test_nothing_is_added_to_the_record(pattern: str) -> None:
    for prose in own_prose():
        assert not re.search(pattern, prose, re.IGNORECASE), prose


def test_no_number_is_added_to_the_record() -> None:
    """L4–L5, T2 and the odd page 0 in the prose; in the tables also 26 years and 6 months."""
    prose = re.sub(r"\[@[^]]*\]|@\w+-[\w-]+|\{#[^}]*\}|\{\{[^}]*\}\}", "", text_of("narrative.md"))
    assert set(re.findall(r"\d+", prose)) == {"0", "2", "4", "5", "26"}
    tables = ("patient", "history", "examination", "tests", "diagnoses", "treatments", "adverse_events", "outcomes")
    written = yaml.safe_load(text_of("case.yaml"))
    found = {
        number
        for name in (*tables, "unknown")
        for text in strings(written.get(name))
        for number in re.findall(r"\d+", text)
    }
    assert found <= {"2", "4", "5", "26", "6"}


def test_no_time_is_given_but_the_end_of_follow_up() -> None:
    times = re.findall(r"\b(?:at|from|to): ([^,}\n]+)", text_of("case.yaml").split("\nunknown:")[0])
    assert set(times) == {"6 months"}


@pytest.mark.skipif(not RECORD.is_file(), reason=f"../shared/facts/{RECORD.name}, beside ../shared/data, is not here")
def test_no_eight_words_in_a_row_are_those_of_the_record() -> None:
    record = runs(RECORD.read_text(encoding="utf-8"))
    assert len(record) > 500
    assert [shared for prose in own_prose() for shared in sorted(runs(prose) & record)] == []


def runs(text: str) -> set[str]:
    words = re.findall(r"[^\W_]+", text.lower().replace("β", "beta"))
    return {" ".join(words[at : at + 8]) for at in range(len(words) - 7)}


def test_authors_of_the_record_stand_in_the_source_record_and_the_byline_only() -> None:
    record = facts().source_record
    assert record is not None
    assert not facts().authors
    names = {word for author in record.authors for word in author.split() if len(word) > 1}
    assert {"Rawashdeh", "Elghoul"} <= names
    for prose in (*own_prose(), text_of("references.bib")):
        assert not names & set(re.findall(r"[\w-]+", prose))
    manuscript = made().manuscript
    assert manuscript is not None
    assert not manuscript.authors
    assert "Rawashdeh et" in manuscript.byline.replace("\N{NO-BREAK SPACE}", " ")
    text = made().outputs["text"].files[f"{RETOLD.name}.txt"].decode("utf-8")
    body = " ".join(text.split()).replace(manuscript.byline, "", 1)
    # Readers are told to cite the record, with those who wrote it.
    assert "Cite the published record, not this reconstruction: Rawashdeh Z" in body
    body = re.sub("Cite the published record, .*? Abstract", "Abstract", body)
    assert not names & set(re.findall(r"[\w-]+", body))


def test_every_unknown_field_could_have_been_written() -> None:
    unknown = facts().unknown
    assert len(unknown) > 30
    assert [path for path in unknown if not exists(tuple(path.split(".")))] == []


def test_the_parts_that_the_record_lacks_are_declared() -> None:
    needed = """
        history.genetic history.family history.earlier_treatments patient.ancestry examination
        tests.blood-counts.results
        treatments.iron-chelator-1.name treatments.hydroxyurea.dose adverse_events.0.at adherence diagnoses.prognosis
        statements.contributions source_record.licence
    """
    assert [path for path in needed.split() if path not in facts().unknown] == []
    for part in ("genotype", "spleen", "own view", "approval number", "size of the mass", "names of the chelators"):
        assert any(part in prose for prose in own_prose()), part


def test_its_drawings_are_those_of_its_script(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-B", RETOLD / "draw_figures.py", tmp_path], check=True)
    drawn = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert drawn == {path.name: path.read_bytes() for path in (RETOLD / "figures").iterdir()}
    assert len(drawn) == 3


@pytest.mark.parametrize("folder", [RETOLD, STARTER], ids=lambda folder: folder.name)
def test_the_first_line_of_case_yaml_names_the_schema(folder: Path) -> None:
    assert (
        (folder / "case.yaml")
        .read_text(encoding="utf-8")
        .startswith("# yaml-language-server: $schema=../case.schema.json\n")
    )


def test_the_retold_case_has_no_findings() -> None:
    assert made().findings == []


@pytest.fixture
def begun(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    assert new_case(workspace, "mine") == []
    return workspace


def test_the_starter_builds_at_once_without_findings(begun: Workspace) -> None:
    result = make_case(begun, "mine", Wishes(writers=("html", "text")))
    assert result.findings == []
    assert result.outputs.keys() == {"html", "text"}


def test_what_the_starter_offers_in_comments_builds_too(begun: Workspace) -> None:
    folder = begun.case_folder("mine")
    facts, prose = (folder / "case.yaml", folder / "narrative.md")
    offered, count = re.subn(r"# (fig-course|tables): ", r"\1: ", facts.read_text(encoding="utf-8"))
    assert count == 2
    facts.write_text(offered, encoding="utf-8")
    called = prose.read_text(encoding="utf-8").replace("(@fig-mri)", "(@fig-mri, @fig-course and @tbl-labs)")
    prose.write_text(called, encoding="utf-8")
    result = make_case(begun, "mine", Wishes(writers=("html", "text")))
    assert result.findings == []
    assert "Reference range" in result.outputs["text"].files["mine.txt"].decode("utf-8")


def test_nothing_of_the_starter_can_pass_for_a_patient(begun: Workspace) -> None:
    manuscript = check_case(begun, "mine", Wishes()).manuscript
    assert manuscript is not None
    assert manuscript.kind is Kind.SYNTHETIC
    assert manuscript.notice
    assert len((STARTER / "case.yaml").read_text(encoding="utf-8").splitlines()) < 70


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_git_keeps_what_is_private_out(begun: Workspace) -> None:
    private = begun.case_folder("mine") / "private"
    (private / "scan.dcm").write_bytes(b"DICM")
    (private / "raw").mkdir()
    (private / "raw" / "IMG_0001.jpg").write_bytes(b"\xff\xd8")
    subprocess.run(["git", "init", "-q"], cwd=begun.root, check=True)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard", private],
        cwd=begun.root,
        check=True,
        capture_output=True,
        text=True,
    )
    assert [Path(line).name for line in listed.stdout.splitlines()] == [".gitignore"]
