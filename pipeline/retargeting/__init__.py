"""A case for another journal: what must change by hand, what changes by itself, what only a person can settle."""

from __future__ import annotations

from pipeline.retargeting.comparing import Retarget, retarget
from pipeline.retargeting.telling import as_json, as_text

__all__ = ["Retarget", "as_json", "as_text", "retarget"]
