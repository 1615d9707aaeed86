"""What becomes of a case for another journal → text for a terminal, and JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict

from pipeline import findings
from pipeline.findings import Location, as_rows
from pipeline.reporting.reported import Told
from pipeline.retargeting.comparing import Retarget

NO_JOURNAL = "no journal"


def as_text(made: Retarget, source_line: Callable[[Location], str]) -> str:
    """For a terminal. `source_line` gives the text of the line a location points to, '' where there is none."""
    if made.refused:
        return findings.as_text(made.refused, source_line)
    parts = [
        _head(made),
        _part("To change by hand", len(made.comes), findings.as_text(made.comes, source_line)),
        _part("Newly open in the checklist", len(made.items), _list(map(_item, made.items))),
        _part("Falls away", len(made.goes), _list(f"{f.where}: {f.message}" for f in made.goes)),
        _part(
            "Changes by itself", len(made.by_itself), _list(f"{c.what}: {c.before} → {c.after}" for c in made.by_itself)
        ),
        _part(
            "For you to settle", len(made.to_settle), _list(f"{s.topic}: {s.says} ({s.sure})" for s in made.to_settle)
        ),
        _part("Not known, so look it up", len(made.not_known), _list(made.not_known)),
    ]
    if made.stays:
        parts.append(f"As before, {len(made.stays)} to mend: `casewright check {made.case_id}` shows them.")
    if made.before.id != made.after.id:
        parts.append(f"Nothing was written. To go on, write `journal: {made.after.id}` in case.yaml.")
    return "\n\n".join(filter(None, parts))


def _head(made: Retarget) -> str:
    """From where, to where, and who says what the journal wants."""
    name = made.after.name or NO_JOURNAL
    if made.before.id == made.after.id:
        return f"{made.case_id}: {name} is the journal of this case already"
    return f"{made.case_id}: from {made.before.name or NO_JOURNAL} to {name} (its profile is {made.verified})"


def _item(told: Told) -> str:
    return f"{told.id} {told.message.rstrip('.')}. {told.fix}"


def _part(heading: str, number: int, text: str) -> str:
    return f"{heading} ({number})\n{text}" if number else ""


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def as_json(made: Retarget) -> str:
    """The same for programs."""
    return json.dumps(
        {
            "case": made.case_id,
            "from": made.before.id,
            "to": made.after.id,
            "verified_on": made.after.profile.verified_on,
            "refused": as_rows(made.refused),
            "by_hand": as_rows(made.comes),
            "falls_away": as_rows(made.goes),
            "as_before": as_rows(made.stays),
            "items": [{"item": t.id, "state": str(t.state), "message": t.message, "fix": t.fix} for t in made.items],
            "by_itself": [asdict(change) for change in made.by_itself],
            "to_settle": [asdict(point) for point in made.to_settle],
            "not_known": list(made.not_known),
        },
        ensure_ascii=False,
        indent=2,
    )
