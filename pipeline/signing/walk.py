"""A checklist and a named person in; item after item shown, and the person's word on each, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.findings import Finding, plain
from pipeline.guidelines.answers import Answer, Checklist, Confirmed, State
from pipeline.signing.signatures import Signature, evidence_of

QUESTION = "confirm this item? [y]es, [s]kip, [b]ack, [q]uit: "
_WHY_NOT = {
    State.MISSING: "nothing in the text answers it",
    State.UNKNOWN: "it is declared unknown, and nothing in the text answers it",
    State.NOT_PRINTED: "what answers it is in case.yaml, and no reader sees it",
}
_STATES = {
    State.FOUND: "found",
    State.WEAK: "found, but weak",
    State.MISSING: "missing",
    State.UNKNOWN: "missing, declared unknown",
    State.NOT_APPLICABLE: "not applicable",
    State.NOT_PRINTED: "in the source, not printed",
}
Save = Callable[[Signature], list[Finding]]


@dataclass(slots=True)
class Walk:
    """One person's way through a checklist."""

    checklist: Checklist
    by: str
    on: str
    ask: Callable[[str], str]
    """Puts a question and gives the answer; raises EOFError where there are no more answers."""
    tell: Callable[[str], None]
    save: Save
    """Stores a signature at once; gives what is in the way."""
    confirmed: int = 0

    def go(self, items: Sequence[str]) -> list[Finding]:
        """Show the items of these ids in their order and ask of each; the end of the answers ends the walk.

        There is no answer for all at once and none that counts without being typed.
        """
        answers = [answer for answer in self.checklist.answers if answer.item.id in items]
        number = 0
        while number < len(answers):
            answer = answers[number]
            self.tell(plain("\n".join(shown(answer, f"{number + 1} of {len(answers)}"))))
            if reason := _WHY_NOT.get(answer.state):
                self.tell(f"This item cannot be confirmed: {reason}.\n")
                number += 1
                continue
            given = self._answer()
            if given == "q":
                break
            if given == "y" and (problems := self._sign(answer)):
                return problems
            number = _before(answers, number) if given == "b" else number + 1
        return []

    def _answer(self) -> str:
        """y, s, b or q."""
        while True:
            try:
                given = self.ask(QUESTION).strip().lower()
            except EOFError:
                return "q"
            for word in ("yes", "skip", "back", "quit"):
                if given in {word, word[0]}:
                    return word[0]
            self.tell("Type y, s, b or q.")

    def _sign(self, answer: Answer) -> list[Finding]:
        signature = Signature(self.checklist.id, answer.item.id, self.by, self.on, evidence_of(answer))
        problems = self.save(signature)
        if not problems:
            self.confirmed += 1
            self.tell(f"{self.checklist.id}/{answer.item.id} is confirmed by {self.by}, {self.on}.\n")
        return problems


def _before(answers: Sequence[Answer], number: int) -> int:
    """The item before, of those that can be confirmed; the first stays."""
    earlier = [at for at in range(number) if answers[at].state not in _WHY_NOT]
    return earlier[-1] if earlier else number


def shown(answer: Answer, number: str) -> Iterator[str]:
    """An item as it is put before a person, line by line."""
    item = answer.item
    yield f"Item {item.id} ({number}): {item.topic}"
    yield f"  asks: {item.requirement}"
    if item.person:
        yield f"  only you can judge: {item.person}"
    yield f"  state: {_STATES[answer.state]}{f' ({answer.reason})' if answer.reason else ''}"
    for evidence in answer.evidence:
        yield f"  {evidence.where} ({evidence.origin}){'' if evidence.strong else ', a trace'}:"
        yield f"    {evidence.excerpt}"
    for lack in answer.lacks:
        yield f"  lacking: {lack.message} ({lack.where})"
    for lack in answer.advice:
        yield f"  advised: {lack.fix} ({lack.where})"
    for check, why in answer.skipped:
        yield f"  not checked: {check}, because {why}"
    for waiver in answer.waivers:
        yield f"  set aside by {waiver.by}, {waiver.on}: {waiver.because}"
    for one in (answer.confirmation, *answer.others):
        if one.state is not Confirmed.OPEN:
            yield f"  {one.state} by {one.by}, {one.on}"
