"""`casewright retarget`: parsed options in, what would change printed, exit status out. Nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import reporting
from pipeline.retargeting import as_json, as_text, retarget
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    import argparse


def show_retarget(options: argparse.Namespace, workspace: Workspace) -> int:
    """Say what must change of a case for another journal."""
    made = retarget(workspace, options.case, options.to)
    if options.format == "json":
        reporting.tell(as_json(made))
    else:
        text = as_text(made, reporting.source_line_in(workspace))
        (reporting.say if made.refused else reporting.tell)(text)
    return int(bool(made.refused))
