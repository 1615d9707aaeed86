"""Checks of what case.yaml gives: fields, and the fields of every entry. What is declared unknown is not lacking."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.guidelines.asking import Asked, Missed
from pipeline.guidelines.checks.given import Entry, entries, is_declared, is_given, missed
from pipeline.guidelines.checks.reading import place_to_say, said, told_of
from pipeline.guidelines.guideline import Check, Item
from pipeline.guidelines.phrases import pattern_of

CONSIDERED = "considered"
_PART_OF = {"route": "dose", "frequency": "dose"}
"""What a dose may say as well: `100 mg oral daily`. Whoever does not know the dose need not declare these too."""


def stated(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """One of the fields under `of` is given or declared unknown, or the parts `within` have one of the phrases,
    outside of those under `unless`.
    """
    case = asked.case
    if any(is_given(case, path) or is_declared(case, path) for path in check.of):
        return
    if not said(asked, check):
        yield missed(asked, check, place_to_say(asked, check.of[0], check.within))


def answered(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """A passage answers the item, or one of the fields under `of` is declared unknown."""
    if not asked.is_answered and not any(is_declared(asked.case, path) for path in check.of):
        yield missed(asked, check, place_to_say(asked, check.of[0], check.within))


def if_named(asked: Asked, item: Item, check: Check) -> Iterator[Missed]:
    """Where a diagnosis or an earlier disease has one of `unless` in its name, what `stated` asks must hold."""
    pattern = pattern_of(check.unless, asked.printed.language)
    diseases = [one for path in ("diagnoses.final", "history.medical") for one in entries(asked.case, path)]
    if pattern and any(pattern.search(disease.words) for disease in diseases):
        yield from stated(asked, item, check.model_copy(update={"unless": {}}))


def each(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Every entry under `of` has what it `needs`, unless its words, or a sentence that names it, have one of `unless`.

    `only` names the kinds of treatment that are looked at.
    """
    excuse = pattern_of(check.unless, asked.printed.language)
    for path in check.of:
        for entry in entries(asked.case, path):
            if check.only and _kind(entry) not in check.only:
                continue
            for need in check.needs:
                fields = need.split(" or ")
                if _has_one(asked, entry, fields) or (excuse and excuse.search(entry.words)):
                    continue
                if not (excuse and told_of(asked, (entry.name, entry.belongs_to), check.unless)):
                    yield missed(
                        asked, check, (*entry.path, fields[0]), what=entry.name, of=entry.belongs_to, field=need
                    )


def _has_one(asked: Asked, entry: Entry, fields: list[str]) -> bool:
    declared = [*fields, *filter(None, map(_PART_OF.get, fields))]
    return any(map(entry.has, fields)) or any(is_declared(asked.case, (*entry.path, field)) for field in declared)


def _kind(entry: Entry) -> str:
    if getattr(entry.value, "considered_only", False):
        return CONSIDERED
    return getattr(entry.value, "kind", None) or ""
