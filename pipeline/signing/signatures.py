"""A checklist and `signatures.yaml` of its case in; the checklist with who confirmed each item, and findings, out.

A signature holds for what its reader saw: it is bound to the words of the evidence, and lapses when one of them
changes. The seal shows that an entry was edited by hand; whoever knows this program can make a new one, so that it
is a guard against slips and no proof of who signed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.case.fields import Day, Part, Words
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.guidelines.answers import Answer, Checklist, Confirmation, Confirmed
from pipeline.reading.model_file import read_model
from pipeline.signing.dating import still_to_come
from pipeline.signing.files import read_decisions
from pipeline.storing import store

if TYPE_CHECKING:
    from datetime import date

SIGNATURES_FILE = "signatures.yaml"
HEAD = "# Written by `casewright sign`. A change by hand takes a signature its meaning.\nsignatures:\n"

ALTERED = rule(
    "signature-altered",
    Severity.ERROR,
    "A confirmation that its signer did not give would stand under the signer's name.",
    fix="Take the entry out of signatures.yaml, and let whoever it names sign again.",
    example="signatures:\n- {…, by: Somebody Else, …}   # the name was changed by hand\n",
)
NOT_YET = rule(
    "signature-in-the-future",
    Severity.WARNING,
    "Nobody has confirmed yet what is dated later than today.",
    fix="Set the clock of the computer, take the entry out of signatures.yaml, and let whoever it names sign again.",
    example="signatures:\n- {…, on: 2126-11-23, …}   # signed on a computer whose clock was wrong\n",
)
LAPSED = rule(
    "signatures-lapsed",
    Severity.WARNING,
    "What was confirmed is not what a reader sees now.",
    fix="Look at the items again: `casewright sign CASE --as NAME` shows each with what answers it.",
    example="An item was confirmed, and then a word of what answers it was changed.\n",
)
NOWHERE = Location("")


class _Entry(Part):
    guideline: Words
    item: Words
    by: Words
    on: Day
    evidence: Words
    seal: Words


class SignatureFile(Part):
    """What a case's signatures.yaml holds."""

    signatures: tuple[_Entry, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Signature:
    """One person's word on one item."""

    guideline: str
    item: str
    by: str
    on: str
    evidence: str
    """`evidence_of` the answer that was seen."""
    seal: str = ""
    origin: Location = NOWHERE

    @property
    def is_sealed(self) -> bool:
        """Whether it is as this program wrote it."""
        return self.seal == self._own_seal()

    def sealed(self) -> Signature:
        return replace(self, seal=self._own_seal())

    def _own_seal(self) -> str:
        return _hash("signature", self.guideline, self.item, self.by, self.on, self.evidence)


def evidence_of(answer: Answer) -> str:
    """SHA-256 over what a signer judges: the item, what it asks, its state, and every word that answers it.

    Where the words stand is no part of it, so that a paragraph may move. White space is made one.
    """
    texts = sorted({_plain(evidence.text) for evidence in answer.evidence})
    item = answer.item
    return _hash("evidence", item.id, _plain(item.requirement), str(answer.state), _plain(answer.reason), *texts)


def _hash(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _plain(text: str) -> str:
    return " ".join(text.split())


def read_signatures(folder: Path, show: Callable[[Path], str]) -> tuple[tuple[Signature, ...], list[Finding]]:
    """The signatures of the case in a folder, and what is wrong with their file; altered ones are among them."""
    text, shown, findings = read_decisions(folder, SIGNATURES_FILE, show)
    if text is None:
        return (), findings
    model, sources, problems = read_model(text, shown, SignatureFile)
    entries = enumerate(model.signatures if model else ())
    return tuple(
        Signature(**dict(entry), origin=sources.value("signatures", number, "guideline")) for number, entry in entries
    ), [*findings, *problems]


def confirmed(
    checklist: Checklist, folder: Path, show: Callable[[Path], str], today: date | None = None
) -> tuple[Checklist, list[Finding]]:
    """The checklist with the confirmations of the case in `folder`: what holds first, then the latest.

    `today` is the last day that has come; without one, the clock says it.
    """
    signatures, findings = read_signatures(folder, show)
    own = [one for one in signatures if one.guideline == checklist.id]
    for one in own:
        if not one.is_sealed:
            message = f"the signature of {one.by} for item {one.item} was changed after it was given"
            findings.append(ALTERED.at(one.origin, message, hint=f"take it out, and let {one.by} sign again"))
        elif ahead := still_to_come(one.on, today):
            message = f"the signature of {one.by} for item {one.item} {ahead}"
            findings.append(NOT_YET.at(one.origin, message, hint="until that day it confirms nothing"))
    own = [one for one in own if not (one.is_sealed and still_to_come(one.on, today))]
    answers = tuple(_confirmed(answer, own) for answer in checklist.answers)
    made = replace(checklist, answers=answers)
    if lapsed := _lapsed(made, own):
        many = f"{len(lapsed)} confirmations" if len(lapsed) > 1 else "a confirmation"
        message = f"{many} lapsed, for what was confirmed has changed since: {checklist.id}, {', '.join(lapsed)}"
        hint = "casewright sign shows what answers each item now"
        findings.append(LAPSED.at(Location(show(folder) + f"/{SIGNATURES_FILE}"), message, hint=hint))
    return made, findings


def _confirmed(answer: Answer, signatures: Iterable[Signature]) -> Answer:
    """One confirmation for each person who signed."""
    seen = evidence_of(answer)
    of_item = sorted((one for one in signatures if one.item == answer.item.id), key=lambda one: one.on)
    people = {one.by: Confirmation(_state(one, seen), one.by, one.on) for one in of_item}
    order = (Confirmed.CONFIRMED, Confirmed.ALTERED, Confirmed.LAPSED)
    first, *others = [
        *(one for state in order for one in reversed(people.values()) if one.state is state),
        Confirmation(),
    ]
    return replace(answer, confirmation=first, others=tuple(others[:-1]))


def _state(one: Signature, seen: str) -> Confirmed:
    if not one.is_sealed:
        return Confirmed.ALTERED
    return Confirmed.CONFIRMED if one.evidence == seen else Confirmed.LAPSED


def _lapsed(checklist: Checklist, own: Iterable[Signature]) -> list[str]:
    """Items of which a confirmation does not hold any more, and those that the guideline has no longer."""
    known = {answer.item.id for answer in checklist.answers}
    gone = {one.item for one in own if one.item not in known}
    lapsed = [
        answer.item.id
        for answer in checklist.answers
        if any(one.state is Confirmed.LAPSED for one in (answer.confirmation, *answer.others))
    ]
    return [*lapsed, *sorted(gone)]


def add_signature(folder: Path, show: Callable[[Path], str], new: Signature) -> list[Finding]:
    """Put a signature into the case's file, in place of an earlier one of the same person for the same item.

    The file is read again, so that nothing that others signed meanwhile is lost. Where it cannot be read as a whole,
    nothing is written.
    """
    known, findings = read_signatures(folder, show)
    if findings:
        return findings
    kept = [one for one in known if (one.guideline, one.item, one.by) != (new.guideline, new.item, new.by)]
    entries = sorted([*kept, new.sealed()], key=lambda one: (one.guideline, _in_parts(one.item), one.by, one.on))
    text = HEAD + "".join(map(_as_yaml, entries))
    return store(folder / SIGNATURES_FILE, text.encode(), show(folder) + f"/{SIGNATURES_FILE}")


def _in_parts(item: str) -> list[tuple[int, str]]:
    """So that 10a comes after 9."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|\D+", item)]


def _as_yaml(one: Signature) -> str:
    fields = {"guideline": one.guideline, "item": one.item, "by": one.by}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    lines += [f"on: {one.on}", f"evidence: {one.evidence}", f"seal: {one.seal}"]
    return "- " + "\n  ".join(lines) + "\n"
