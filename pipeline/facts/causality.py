"""Answers about adverse events → Naranjo scores and WHO-UMC categories, by the rules of templates/causality.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

import yaml

from pipeline.case import Case
from pipeline.case.course import AdverseEvent, Answer
from pipeline.case.sources import FieldPath
from pipeline.workspace import shipped_templates

Scale = Literal["naranjo", "who_umc"]
SCALES: tuple[Scale, ...] = ("naranjo", "who_umc")
Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Rules:
    """What templates/causality.yaml says."""

    points: Mapping[str, tuple[int, int]]
    """Question of Naranjo → points for yes, and for no."""
    categories: tuple[tuple[str, int], ...]
    """Category of Naranjo and the points from which it holds, highest first."""
    below: str
    criteria: tuple[str, ...]
    """Questions of the WHO-UMC system."""

    def questions(self, scale: Scale) -> tuple[str, ...]:
        return tuple(self.points) if scale == "naranjo" else self.criteria


@dataclass(frozen=True, slots=True)
class Judgement:
    """One event and one treatment that is suspected of it, with what was answered."""

    event: int
    """Index in `adverse_events`."""
    suspect: str
    """Key of the treatment."""
    naranjo: Answers
    who_umc: Answers
    """Also what the Naranjo questions answer; empty where the WHO-UMC system was not asked at all."""
    stated: Mapping[Scale, Answers]
    """As written under each scale, questions that there are not left out."""

    @property
    def score(self) -> int:
        return sum(points_of(question, self.naranjo) for question in rules().points)

    @property
    def answered(self) -> int:
        """Questions of Naranjo with yes or no."""
        return sum(answer != "unknown" for answer in self.naranjo.values())

    @property
    def naranjo_category(self) -> str:
        return naranjo_category(self.score)

    @property
    def who_umc_category(self) -> str:
        return who_umc_category(self.who_umc)


def points_of(question: str, answers: Answers) -> int:
    """What a question of Naranjo adds to the score: nothing where it is not answered, or not known."""
    yes, no = rules().points[question]
    return {"yes": yes, "no": no}.get(answers.get(question, "unknown"), 0)


def naranjo_category(score: int) -> str:
    """`definite` from 9, `probable` from 5, `possible` from 1, else `doubtful` (Naranjo 1981)."""
    return next((name for name, least in rules().categories if score >= least), rules().below)


def who_umc_category(answers: Answers) -> str:
    """The category whose criteria the answers meet; every set of answers gives exactly one.

    `certain`, `probable`, `possible` and `unlikely` need time and other causes answered. Where these are open, or
    contradict each other, it is `unassessable` if no more data are to come, else `conditional`.
    """
    match answers.get("plausible_time"), answers.get("other_causes"):
        case "yes", "no":
            if answers.get("improved") != "yes":
                return "possible"
            return "certain" if _is_settled(answers) else "probable"
        case "yes", "yes":
            return "possible"
        case "no", "yes":
            return "unlikely"
        case _:
            return "unassessable" if answers.get("more_data") == "no" else "conditional"


def _is_settled(answers: Answers) -> bool:
    """What `certain` asks beyond `probable`: a specific event, and rechallenge unless it is not needed."""
    again = answers.get("came_back")
    rechallenged = again == "yes" or (again != "no" and answers.get("rechallenge_needed") == "no")
    return answers.get("specific") == "yes" and rechallenged


def judgements(case: Case) -> Iterator[Judgement]:
    """Every suspected treatment of every adverse event for which a question was answered."""
    for index, event in enumerate(events_of(case)):
        for suspect in dict.fromkeys(event.suspected):
            stated = {scale: _known(scale, answers_for(event, scale, suspect)) for scale in SCALES}
            if suspect in case.facts.treatments and any(stated.values()):
                naranjo, who_umc = stated["naranjo"], stated["who_umc"]
                shared = {q: a for q, a in naranjo.items() if q in rules().criteria} if who_umc else {}
                yield Judgement(index, suspect, naranjo, {**shared, **who_umc}, stated)


def events_of(case: Case) -> tuple[AdverseEvent, ...]:
    """The adverse events; none of `none`, and none where nothing is said."""
    return case.facts.adverse_events if isinstance(case.facts.adverse_events, tuple) else ()


def by_suspect(event: AdverseEvent, scale: Scale) -> Mapping[str, Answers] | None:
    """Answers for each suspect by its key; None where they were written for the only one."""
    written = getattr(event, scale)
    return written if any(isinstance(answer, Mapping) for answer in written.values()) else None


def answers_for(event: AdverseEvent, scale: Scale, suspect: str) -> Answers:
    """What was answered for a suspect; nothing where several share answers that do not say whose they are."""
    each = by_suspect(event, scale)
    if each is not None:
        return each.get(suspect, {})
    return cast("Answers", getattr(event, scale)) if len(set(event.suspected)) == 1 else {}


def path_to(event: AdverseEvent, judged: Judgement, scale: Scale) -> FieldPath:
    """Where the answers of a judgement were written."""
    own: FieldPath = (judged.suspect,) if by_suspect(event, scale) is not None else ()
    return ("adverse_events", judged.event, scale, *own)


def _known(scale: Scale, answers: Answers) -> Answers:
    return {question: answers[question] for question in rules().questions(scale) if question in answers}


@cache
def rules() -> Rules:
    """The rules as they ship."""
    data = yaml.safe_load((shipped_templates() / "causality.yaml").read_text("utf-8"))
    naranjo = data["naranjo"]
    points = {name: (yes, no) for name, (yes, no) in naranjo["questions"].items()}
    return Rules(points, tuple(naranjo["categories"].items()), naranjo["below"], tuple(data["who_umc"]["questions"]))
