"""A phenopacket: a manuscript's clinical record in, one JSON file of the GA4GH Phenopacket Schema 2.0 out.

It holds no date of the patient: times count from presentation and are terms of the case's own. `created`, which the
schema asks for, is the day of publication; where there is none yet it is the first day that can be written, which
nobody takes for a real one, so that the same case always gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from pipeline.case import Case
from pipeline.case.codes import ONTOLOGIES
from pipeline.findings import Finding, Severity, rule
from pipeline.manuscript import Manuscript, Publication
from pipeline.manuscript.record import (
    OWN,
    Action,
    Age,
    AgeRange,
    Deed,
    Disease,
    Feature,
    Interpretation,
    Measurement,
    Quantity,
    Record,
    Term,
)
from pipeline.writing.facts import RESOLVERS, address
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from pipeline.writing.templates import Templates
from pipeline.writing.text_nodes import words

LEFT_OUT = rule(
    "phenopacket-leaves-out",
    Severity.WARNING,
    "Who reads only the phenopacket does not learn what the standard has no place for.",
    fix="Share the text along with it.",
    example="$ casewright build --to phenopacket   # of a case with a timeline of words\n",
)
REUSE_REFUSED = rule(
    "reuse-refused",
    Severity.REFUSAL,
    "Data are handed on to be used again, which the patient does not allow.",
    fix="Do not write a phenopacket of this case.",
    example="consent: {publication: given, reuse: refused}\n",
)
SUFFIX = ".phenopacket.json"
SEX = {"female": "FEMALE", "male": "MALE", "intersex": "OTHER_SEX", "unknown": "UNKNOWN_SEX"}
NOT_STATED = "not stated"
"""Version of an ontology: an author gives codes without the release in which they were looked up."""
_NO_DAY = "0001-01-01"
_A_DAY = len(_NO_DAY)

Json = dict[str, object]


def problems(case: Case, _manuscript: Manuscript, _: Templates) -> list[Finding]:
    """A refusal where the patient does not allow reuse; what else is refused stops every format."""
    reuse = case.facts.consent and case.facts.consent.reuse
    if not reuse or reuse.status != "refused":
        return []
    message = "consent to reuse was refused; a phenopacket is made for it, so nothing is written"
    return [REUSE_REFUSED.at(case.sources.key("consent", "reuse"), message, hint="build without `phenopacket`")]


def write(manuscript: Manuscript, _: Templates, _look: Look) -> Output:
    """The record as `<case>.phenopacket.json`; what has no place in it is named in a finding."""
    record = manuscript.record
    packet, about = _facts(manuscript.case_id, record), _about(manuscript)
    # The schema asks for one resource at least.
    prefixes = sorted(_prefixes([packet, about]) | {OWN})
    about["resources"] = [_resource(prefix, manuscript.case_id) for prefix in prefixes]
    text = json.dumps(_filled(packet | {"metaData": about}), ensure_ascii=False, indent=1) + "\n"
    found: tuple[Finding, ...] = ()
    if record.left_out:
        message = f"the phenopacket leaves out, for want of a place: {', '.join(record.left_out)}"
        found = (LEFT_OUT.at(record.where, message, hint="nothing need be done; say so where you hand it on"),)
    return Output({f"{manuscript.case_id}{SUFFIX}": text.encode()}, {}, found)


def _facts(case_id: str, record: Record) -> Json:
    subject: Json = {
        "id": "patient",
        "timeAtLastEncounter": _when(record.age),
        "sex": SEX.get(record.sex),
        "gender": _term(record.gender),
    }
    return {
        "id": case_id,
        "subject": subject,
        "phenotypicFeatures": [_feature(feature) for feature in record.features],
        "measurements": [_measurement(measurement) for measurement in record.measurements],
        "interpretations": [_interpretation(interpretation) for interpretation in record.interpretations],
        "diseases": [_disease(disease) for disease in record.diseases],
        "medicalActions": [_action(action) for action in record.actions],
    }


def _term(term: Term | None) -> Json | None:
    return {"id": term.id, "label": term.label} if term else None


def _when(time: Age | AgeRange | Term | None) -> Json | None:
    match time:
        case Age(duration):
            return {"age": {"iso8601duration": duration}}
        case AgeRange(start, end):
            ends = {"start": start.iso8601duration, "end": end.iso8601duration}
            return {"ageRange": {name: {"iso8601duration": duration} for name, duration in ends.items()}}
        case Term():
            return {"ontologyClass": _term(time)}
    return None


def _feature(feature: Feature) -> Json:
    return {
        "description": feature.description,
        "type": _term(feature.type),
        "excluded": feature.excluded or None,
        "severity": _term(feature.severity),
        "onset": _when(feature.onset),
        "resolution": _when(feature.resolution),
    }


def _measurement(measurement: Measurement) -> Json:
    value = measurement.value
    return {
        "description": measurement.description,
        "assay": _term(measurement.assay),
        "value": {"quantity": _quantity(value)} if isinstance(value, Quantity) else {"ontologyClass": _term(value)},
        "timeObserved": _when(measurement.observed),
    }


def _quantity(quantity: Quantity) -> Json:
    unit = _term(quantity.unit)
    limits = {"unit": unit, "low": quantity.low, "high": quantity.high}
    has_both = quantity.low is not None and quantity.high is not None
    return {"unit": unit, "value": quantity.value, "referenceRange": limits if has_both else None}


def _disease(disease: Disease) -> Json:
    return {
        "term": _term(disease.term),
        "excluded": disease.excluded or None,
        "onset": _when(disease.onset),
        "resolution": _when(disease.resolution),
    }


def _interpretation(interpretation: Interpretation) -> Json:
    # Whether the search for the cause is over, no author says.
    return {
        "id": interpretation.id,
        "progressStatus": "UNKNOWN_PROGRESS",
        "diagnosis": {"disease": _term(interpretation.disease)},
        "summary": interpretation.summary,
    }


def _action(action: Action) -> Json:
    term = _term(action.term)
    match action.deed:
        case Deed.TREATMENT:
            done: Json = {"treatment": {"agent": term, "routeOfAdministration": _term(action.route)}}
        case Deed.PROCEDURE:
            done = {"procedure": {"code": term, "performed": _when(action.start)}}
        case Deed.REGIMEN:
            done = {
                "therapeuticRegimen": {
                    "ontologyClass": term,
                    "startTime": _when(action.start),
                    "endTime": _when(action.end),
                    "regimenStatus": str(action.status),
                }
            }
    return {
        **done,
        "treatmentIntent": _term(action.intent),
        "responseToTreatment": _term(action.response),
        "adverseEvents": [_term(event) for event in action.adverse_events],
        "treatmentTerminationReason": _term(action.stopped_because),
    }


def _about(manuscript: Manuscript) -> Json:
    published = manuscript.publication.published
    by = manuscript.source.retold_by if manuscript.source else ", ".join(author.name for author in manuscript.authors)
    return {
        "created": f"{published if len(published) == _A_DAY else _NO_DAY}T00:00:00Z",
        "createdBy": by or manuscript.case_id,
        "phenopacketSchemaVersion": "2.0",
        "externalReferences": list(_references(manuscript)),
    }


def _prefixes(part: object) -> set[str]:
    """The prefixes of all identifiers in a packet, or in a part of it."""
    inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    found = {prefix for inner in inside for prefix in _prefixes(inner)}
    identifier = str(part.get("id", "")) if isinstance(part, dict) else ""
    return found | {identifier.partition(":")[0]} if ":" in identifier else found


def _resource(prefix: str, case_id: str) -> Json:
    if prefix == OWN:
        name = "Terms of this case: paths of fields in its case.yaml; times count from presentation, day 0"
        return _declared(prefix, name, f"urn:{OWN}:{case_id}", "1", f"urn:{OWN}:{case_id}:")
    if resolver := RESOLVERS.get(prefix.lower()):
        home = resolver.partition("{}")[0]
        return _declared(prefix, prefix, home, NOT_STATED, home)
    ontology = ONTOLOGIES[prefix]
    return _declared(prefix, ontology.name, ontology.url, NOT_STATED, ontology.iri)


def _declared(prefix: str, name: str, url: str, version: str, iri: str) -> Json:
    about = {"id": prefix.lower(), "name": name, "url": url, "version": version}
    return {**about, "namespacePrefix": prefix, "iriPrefix": iri}


def _references(manuscript: Manuscript) -> Iterator[Json]:
    """The report, or the record that is retold; and what every output says of a draft and of a case that is no
    patient of the authors."""
    labels, errors = manuscript.labels, manuscript.draft_errors
    if errors:
        draft = labels["draft_one" if errors == 1 else "draft"].format(n=errors)
        yield {"id": f"{OWN}:draft", "description": draft}
    if manuscript.notice:
        yield {"id": f"{OWN}:kind", "description": manuscript.notice}
    source = manuscript.source
    title = source.title if source else words(manuscript.title)
    yield from _identified(source.publication if source else manuscript.publication, title)


def _identified(of: Publication, title: str) -> Iterator[Json]:
    found = [(name.upper(), getattr(of, name), address(of, name)) for name in RESOLVERS if getattr(of, name)]
    for name, value, link in found:
        yield {"id": f"{name}:{value}", "reference": link, "description": title}
    if not found and of.journal:
        yield {"id": f"{OWN}:publication", "description": f"{title}. {of.journal} {of.published[:4]}".strip()}


def _filled(value: object) -> object:
    """Without what is empty, and with whole numbers as such."""
    if isinstance(value, dict):
        filled = {key: _filled(part) for key, part in value.items()}
        return {key: part for key, part in filled.items() if part not in (None, "", [], {})}
    if isinstance(value, list):
        return [_filled(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
