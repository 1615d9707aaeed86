"""Rules about adverse events: whose answers they are, and whether they agree with each other and with the course."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from pipeline.case import Case
from pipeline.case.course import AdverseEvent
from pipeline.case.sources import FieldPath
from pipeline.case.time import Time
from pipeline.facts.causality import SCALES, Judgement, Scale, by_suspect, events_of, judgements, path_to, rules
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.reading.model_errors import known

SUSPECT = rule(
    "suspected-treatment",
    Severity.ERROR,
    "Only a treatment that was given can be suspected of an adverse event.",
    fix="Write the key of a treatment under `treatments`.",
    example="adverse_events: [{what: rash, suspected: lamotrigin}]\n",
)
QUESTION = rule(
    "causality-question",
    Severity.ERROR,
    "An answer to no question would not be counted.",
    fix="Write one of the questions that the message lists.",
    example=(
        "treatments: {x: {from: day -9}}\nadverse_events: [{what: rash, suspected: x, naranjo: {improvd: yes}}]\n"
    ),
)
WHOSE_ANSWERS = rule(
    "causality-whose-answers",
    Severity.ERROR,
    "Causality is judged for each treatment on its own.",
    fix="Put the answers below the key of the treatment that they are about.",
    example="adverse_events: [{what: rash, suspected: [a, b], naranjo: {improved: yes}}]\n",
)
CONTRADICTION = rule(
    "causality-contradiction",
    Severity.ERROR,
    "A score from answers that contradict each other means nothing.",
    fix="Change the answer that is wrong, or take it out.",
    example=(
        "treatments: {x: {from: day -9}}\n"
        "adverse_events: [{what: rash, suspected: x, naranjo: {improved: yes}, who_umc: {improved: no}}]\n"
    ),
)
OTHER_SUSPECT = rule(
    "causality-other-suspect",
    Severity.WARNING,
    "Of two suspected treatments, each is another possible cause.",
    fix="Answer `other_causes` with yes, or suspect only one of the treatments.",
    example=(
        "treatments: {a: {}, b: {}}\n"
        "adverse_events: [{what: rash, suspected: [a, b], naranjo: {a: {other_causes: no}}}]\n"
    ),
)

_ABOUT_TIME: tuple[tuple[Scale, str], ...] = (("naranjo", "after_drug"), ("who_umc", "plausible_time"))


def check(case: Case) -> Iterator[Finding]:
    """The findings of this family."""
    for index, event in enumerate(events_of(case)):
        yield from _suspects(case, index, event)
        for scale in SCALES:
            yield from _answers(case, index, event, scale)
    for judged in judgements(case):
        event = events_of(case)[judged.event]
        yield from _contradictions(case, event, judged)
        yield from _against_the_course(case, event, judged)
        yield from _other_suspects(case, event, judged)


def _suspects(case: Case, index: int, event: AdverseEvent) -> Iterator[Finding]:
    for number, key in enumerate(event.suspected):
        where = case.sources.value("adverse_events", index, "suspected", number)
        treatment = case.facts.treatments.get(key)
        if treatment is None and not case.sources.was_dropped("treatments", key):
            hint = _nearest(key, list(case.facts.treatments))
            yield SUSPECT.at(where, "there is no treatment of this name", hint=hint, quote=key)
        elif treatment and treatment.considered_only:
            message = "this treatment was only considered, so it cannot have caused anything"
            yield SUSPECT.at(where, message, hint="take it out here, or take `considered_only` out there", quote=key)


def _answers(case: Case, index: int, event: AdverseEvent, scale: Scale) -> Iterator[Finding]:
    path = ("adverse_events", index, scale)
    each = by_suspect(event, scale)
    if each is None:
        if getattr(event, scale) and len(set(event.suspected)) != 1:
            message = "these answers do not say of which treatment they are"
            if not event.suspected:
                hint = "name the treatment in `suspected:`"
            else:
                hint = f"write them for each treatment: {scale}: {{{event.suspected[0]}: {{…}}}}"
            yield WHOSE_ANSWERS.at(case.sources.key(*path), message, hint=hint)
        yield from _questions(case, path, getattr(event, scale), scale)
        return
    for key, answers in each.items():
        if key not in event.suspected:
            message = "answers are given for this treatment, which is not in `suspected`"
            where = case.sources.key(*path, key)
            yield WHOSE_ANSWERS.at(where, message, hint=_nearest(key, event.suspected), quote=key)
        yield from _questions(case, (*path, key), answers, scale)


def _questions(case: Case, path: FieldPath, answers: Mapping[str, object], scale: Scale) -> Iterator[Finding]:
    wanted = rules().questions(scale)
    for name in answers:
        if name not in wanted:
            hint = _nearest(name, wanted)
            yield QUESTION.at(case.sources.key(*path, name), "this is not one of the questions", hint=hint, quote=name)


def _contradictions(case: Case, event: AdverseEvent, judged: Judgement) -> Iterator[Finding]:
    naranjo, who_umc = judged.stated["naranjo"], judged.stated["who_umc"]

    def at(scale: Scale, question: str) -> Location:
        return case.sources.key(*path_to(event, judged, scale), question)

    for question, answer in who_umc.items():
        other = naranjo.get(question, "unknown")
        if "unknown" not in (answer, other) and answer != other:
            message = f"`{question}` is {answer} here and {other} under `naranjo`"
            hint = "answer it once, under `naranjo`: it is counted for both"
            yield CONTRADICTION.at(at("who_umc", question), message, hint=hint)
    if naranjo.get("after_drug") != "no":
        return
    if naranjo.get("came_back") == "yes":
        message = "an event that did not come after the treatment cannot come back with it"
        yield CONTRADICTION.at(at("naranjo", "came_back"), message, hint="correct `came_back` or `after_drug`")
    if who_umc.get("plausible_time") == "yes":
        message = "the time is plausible here, but under `naranjo` the event did not come after the treatment"
        hint = "correct `plausible_time` or `after_drug`"
        yield CONTRADICTION.at(at("who_umc", "plausible_time"), message, hint=hint)


def _against_the_course(case: Case, event: AdverseEvent, judged: Judgement) -> Iterator[Finding]:
    """Answers about the order of event and treatment, beside the times that case.yaml gives them."""
    began, given = event.at or event.from_, _begin(case, judged.suspect)
    if began is None or given is None:
        return
    times = f"the event began at {began.text}, the treatment at {given.text}"
    hint = "correct the answer or one of the times"
    for scale, question in _ABOUT_TIME:
        answer = judged.stated[scale].get(question)
        where = case.sources.key(*path_to(event, judged, scale), question)
        if answer == "yes" and began.is_before(given):
            yield CONTRADICTION.at(where, f"`{question}` is answered with yes, but {times}", hint=hint)
        elif answer == "no" and question == "after_drug" and given.is_before(began):
            yield CONTRADICTION.at(where, f"`{question}` is answered with no, but {times}", hint=hint)


def _begin(case: Case, treatment: str) -> Time | None:
    given = case.facts.treatments[treatment]
    return given.at or given.from_


def _other_suspects(case: Case, event: AdverseEvent, judged: Judgement) -> Iterator[Finding]:
    others = [key for key in dict.fromkeys(event.suspected) if key != judged.suspect]
    for scale in SCALES:
        if others and judged.stated[scale].get("other_causes") == "no":
            where = case.sources.key(*path_to(event, judged, scale), "other_causes")
            message = f"no other cause is said to explain the event, yet {', '.join(others)} is suspected of it as well"
            yield OTHER_SUSPECT.at(where, message, hint="answer yes, or unknown, where the other could be the cause")


def _nearest(given: str, options: Sequence[str]) -> str:
    near = difflib.get_close_matches(given, options, n=1)
    return f"did you mean `{near[0]}`?" if near else known(options)
