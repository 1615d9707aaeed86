"""A case as it is and as another journal would have it, in; what that journal would change, ready for JSON, out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.findings import Finding
from pipeline.preview.finding_keys import found
from pipeline.reporting.reported import open_items
from pipeline.retargeting.changing import changes
from pipeline.retargeting.comparing import compared
from pipeline.retargeting.settling import not_known, to_settle

if TYPE_CHECKING:
    from pipeline.preview.draft import Draft


def retargeted(plain: Draft, seen: Draft) -> dict[str, object] | None:
    """None where no other journal was chosen, or where one of the two could not be built."""
    now, then = plain.result, seen.result
    if not (seen.view.journal and now and then and now.journal and then.journal and now.manuscript and then.manuscript):
        return None
    before, after = now.journal, then.journal
    comes, goes, stays = compared(plain.findings, seen.findings, (before.name, after.name))
    keys = {finding: key for key, finding in found(seen.findings).items()}
    open_now = {(told.id, told.message) for told in open_items(now)}
    newly = [told for told in open_items(then) if (told.id, told.message) not in open_now]
    return {
        "journal": after.name,
        "verified_on": str(after.profile.verified_on or ""),
        "comes": [_row(finding) | {"key": keys.get(finding, "")} for finding in comes],
        "goes": [_row(finding) for finding in goes],
        "stays": len(stays),
        "items": [{"id": told.id, "message": told.message, "fix": told.fix} for told in newly],
        "by_itself": [asdict(change) for change in changes((now, before), (then, after))],
        "to_settle": [asdict(one) for one in to_settle(after)],
        "not_known": list(not_known(after)),
    }


def _row(finding: Finding) -> dict[str, str]:
    return {"severity": str(finding.severity), "message": finding.message, "quote": finding.quote}
