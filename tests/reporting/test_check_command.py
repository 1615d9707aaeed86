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


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--watch", "--format", "json"], "--watch shows text only"),
        (["--watch", "--to", "csv"], "--watch shows text only"),
        (["--watch", "--fix"], "--watch shows text only"),
        (["--fix", "--format", "sarif"], "--fix shows what changed as text"),
        (["--dry-run"], "--dry-run goes with --fix"),
    ],
)
def test_what_cannot_go_together(root: Path, more: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *more, "--root", str(root)]) == 2
    assert why in capsys.readouterr().err


def test_what_leaves_no_choice_is_mended_on_request(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "cases" / "one" / "case.yaml"
    path.write_text(path.read_text("utf-8") + "keywrods: [a]\n", "utf-8")
    broken = path.read_text("utf-8")
    assert main(["check", "--fix", "--dry-run", "--root", str(root)]) == 0
    assert path.read_text("utf-8") == broken
    assert "+keywords: [a]" in capsys.readouterr().out
    assert main(["check", "--fix", "--root", str(root)]) == 0
    assert path.read_text("utf-8") == broken.replace("keywrods", "keywords")


def test_an_item_and_a_waiver_bear_names(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["waive", "care-2013/13", "--because", "x", "--as", " ", "--root", str(root)]) == 2
    assert main(["sign", "one", "1", "--as", " ", "--root", str(root)]) == 2
    assert capsys.readouterr().err.count("--as NAME") == 2
    with pytest.raises(SystemExit):
        main(["sign", "one", "--root", str(root)])


def test_what_another_journal_asks_for_is_told_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert main(["retarget", "one", "--to", "jmcr", "--root", str(root)]) == 0
    assert capsys.readouterr().out.startswith("one: from no journal to Journal of Medical Case Reports")
    assert main(["retarget", "one", "--to", "jmrc", "--root", str(root)]) == 1
    assert "error[unknown-journal]" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


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
