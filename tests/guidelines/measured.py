"""Prints, for each family of the corpus, what was raised as expected, missed, and raised without being expected."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.guidelines.corpus_cases import CORPUS, Document, documents, said_of

HEAD = f"{'family':<24}{'cases':>6}{'right':>7}{'missed':>8}{'unasked':>9}{'precision':>11}{'recall':>8}"
HEAD += f"{'items':>7}{'rightly':>9}"


@dataclass
class Measure:
    """Counts of one family."""

    family: str
    cases: int = 0
    right: int = 0
    missed: int = 0
    unasked: int = 0
    items: int = 0
    """States that documents name."""
    rightly: int = 0
    """Of them, those that a reader would give too."""

    def add(self, expected: frozenset[str], raised: frozenset[str]) -> None:
        self.right += len(expected & raised)
        self.missed += len(expected - raised)
        self.unasked += len(raised - expected)

    @property
    def line(self) -> str:
        counts = f"{self.family:<24}{self.cases:>6}{self.right:>7}{self.missed:>8}{self.unasked:>9}"
        counts += f"{_part(self.right, self.unasked):>11}{_part(self.right, self.missed):>8}"
        return counts + f"{self.items:>7}{self.rightly:>9}"


def _part(right: int, wrong: int) -> str:
    return f"{right / (right + wrong):.1%}" if right + wrong else "–"


def measured(family: str, of: tuple[Document, ...]) -> tuple[Measure, list[str]]:
    """The counts of a family, and what is behind each that is not as expected."""
    measure, told = Measure(family), []
    for document in of:
        measure.cases += 1
        with tempfile.TemporaryDirectory() as root:
            said = said_of(document, Path(root))
        judged = {**document.states, **document.judged}
        measure.items += len(judged)
        measure.rightly += sum(said.states.get(item) == state for item, state in judged.items())
        for key, expected in document.expected.items():
            if key == "errors":
                continue  # They are among the findings already.
            measure.add(expected, said.raised[key])
            if expected != said.raised[key]:
                told.append(f"{family}: {document.name}: {key}: {_difference(expected, said.raised[key])}")
    return measure, told


def _difference(expected: frozenset[str], raised: frozenset[str]) -> str:
    missed = [f"missed {name}" for name in sorted(expected - raised)]
    return ", ".join(missed + [f"unasked {name}" for name in sorted(raised - expected)])


def lines() -> Iterator[str]:
    yield HEAD
    behind: list[str] = []
    for path in sorted(CORPUS.glob("*.yaml")):
        measure, told = measured(path.stem, documents(path))
        behind += told
        yield measure.line
    yield from behind


if __name__ == "__main__":
    for line in lines():
        sys.stdout.write(f"{line}\n")
