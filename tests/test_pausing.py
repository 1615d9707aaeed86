from __future__ import annotations

import threading
from pathlib import Path

import pytest

from pipeline.build import Wishes, check_case, finished
from pipeline.findings import Location
from pipeline.guidelines.loading import CARE, load_guideline
from pipeline.pausing import pause, pausing
from pipeline.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]


def test_work_pauses_where_somebody_asked_for_it_and_nowhere_else() -> None:
    pauses: list[str] = []
    with pausing(lambda: pauses.append("here")):
        pause()
        elsewhere = threading.Thread(target=pause)
        elsewhere.start()
        elsewhere.join()
    pause()
    assert pauses == ["here"]


def test_a_pause_can_end_the_work() -> None:
    def enough() -> None:
        raise KeyError("enough")

    with pytest.raises(KeyError), pausing(enough):
        pause()
    pause()


def test_the_rules_and_the_writers_pause_often() -> None:
    """At each item of a guideline, and for each output that they write and look through."""
    workspace = Workspace(ROOT)
    pauses: list[int] = []
    guideline, _ = load_guideline(workspace, CARE, Location(""), [])
    assert guideline
    with pausing(lambda: pauses.append(1)):
        result = check_case(workspace, "paraspinal-emh", Wishes(("html", "text")))
        assert len(pauses) > len(guideline.items)
        pauses.clear()
        finished(workspace, result, Wishes(("html", "text")))
        assert len(pauses) > 10
