"""Adverse events → a table of what happened, when, through what, what was done and how it ended."""

from __future__ import annotations

from pipeline.case.course import AdverseEvent
from pipeline.facts.causality import Judgement, events_of, judgements, rules
from pipeline.findings import Finding
from pipeline.manuscript import Alignment, Cell
from pipeline.tabulating.cells import cell, choices, empty, lines_cell, table_of, time_cell
from pipeline.tabulating.tabulated import Request, Tabulated


def tabulate(request: Request) -> tuple[Tabulated, list[Finding]]:
    """One row for each event; a sentence where there were none. The grade stands below the event, and what was
    answered about causality behind each suspected treatment.
    """
    findings = choices(request)
    written, where = request.case.facts.adverse_events, request.case.sources.value("adverse_events")
    if written == "none":
        sentence = cell(request.words["adverse_none"], where)
        return Tabulated((Alignment.LEFT,), (), ((sentence,),)), findings
    if not written and not request.case.sources.was_dropped("adverse_events"):
        hint = "write `adverse_events: none` where there were none, else a list of them"
        findings.append(empty(request, "nothing is said about adverse events", hint))
    judged = list(judgements(request.case))
    events = enumerate(events_of(request.case))
    rows = [_row(request, i, event, [one for one in judged if one.event == i]) for i, event in events]
    graded, words = any(event.grade for event in events_of(request.case)), request.words
    heads = [words["adverse_what_grade" if graded else "adverse_what"], words["adverse_time"]]
    heads.append(words["adverse_suspected_causality" if judged else "adverse_suspected"])
    return table_of(request, [*heads, words["adverse_action"], words["adverse_outcome"]], rows), findings


def treatment_name(request: Request, key: str) -> str:
    """As printed; the key itself where there is no such treatment, which has its finding."""
    treatment = request.case.facts.treatments.get(key)
    return (treatment.name if treatment else None) or key


def signed(number: int, *, plus: bool = False) -> str:
    """With a real minus sign, and a plus sign where asked for."""
    return (
        f"{number:+d}".replace("-", "\N{MINUS SIGN}") if plus and number else f"{number}".replace("-", "\N{MINUS SIGN}")
    )


def _row(request: Request, index: int, event: AdverseEvent, judged: list[Judgement]) -> list[Cell]:
    path = ("adverse_events", index)

    def at(field: str) -> Cell:
        return cell(getattr(event, field), request.case.sources.value(*path, field))

    where = request.case.sources.value(*path)
    said = {one.suspect: _causality(request, one) for one in judged}
    names = {key: treatment_name(request, key) for key in event.suspected}
    suspects = [f"{name}: {said[key]}" if key in said else name for key, name in names.items()]
    return [
        lines_cell(filter(None, (event.what, event.grade)), where),
        time_cell(event, request, where),
        lines_cell(suspects, request.case.sources.value(*path, "suspected")),
        at("action"),
        at("outcome"),
    ]


def _causality(request: Request, judged: Judgement) -> str:
    words, said = request.words, []
    if judged.naranjo:
        category = words[f"naranjo_is_{judged.naranjo_category}"]
        answered = words["causality_of"].format(n=judged.answered, all=len(rules().points))
        said.append(words["causality_naranjo"].format(score=signed(judged.score), category=category, answered=answered))
    if judged.who_umc:
        said.append(words["causality_who_umc"].format(category=words[f"who_umc_is_{judged.who_umc_category}"]))
    return "; ".join(said)
