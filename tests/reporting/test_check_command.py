from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections import deque
from dataclasses import replace
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from pipeline.build import Result
from pipeline.cli import main
from pipeline.findings import Finding
from pipeline.guidelines.answers import Checklist, State
from pipeline.reporting import Reported, failed
from tests.reporting.reported_case import ANSWERS, CARE, DOUBTFUL, MISSPELT, reported

SOUND = Path(__file__).parents[1] / "bad_input" / "sound"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(SOUND, tmp_path / "cases" / "one")
    return tmp_path


def one(*findings: Finding, states: tuple[State, ...] = (), strict: bool) -> Reported:
    answers = tuple(answer for answer in ANSWERS if answer.state in states and not answer.waivers)
    return reported(Result("one", list(findings), checklists=(Checklist("care-2013", CARE, answers),)), strict=strict)


@pytest.mark.parametrize(
    ("findings", "states", "usually", "strictly"),
    [
        ((), (), False, False),
        ((), (State.FOUND, State.NOT_APPLICABLE), False, False),
        ((DOUBTFUL,), (), False, True),
        ((MISSPELT,), (), True, True),
        ((), (State.MISSING,), False, True),
        ((), (State.WEAK,), False, True),
        ((), (State.UNKNOWN,), False, True),
        ((), (State.NOT_PRINTED,), False, True),
    ],
)
def test_the_exit_status(
    findings: tuple[Finding, ...], states: tuple[State, ...], usually: bool, strictly: bool
) -> None:
    assert failed(one(*findings, states=states, strict=False)) is usually
    assert failed(one(*findings, states=states, strict=True)) is strictly


def test_what_is_set_aside_does_not_count() -> None:
    (aside,) = (answer for answer in ANSWERS if answer.waivers)
    told = Result("one", checklists=(Checklist("care-2013", CARE, (aside,)),))
    assert not failed(reported(told, strict=True))
    told.checklists = (Checklist("care-2013", CARE, (replace(aside, waivers=()),)),)
    assert failed(reported(told, strict=True))


def test_a_strict_check_of_a_case_with_a_warning_gives_1(root: Path) -> None:
    path = root / "cases" / "one" / "narrative.md"
    path.write_text(path.read_text("utf-8") + "\n#### A heading too deep\n\nText.\n", "utf-8")
    assert main(["check", "--root", str(root)]) == 0
    assert main(["check", "--strict", "--root", str(root)]) == 1


@pytest.mark.parametrize("more", [["--format", "json"], ["--to", "csv"]])
def test_watching_shows_text_only(root: Path, more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--watch", *more, "--root", str(root)]) == 2
    assert "leave out --format and --to" in capsys.readouterr().err


def test_watching_nothing_ends_at_once(tmp_path: Path) -> None:
    assert main(["check", "--watch", "--root", str(tmp_path)]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches a child differently there")
def test_a_case_is_checked_again_when_it_is_saved_until_ctrl_c(root: Path) -> None:
    command = [sys.executable, "-u", "-m", "pipeline", "check", "--watch", "--root", str(root)]
    here = Path(__file__).parents[2]
    with subprocess.Popen(
        command, cwd=here, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as child:
        lines: Queue[str] = Queue()
        Thread(target=lambda: deque(map(lines.put, child.stdout or ()), maxlen=0), daemon=True).start()

        def until(words: str) -> list[str]:
            seen = [lines.get(timeout=30)]
            while words not in seen[-1]:
                seen.append(lines.get(timeout=30))
            return seen

        try:
            assert [line for line in until("waiting for changes") if line.startswith("one: checked · no findings")]
            path = root / "cases" / "one" / "case.yaml"
            path.write_text(path.read_text("utf-8") + "keywrods: [a]\n", "utf-8")
            seen = until("waiting for changes")
            assert "changed: one" in seen[0]
            assert [line for line in seen if "error[unknown-key]" in line]
            child.send_signal(signal.SIGINT)
            assert child.wait(30) == 0
            assert lines.empty()
        finally:
            child.kill()
