"""A phenopacket holds the facts of a case, parsed by the standard's own package: coded where the author gave a code,
in the author's words elsewhere, without a date."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict, Parse  # type: ignore[import-untyped]  # it ships no types
from hypothesis import HealthCheck, given, settings
from phenopackets.schema.v2 import Phenopacket  # type: ignore[import-untyped]  # it ships no types

from pipeline.build import Result, Wishes, make_case
from pipeline.case import Case
from pipeline.case.codes import ONTOLOGIES
from pipeline.cli import main
from pipeline.facts.measurements import series_of
from pipeline.findings import Severity
from pipeline.inspecting import private_dates
from pipeline.manuscript import Kind, Manuscript
from pipeline.reading.case_file import read_case_file
from pipeline.workspace import Workspace
from pipeline.writing import TEXTS
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from pipeline.writing.phenopacket import NOT_STATED, write
from pipeline.writing.templates import Templates
from tests.generated_cases import Made, cases
from tests.resolving.made import manuscript
from tests.writing.specimen import specimen

ROOT = Path(__file__).parents[2]
CASES = ["paraspinal-emh", "synthetic-emh"]
NARRATIVE = "# T\n\n## Discussion\n\nText.\n"
DATE = re.compile(r"\b(19|20)\d\d-\d\d|\b\d{1,2}[./]\d{1,2}[./](19|20)?\d\d\b|T\d\d:\d\d")

Json = dict[str, Any]  # what json.loads gives


def output(facts: str) -> Output:
    made, findings = manuscript(NARRATIVE, facts)
    assert [f for f in findings if f.severity is not Severity.WARNING] == []
    return write(made, Templates(()), Look())


def read(written: Output) -> Json:
    (data,) = written.files.values()
    packet: Json = json.loads(data)
    return packet


def packet(facts: str) -> Json:
    written = read(output(facts))
    is_sound(written)
    return written


def terms(part: object) -> Iterator[Mapping[str, str]]:
    """Everything in a packet that has an identifier and a label."""
    if isinstance(part, dict):
        if part.keys() == {"id", "label"}:
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from terms(inner)


def is_sound(written: Json) -> None:
    """What holds of every phenopacket."""
    parsed = Parse(json.dumps(written), Phenopacket())
    # Nothing was misspelt, ignored or turned into something else.
    assert MessageToDict(parsed) == without_defaults(written)
    assert {"id", "subject", "metaData"} <= written.keys()
    about = written["metaData"]
    assert about["phenopacketSchemaVersion"] == "2.0"
    assert about["created"]
    assert about["createdBy"]
    declared = [resource["namespacePrefix"] for resource in about["resources"]]
    used = {term["id"].partition(":")[0] for term in terms(written)}
    used |= {reference["id"].partition(":")[0] for reference in about.get("externalReferences", [])}
    assert sorted(declared) == sorted(used | {"casewright"})
    for resource in about["resources"]:
        assert resource.keys() == {"id", "name", "url", "version", "namespacePrefix", "iriPrefix"}
    assert all(term["label"] for term in terms(written))
    assert [text for text in strings(written) if DATE.search(text)] == []
    labels: dict[str, set[str]] = {}
    for term in terms(written):
        if term["id"].startswith("casewright:"):
            labels.setdefault(term["id"], set()).add(term["label"])
    assert {key: names for key, names in labels.items() if len(names) > 1} == {}


def without_defaults(part: Any) -> Any:  # JSON
    """As protobuf prints it: what is the default, 0 or the first choice, is not."""
    if isinstance(part, dict):
        kept = {key: without_defaults(value) for key, value in part.items()}
        return {key: value for key, value in kept.items() if value != 0 and not str(value).startswith("UNKNOWN_")}
    return [without_defaults(inner) for inner in part] if isinstance(part, list) else part


def term(identifier: str, label: str) -> Json:
    return {"id": identifier, "label": label}


def time(name: str, label: str = "") -> Json:
    return {"ontologyClass": term(f"casewright:time.{name}", label or name.replace("_", " "))}


# --- what the patient had ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "feature"),
    [
        (
            "patient: {concerns: [{what: fits, code: HP:0001250, from: day -3, to: day 0, detail: at night}]}",
            {
                "type": term("HP:0001250", "fits"),
                "description": "at night",
                "onset": time("day_-3", "day −3"),
                "resolution": time("day_0"),
            },
        ),
        (
            "examination: [{what: no fever, code: HP:0001945, absent: yes, at: day 2}]",
            {"type": term("HP:0001945", "no fever"), "excluded": True, "description": "examination; day 2"},
        ),
        # Without a code nothing is guessed: the author's words, under the path of their field.
        ("patient: {concerns: [itchy rash]}", {"type": term("casewright:patient.concerns.1", "itchy rash")}),
        (
            "history: {allergies: [none known]}",
            {"type": term("casewright:history.allergies.1", "none known"), "description": "allergies"},
        ),
        (
            "outcomes: [{what: back at work, at: month 6, assessed_by: patient}]",
            {
                "type": term("casewright:outcomes.1", "back at work"),
                "description": "outcome; assessor: patient; month 6",
            },
        ),
        (
            "adverse_events: [{what: rash, code: HP:0000988, at: about week 2, grade: CTCAE 2, action: stopped}]",
            {
                "type": term("HP:0000988", "rash"),
                "description": "adverse events; action: stopped",
                "severity": term("casewright:adverse_events.1.grade", "CTCAE 2"),
                "onset": time("about_week_2"),
            },
        ),
    ],
)
def test_what_the_patient_had_is_a_feature(facts: str, feature: Json) -> None:
    assert packet(facts)["phenotypicFeatures"] == [feature]


def test_a_diagnosis_says_how_sure_it_is_and_what_was_excluded_is_excluded() -> None:
    made = packet(
        "diagnoses:\n"
        "  final: [{what: DRESS, code: ORPHA:139402, certainty: probable, basis: RegiSCAR 5, at: day 12,\n"
        "           from: day -3}]\n"
        "  differential: [{what: lupus, excluded_by: no antibodies}, {what: viral rash, against: its duration}]\n"
    )
    dress = term("ORPHA:139402", "DRESS")
    assert made["diseases"] == [
        {"term": dress, "onset": time("day_-3", "day −3")},
        {"term": term("casewright:diagnoses.differential.1", "lupus"), "excluded": True},
    ]
    assert made["interpretations"] == [
        {
            "id": "diagnoses.final.1",
            "progressStatus": "UNKNOWN_PROGRESS",
            "diagnosis": {"disease": dress},
            "summary": "certainty: probable; basis: RegiSCAR 5; time: day 12",
        }
    ]


# --- what was measured ------------------------------------------------------------------------------


def measured(test: str) -> list[Json]:
    found: list[Json] = packet(f"tests:\n  t: {{name: T, {test}}}\n")["measurements"]
    return found


@pytest.mark.parametrize(
    ("test", "value"),
    [
        ("unit: g/dl, results: {day 0: 6.8}", {"unit": term("UCUM:g/dL", "g/dL"), "value": 6.8}),
        ("unit: K/µL, results: {day 0: 12}", {"unit": term("UCUM:10*3/uL", "× 10³/µL"), "value": 12}),
        ("results: {day 0: 39}", {"unit": term("UCUM:1", "1"), "value": 39}),
        ("results: {day 0: −3}", {"unit": term("UCUM:1", "1"), "value": -3}),
        ("results: {day 0: 0}", {"unit": term("UCUM:1", "1"), "value": 0}),
        (
            "unit: '%', range: 0–15, results: {day 0: 61}",
            {
                "unit": term("UCUM:%", "%"),
                "value": 61,
                "referenceRange": {"unit": term("UCUM:%", "%"), "low": 0, "high": 15},
            },
        ),
    ],
)
def test_a_number_is_a_quantity_with_its_unit(test: str, value: Json) -> None:
    (made,) = measured(test)
    unit = dict(value["unit"], label=value["unit"]["label"].replace("× ", "×\u00a0"))
    ranged = value.get("referenceRange")
    assert made["value"] == {"quantity": value | {"unit": unit} | ({"referenceRange": ranged} if ranged else {})}
    assert made["timeObserved"] == time("day_0")


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("unit: mg/L, results: {day 0: <5}", "<5\u00a0mg/L"),
        ("results: {day 0: '1:160'}", "1:160"),
        ("results: {day 0: 4/5}", "4/5"),
        ("results: {day 0: 2+}", "2+"),
        ("unit: mg/L, results: {day 0: not done}", "not done"),
        ("unit: mg/L, results: {day 0: 2–3}", "2–3"),
    ],
)
def test_what_is_no_single_number_stays_in_words(test: str, words: str) -> None:
    (made,) = measured(test)
    assert made["value"] == {"ontologyClass": term("casewright:tests.t.results.day_0", words)}


@pytest.mark.parametrize(
    ("limits", "said"),
    [("<35", "range: <35\u00a0U/L"), ("≥5", "range: ≥5\u00a0U/L"), ("negative", "range: negative")],
)
def test_a_range_without_two_ends_is_said_in_words(limits: str, said: str) -> None:
    """The schema would read a missing end as 0."""
    (made,) = measured(f"unit: U/L, method: IFCC, range: '{limits}', results: {{day 0: 88}}")
    assert "referenceRange" not in made["value"]["quantity"]
    assert made["description"] == f"method: IFCC; {said}"


def test_the_code_of_a_test_is_its_own_and_a_finding_is_a_value() -> None:
    (made,) = measured("loinc: 2276-4, finding: many small masses, at: day 1")
    assert made == {
        "assay": term("LOINC:2276-4", "T"),
        "value": {"ontologyClass": term("casewright:tests.t.finding", "many small masses")},
        "timeObserved": time("day_1"),
    }


def test_a_measured_outcome_is_a_measurement() -> None:
    made = packet("outcomes: [{what: walking, at: week 52, instrument: 10-metre walk, value: 10 s}]\n")
    assert made["measurements"] == [
        {
            "assay": term("casewright:outcomes.1", "walking"),
            "description": "instrument: 10-metre walk",
            "value": {"ontologyClass": term("casewright:outcomes.1.value", "10 s")},
            "timeObserved": time("week_52"),
        }
    ]


# --- what was done ----------------------------------------------------------------------------------

TREATED = """
treatments:
  hu:
    {name: Hydroxyurea, code: ATC:L01XX05, kind: drug, dose: 500 mg, route: oral, frequency: daily, from: week 1,
     to: week 9, because: to restrain the marrow, result: smaller masses, stopped_because: neutropenia,
     changes: [{at: week 5, what: 750 mg daily, because: no side effect}]}
  op: {name: Laminectomy, kind: surgery, at: day 2}
  radio: {kind: radiotherapy, considered_only: yes, because: held in reserve}
adverse_events: [{what: neutropenia, suspected: hu}]
"""


def test_a_treatment_has_its_agent_its_course_and_its_changes() -> None:
    agent, course, change, *_ = packet(TREATED)["medicalActions"]
    at = "casewright:treatments.hu"
    assert agent == {
        "treatment": {
            "agent": term("ATC:L01XX05", "Hydroxyurea"),
            "routeOfAdministration": term(f"{at}.route", "oral"),
        },
        "treatmentIntent": term(f"{at}.because", "to restrain the marrow"),
        "responseToTreatment": term(f"{at}.result", "smaller masses"),
        "adverseEvents": [term("casewright:adverse_events.1", "neutropenia")],
        "treatmentTerminationReason": term(f"{at}.stopped_because", "neutropenia"),
    }
    assert course["therapeuticRegimen"] == {
        "ontologyClass": term(f"{at}.course", "Hydroxyurea: 500 mg daily"),
        "startTime": time("week_1"),
        "endTime": time("week_9"),
        "regimenStatus": "DISCONTINUED",
    }
    assert change == {
        "therapeuticRegimen": {
            "ontologyClass": term(f"{at}.changes.1", "Hydroxyurea: 750 mg daily"),
            "startTime": time("week_5"),
            "regimenStatus": "UNKNOWN_STATUS",
        },
        "treatmentIntent": term(f"{at}.changes.1.because", "no side effect"),
    }


def test_what_was_done_is_a_procedure_and_what_was_only_considered_is_not_there() -> None:
    *_, last = packet(TREATED)["medicalActions"]
    procedure = {"code": term("casewright:treatments.op", "Laminectomy"), "performed": time("day_2")}
    assert last == {"procedure": procedure}
    assert "held in reserve" not in json.dumps(packet(TREATED))


@pytest.mark.parametrize(
    ("times", "status"),
    [
        ("from: day 1, to: day 3", "COMPLETED"),
        ("from: day 1", "STARTED"),
        ("at: day 1", "UNKNOWN_STATUS"),
    ],
)
def test_the_status_of_a_course_follows_from_its_times(times: str, status: str) -> None:
    _, course = packet(f"treatments: {{drug: {{kind: drug, dose: 5 mg, {times}}}}}\n")["medicalActions"]
    assert course["therapeuticRegimen"]["regimenStatus"] == status


def test_medication_and_earlier_treatments_are_treatments() -> None:
    made = packet(
        "history:\n  medications: [{what: folic acid, code: CHEBI:27470, detail: 5 mg daily, from: month -6}]\n"
        "  earlier_treatments: [{what: red cells, from: 9 years before, to: day 0, result: Hb 9 g/dL}]\n"
    )["medicalActions"]
    earlier = "casewright:history.earlier_treatments.1"
    assert made[0] == {
        "treatment": {"agent": term(earlier, "red cells")},
        "responseToTreatment": term(f"{earlier}.result", "Hb 9 g/dL"),
    }
    assert made[1]["therapeuticRegimen"]["startTime"] == time("9_years_before")
    assert made[2] == {"treatment": {"agent": term("CHEBI:27470", "folic acid, 5 mg daily")}}
    assert made[3]["therapeuticRegimen"]["startTime"] == time("month_-6", "month −6")


# --- the patient ------------------------------------------------------------------------------------


def aged(*durations: str) -> Json:
    if len(durations) == 1:
        return {"age": {"iso8601duration": durations[0]}}
    return {"ageRange": {end: {"iso8601duration": d} for end, d in zip(("start", "end"), durations, strict=True)}}


@pytest.mark.parametrize(
    ("age", "last", "told"),
    [
        ("34 years", "day 0", aged("P34Y")),
        ("34 years", "week -9", aged("P34Y")),
        # Nobody knows when the birthday was.
        ("34 years", "day 12", aged("P34Y", "P35Y")),
        ("34 years", "2 years", aged("P36Y")),
        ("34 years", "month 30", aged("P36Y", "P37Y")),
        ("1.5 years", "day 0", aged("P18M")),
        ("7 months", "week 6", aged("P8M", "P9M")),
        ("3 weeks", "day 0", aged("P3W")),
        ("3 days", "day 4", aged("P7D")),
        ("5 hours", "hour 2", aged("PT7H")),
        ("2.5 days", "day 0", aged("PT60H")),
        # Above 89 years an age points to a person.
        ("90 or older", "day 3", {"ontologyClass": term("casewright:patient.age", "90 or older")}),
        ("89 years", "day 3", {"ontologyClass": term("casewright:patient.age", "89 years")}),
        ("89 years", "day 0", aged("P89Y")),
        ("88 years", "day 3", aged("P88Y", "P89Y")),
    ],
)
def test_the_age_is_that_at_the_last_encounter(age: str, last: str, told: Json) -> None:
    made = packet(f"patient: {{age: {age}}}\nevents: {{{last}: seen}}\n")
    assert made["subject"] == {"id": "patient", "timeAtLastEncounter": told}


@pytest.mark.parametrize(
    "seen",
    [
        "tests: {hb: {name: Hb, results: {day 0: 9, 2 years: 10}}}",
        "outcomes: [{what: well, at: year 2}]",
        "treatments: {drug: {from: day 1, changes: [{at: year 2, what: stopped}]}}",
        "history: {medications: [{what: folic acid, from: day 1, to: year 2}]}",
        "events: {year 1 to year 2: seen}",
    ],
)
def test_whatever_has_a_time_is_an_encounter(seen: str) -> None:
    assert packet(f"patient: {{age: 34 years}}\n{seen}\n")["subject"]["timeAtLastEncounter"] == aged("P36Y")


@pytest.mark.parametrize(
    ("sex", "code"),
    [("female", "FEMALE"), ("male", "MALE"), ("intersex", "OTHER_SEX"), ("unknown", "UNKNOWN_SEX")],
)
def test_sex_and_gender(sex: str, code: str) -> None:
    subject = packet(f"patient: {{sex: {sex}, gender: non-binary}}\n")["subject"]
    assert subject == {"id": "patient", "sex": code, "gender": term("casewright:patient.gender", "non-binary")}


def test_nothing_said_is_nothing_written() -> None:
    assert packet("").keys() == {"id", "subject", "metaData"}
    assert packet("")["subject"] == {"id": "patient"}


def test_where_a_journal_prints_no_exact_age_none_is_told(tmp_path: Path) -> None:
    copied(tmp_path)
    profile = tmp_path / "templates" / "journals" / "discreet.yaml"
    profile.parent.mkdir(parents=True)
    profile.write_text("name: Discreet\nstyle: vancouver\nage: decade\n", "utf-8")
    result = make_case(Workspace(tmp_path), "paraspinal-emh", Wishes(writers=("phenopacket",), journal="discreet"))
    told = read(result.outputs["phenopacket"])["subject"]["timeAtLastEncounter"]
    assert told == {"ontologyClass": term("casewright:patient.age", "20–29 years")}


# --- about the packet -------------------------------------------------------------------------------


def about(made: Manuscript) -> Json:
    written = read(write(made, Templates(()), Look()))
    is_sound(written)
    metadata: Json = written["metaData"]
    return metadata


def test_ontologies_are_declared_and_their_release_is_not_made_up() -> None:
    made = packet("patient: {concerns: [{what: fits, code: HP:0001250}]}\n")
    hp, own = made["metaData"]["resources"]
    assert hp == {
        "id": "hp",
        "name": "Human Phenotype Ontology",
        "url": "http://purl.obolibrary.org/obo/hp.owl",
        "version": NOT_STATED,
        "namespacePrefix": "HP",
        "iriPrefix": "http://purl.obolibrary.org/obo/HP_",
    }
    assert (own["namespacePrefix"], own["iriPrefix"]) == ("casewright", "urn:casewright:one:")


def test_it_is_dated_from_publication_and_refers_to_the_report() -> None:
    metadata = about(specimen())
    assert metadata["created"] == "2025-07-04T00:00:00Z"
    (reference,) = metadata["externalReferences"]
    assert (reference["id"], reference["reference"]) == ("DOI:10.5555/specimen", "https://doi.org/10.5555/specimen")
    made = specimen()
    unpublished = about(replace(made, publication=replace(made.publication, published="2025-07")))
    assert unpublished["created"] == "0001-01-01T00:00:00Z"


def test_a_retold_case_names_its_record_and_who_retold_it() -> None:
    made = specimen(Kind.RETOLD)
    metadata = about(made)
    assert metadata["createdBy"] == "the tests"
    notice, record = metadata["externalReferences"]
    assert notice == {"id": "casewright:kind", "description": made.notice}
    assert record["id"] == "DOI:10.5555/record"


def test_a_draft_says_so() -> None:
    first, *_ = about(specimen(draft_errors=2))["externalReferences"]
    assert first == {"id": "casewright:draft", "description": "DRAFT – 2 errors to mend"}


def test_no_address_of_an_author_is_in_it() -> None:
    (data,) = write(specimen(), Templates(()), Look()).files.values()
    assert "@" not in data.decode()


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ("patient: {occupation: baker, ancestry: Norse}", "ancestry, occupation"),
        ("history: {family: [{relative: mother, what: asthma}]}", "family history"),
        ("events: {day 3: discharged home}", "events"),
        ("tests: {mri: {name: MRI, at: day 1}}", "tests without a result"),
        ("adverse_events: none", "that there were no adverse events"),
        (
            "diagnoses: {differential: [{what: lupus}]}",
            "reasons for and against alternative diagnoses, alternative diagnoses that nothing excluded",
        ),
        ("treatments: {surgery: {considered_only: yes}}", "treatments that were only considered"),
        (
            "adherence: {what: good}\ndiagnoses: {prognosis: good, difficulties: [late]}",
            "prognosis, difficulties of the",
        ),
        (
            "adverse_events: [{what: rash, naranjo: {previous_reports: yes}}]",
            "answers about the cause of adverse events",
        ),
    ],
)
def test_what_has_no_place_is_named(facts: str, named: str) -> None:
    (finding,) = output(f"{facts}\n").findings
    assert (finding.rule.id, finding.where.file) == ("phenopacket-leaves-out", "case.yaml")
    assert finding.message.startswith(f"the phenopacket leaves out, for want of a place: {named}")


def test_nothing_is_said_where_all_of_it_has_a_place() -> None:
    facts = "patient: {age: 34 years, concerns: [rash]}\ntests: {hb: {name: Hb, results: {day 0: 9}}}\n"
    assert output(facts).findings == ()


# --- whole cases ------------------------------------------------------------------------------------


def built(case_id: str, root: Path = ROOT) -> Result:
    result = make_case(Workspace(root), case_id, Wishes(writers=("phenopacket",)))
    assert result.case is not None
    return result


def strings(part: object) -> Iterator[str]:
    """The texts of a packet but the time of its making."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key != "created":
                yield from strings(value)
    elif isinstance(part, list):
        for inner in part:
            yield from strings(inner)
    elif isinstance(part, str):
        yield part


@pytest.mark.parametrize("case_id", CASES)
def test_a_whole_case_is_sound_undated_and_the_same_twice(case_id: str) -> None:
    result = built(case_id)
    assert [f.rule.id for f in result.findings] == ["phenopacket-leaves-out"]
    written = read(result.outputs["phenopacket"])
    is_sound(written)
    assert built(case_id).outputs == result.outputs


@pytest.mark.parametrize("case_id", CASES)
def test_it_holds_every_fact_that_has_a_place(case_id: str) -> None:
    result = built(case_id)
    assert result.case
    written = read(result.outputs["phenopacket"])
    labels = {found["label"] for found in terms(written)}
    assert {name for name in named_facts(result.case) if name not in labels} == set()
    series, _ = series_of(result.case)
    # Of a scale, 39/50 is no quantity; it is kept as words.
    numbers = [(s.name, r) for s in series.values() for r in s.results if r.value is not None]
    results = [(name, r.value) for name, r in numbers if "/" not in r.text]
    scales = {(name, r.text) for name, r in numbers if "/" in r.text}
    quantities = [
        (m["assay"]["label"], m["value"]["quantity"]["value"])
        for m in written["measurements"]
        if "quantity" in m["value"]
    ]
    assert quantities == results
    in_words = [m for m in written["measurements"] if "ontologyClass" in m["value"]]
    assert scales <= {(m["assay"]["label"], m["value"]["ontologyClass"]["label"]) for m in in_words}


def named_facts(case: Case) -> Iterator[str]:
    facts, history = case.facts, case.facts.history
    for notes in (facts.patient.concerns, history.medical, history.genetic, history.psychosocial, facts.examination):
        yield from (note.what for note in notes)
    yield from (diagnosis.what for diagnosis in facts.diagnoses.final)
    yield from (earlier.what for earlier in history.earlier_treatments)
    yield from (outcome.what for outcome in facts.outcomes)
    yield from (event.what for event in facts.adverse_events or () if not isinstance(event, str))
    yield from (test.name for test in facts.tests.values())
    for key, treatment in facts.treatments.items():
        if not treatment.considered_only:
            yield treatment.name or key
            yield from (f"{treatment.name or key}: {change.what}" for change in treatment.changes)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_any_case_becomes_a_sound_packet(made: Made) -> None:
    facts: dict[str, Any] = {
        "patient": {"concerns": [{"what": word, "from": "day -3"} for word in made.words[:9]]},
        "examination": made.words[9:15],
        "tests": {f"t{n}": {"name": word, "results": {"day 0": word}} for n, word in enumerate(made.words[15:18])},
        "treatments": {f"d{n}": {"name": word, "dose": word} for n, word in enumerate(made.words[18:21])},
    }
    made.facts |= facts
    with tempfile.TemporaryDirectory() as folder:
        made.write(Path(folder) / "cases" / "made")
        result = built("made", Path(folder))
    written = read(result.outputs["phenopacket"])
    is_sound(written)
    labels = {found["label"] for found in terms(written)}
    wanted = {" ".join(word.split()) for word in made.words[:15] if word.strip()}
    assert wanted <= {" ".join(label.split()) for label in labels}


def copied(root: Path) -> None:
    """One of our cases in a workspace of its own."""
    shutil.copytree(ROOT / "cases" / "paraspinal-emh", root / "cases" / "paraspinal-emh")


def test_withdrawn_consent_stops_it_and_removes_an_earlier_one(tmp_path: Path) -> None:
    copied(tmp_path)
    command = ["build", "paraspinal-emh", "--to", "phenopacket", "--root", str(tmp_path)]
    written = tmp_path / "build" / "paraspinal-emh" / "paraspinal-emh.phenopacket.json"
    assert main(command) == 0
    assert written.is_file()
    path = tmp_path / "cases" / "paraspinal-emh" / "case.yaml"
    text = path.read_text("utf-8")
    assert "unclear_in_source" in text
    path.write_text(text.replace("unclear_in_source", "withdrawn", 1), "utf-8")
    assert main(command) == 1
    assert not written.exists()


def test_real_dates_in_private_are_looked_for_in_it(tmp_path: Path) -> None:
    copied(tmp_path)
    private = tmp_path / "cases" / "paraspinal-emh" / "private"
    private.mkdir()
    # 1 January 1970 is a date of birth like any other.
    (private / "dates.yaml").write_text("day 0: 2025-03-14\nbirth: 1970-01-01\n", "utf-8")
    result = built("paraspinal-emh", tmp_path)
    assert [f.rule.id for f in result.findings] == ["phenopacket-leaves-out"]
    assert result.case
    leaking = Output({"paraspinal-emh.phenopacket.json": b'{"label": "since 14 March 2025"}'}, {})
    assert [f.rule.id for f in private_dates(result.case, {"phenopacket": leaking})] == ["private-date-written"]


@pytest.mark.parametrize(
    ("status", "findings"), [("refused", ["reuse-refused"]), ("given", ["phenopacket-leaves-out"])]
)
def test_whoever_may_not_be_reused_is_in_no_phenopacket(status: str, findings: list[str], tmp_path: Path) -> None:
    copied(tmp_path)
    path = tmp_path / "cases" / "paraspinal-emh" / "case.yaml"
    path.write_text(path.read_text("utf-8").replace("\nconsent:\n", f"\nconsent:\n  reuse: {status}\n"), "utf-8")
    assert [f.rule.id for f in built("paraspinal-emh", tmp_path).findings] == findings
    assert make_case(Workspace(tmp_path), "paraspinal-emh", Wishes(writers=("text",))).outputs.keys() == {"text"}


def test_it_is_written_only_on_request() -> None:
    assert "phenopacket" not in TEXTS
    assert "phenopacket" not in Wishes().writers


def test_a_notice_with_quotation_marks_is_found_in_it(tmp_path: Path) -> None:
    copied(tmp_path)
    labels = tmp_path / "templates" / "labels" / "en.yaml"
    labels.parent.mkdir(parents=True)
    labels.write_text("labels:\n  notice_retold: 'Retold, \"not a source\".'\n", "utf-8")
    result = built("paraspinal-emh", tmp_path)
    assert [f.rule.id for f in result.findings] == ["phenopacket-leaves-out"]


# --- codes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", [prefix for prefix, ontology in ONTOLOGIES.items() if ontology.pattern])
def test_a_code_of_every_ontology_is_read(prefix: str) -> None:
    code = f"{prefix}:{ONTOLOGIES[prefix].example}"
    made = packet(f"diagnoses: {{final: [{{what: something, code: '{code}'}}]}}\n")
    assert made["diseases"][0]["term"] == term(code, "something")


@pytest.mark.parametrize(
    ("written", "read_as"), [("hp:0001250", "HP:0001250"), ("'HP: 0001250'", "HP:0001250"), ("orpha:848", "ORPHA:848")]
)
def test_a_prefix_may_be_typed_in_small_letters(written: str, read_as: str) -> None:
    made = packet(f"examination: [{{what: fits, code: {written}}}]\n")
    assert made["phenotypicFeatures"][0]["type"]["id"] == read_as


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("code: '0001250'", "a code begins with its ontology, such as HP:0001250; known here: HP, MONDO, ORPHA"),
        ("code: HPO:0001250", "a code begins with its ontology"),
        ("code: HP", "a code begins with its ontology"),
        ("code: HP:1250", "a code of Human Phenotype Ontology is written like HP:0001250"),
        ("code: HP:٠٠٠١٢٥٠", "a code of Human Phenotype Ontology is written like HP:0001250"),
        ("code: LOINC:2276-4", "the code of a test is written in `loinc`"),
        ("code: UCUM:g/dL", "a unit is written in `unit`"),
        ("absent: yes", "`absent` belongs to a `code`; without one, say in words what was not found"),
    ],
)
def test_what_is_no_code_is_said_at_its_place(note: str, message: str) -> None:
    _, _, findings = read_case_file(f"casewright: 1\nexamination:\n  - {{what: fits, {note}}}\n", "case.yaml")
    (finding,) = findings
    assert finding.severity is Severity.ERROR
    assert finding.where.line == 3
    assert message in finding.message
