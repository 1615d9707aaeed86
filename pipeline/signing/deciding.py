"""What was found of a case in; the same out, with what named people decided about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.findings import Finding, Severity, worst
from pipeline.guidelines.answers import Checklist, Waiver
from pipeline.signing.signatures import confirmed
from pipeline.signing.waivers import of_nothing, read_waivers, set_aside, with_waivers


@dataclass(frozen=True, slots=True)
class Decided:
    findings: list[Finding]
    """Those that count, and what is wrong with the decisions."""
    waived: list[tuple[Finding, Waiver]]
    checklists: tuple[Checklist, ...]
    """With confirmations and waivers."""
    waivers: tuple[Waiver, ...]
    """For what is found later, while outputs are written."""


def decided(
    folder: Path, show: Callable[[Path], str], findings: Iterable[Finding], checklists: Sequence[Checklist]
) -> Decided:
    """Read the waivers and signatures of the case in a folder, and let them hold."""
    waivers, problems = read_waivers(folder, show)
    signed = [confirmed(checklist, folder, show) for checklist in checklists]
    made = with_waivers([checklist for checklist, _ in signed], waivers)
    left, aside = set_aside(findings, waivers)
    # One file is read for each checklist: what is wrong with it is told once.
    about = dict.fromkeys([*problems, *(finding for _, found in signed for finding in found)])
    # Where something stopped the case, not all of it was looked at.
    whole = worst(left) not in {Severity.REFUSAL, Severity.FATAL}
    idle = of_nothing(waivers, aside, made) if whole else ()
    return Decided([*left, *about, *idle], aside, made, waivers)
