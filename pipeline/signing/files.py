"""A file of decisions in a case's folder → its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pipeline.findings import Finding, Severity
from pipeline.reading.text import read_text


def read_decisions(folder: Path, name: str, show: Callable[[Path], str]) -> tuple[str | None, str, list[Finding]]:
    """Text, name as findings show it, and what is wrong; no text and no finding where there is no such file.

    What is wrong with decisions stops no case: without them its items are open and its findings count.
    """
    shown = f"{show(folder)}/{name}"
    if not (folder / name).is_file():
        return None, shown, []
    text, findings = read_text(folder / name, shown, folder)
    return text, shown, [replace(f, raised=Severity.ERROR) if f.severity is Severity.FATAL else f for f in findings]
