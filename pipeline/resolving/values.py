"""`{{ tests.alt at day 12 }}`, `{{ patient }}` → the words printed, from case.yaml."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace

from pydantic import BaseModel

from pipeline.case import Case
from pipeline.case.course import Test
from pipeline.case.paths import names_at
from pipeline.case.patient import Patient
from pipeline.case.time import Time
from pipeline.facts.times import counted, time_in_words
from pipeline.findings import Finding, Severity, rule
from pipeline.journals import AgeForm
from pipeline.manuscript import Inline, Placeholder, Text, ValueMark
from pipeline.reading.model_errors import known
from pipeline.remembering import Same, facts_and_files, remembered
from pipeline.resolving.ages import age_by_decade, patient_by_decade
from pipeline.resolving.results import field_in_words, result_in_words

UNKNOWN_VALUE = rule(
    "unknown-value",
    Severity.ERROR,
    "A value that is not there would leave a hole in the sentence.",
    fix="Write the path of a field that has one value, and of a result its time.",
    example="ALT was {{ tests.atl at day 12 }}.\n",
)

_NBSP = "\N{NO-BREAK SPACE}"


def resolve_value(
    mark: ValueMark, case: Case, words: Mapping[str, str], age_form: AgeForm = "exact"
) -> tuple[Inline, list[Finding]]:
    """The value as text, or a placeholder and the finding that says why not. The journal says how exact an age is."""
    text, problem, hint = _value(mark, case, words, age_form)
    if not problem:
        return Text(text, replace(mark.origin, field=_printed_path(mark, case))), []
    return Placeholder(f"[{mark.source}?]", mark.origin), [UNKNOWN_VALUE.at(mark.origin, problem, hint=hint)]


def _printed_path(mark: ValueMark, case: Case) -> str:
    """The field whose value is printed; of a test its results, or what it found."""
    steps = tuple(mark.path.split("."))
    test = case.facts.tests.get(steps[1]) if steps[0] == "tests" and len(steps) == 2 else None
    if test is None:
        return mark.path
    return f"{mark.path}.{'finding' if test.finding and not (mark.at or test.results or test.file) else 'results'}"


@remembered(lambda mark, case, words, age_form: (facts_and_files(case), mark.path, mark.at, Same(words), age_form))
def _value(mark: ValueMark, case: Case, words: Mapping[str, str], age_form: AgeForm) -> tuple[str, str, str]:
    """Text, problem, hint."""
    value: object = case.facts
    steps = tuple(mark.path.split("."))
    for depth, step in enumerate(steps):
        names = _names(value, steps[:depth])
        if step not in names:
            near = difflib.get_close_matches(step, names, n=1)
            hint = f"did you mean `{near[0]}`?" if near else known(names)
            inside = f" in `{'.'.join(steps[:depth])}`" if depth else " in case.yaml"
            return "", f"there is no `{step}`{inside}", hint
        value = _below(value, step)
    if isinstance(value, Test):
        return result_in_words(case, steps[1], value, mark.at)
    if mark.at:
        return "", f"`{mark.path}` has no values at times", "only tests do: {{ tests.alt at day 12 }}"
    if isinstance(value, str) and steps[0] == "tests" and (measured := field_in_words(case, steps[1], steps[2])):
        return measured, "", ""
    if age_form == "decade" and isinstance(value, Patient) and value.age:
        return patient_by_decade(value, words), "", ""
    if age_form == "decade" and mark.path == "patient.age" and isinstance(value, str):
        return age_by_decade(value, words), "", ""
    return _plain(value, mark.path, words, case.facts.language)


def _names(value: object, path: tuple[str, ...]) -> list[str]:
    if isinstance(value, BaseModel):
        return list(names_at(path)) or list(type(value).model_fields)
    if isinstance(value, dict):
        return [key.text if isinstance(key, Time) else str(key) for key in value]
    if isinstance(value, tuple):
        return [str(index) for index in range(len(value))]
    return []


def _below(value: object, step: str) -> object:
    if isinstance(value, BaseModel):
        by_alias = {field.alias or name: name for name, field in type(value).model_fields.items()}
        return getattr(value, by_alias.get(step, step))
    if isinstance(value, tuple):
        return value[int(step)]
    entries = value.items() if isinstance(value, dict) else ()
    return next(below for key, below in entries if step == (key.text if isinstance(key, Time) else key))


def _plain(value: object, path: str, words: Mapping[str, str], language: str) -> tuple[str, str, str]:
    match value:
        case None | () | "":
            return "", f"nothing is written at `{path}` in case.yaml", "write it there, or say it in words here"
        case Patient():
            phrase = _patient(value, words, language)
            return phrase, "" if phrase else "the patient's age and sex are not written in case.yaml", ""
        case Time(text=text):
            return time_in_words(text, words, language), "", ""
        case str():
            text = _said(value, path.rpartition(".")[2], words, language)
            return text.replace(" ", _NBSP, 1) if text[:1].isdigit() and len(text) < 20 else text, "", ""
        case BaseModel() if hasattr(value, "what"):
            return value.what, "", ""
    return "", f"`{path}` is not one value but several", "name one of its fields, after a full stop"


def _said(text: str, field: str, words: Mapping[str, str], language: str) -> str:
    """Choices and ages are words of the form, printed in the language of the case; all others are the author's."""
    if chosen := words.get(f"choice_{field}_{text.replace(' ', '_')}"):
        return chosen
    return time_in_words(text, words, language) if field == "age" else text


def _patient(patient: Patient, words: Mapping[str, str], language: str) -> str:
    """`26-year-old man`; what is not known is left out."""
    number, _, unit = (patient.age or "").partition(" ")
    is_grown = unit == "or older" or (unit.startswith("year") and float(number) >= 18)
    is_child = bool(patient.age) and not is_grown
    noun = words[f"patient_{'child_' if is_child else ''}{patient.sex or 'unknown'}"]
    if not patient.age:
        return noun if patient.sex else ""
    if unit == "or older":
        return words["patient_90"].format(noun=noun)
    return words[counted("aged", number, unit, language)].format(n=number, noun=noun)
