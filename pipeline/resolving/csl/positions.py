"""Where each cite of a document stands to earlier ones of the same reference (CSL 1.0.2, “position”)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.resolving.csl.elements import Layout
from pipeline.resolving.csl.source import Cite

FIRST = frozenset({"first"})
SUBSEQUENT = frozenset({"subsequent"})
IBID = SUBSEQUENT | {"ibid"}
IBID_WITH_LOCATOR = IBID | {"ibid-with-locator"}


def near_distance(layout: Layout) -> int:
    """How many notes away an earlier cite is still near, as the style says."""
    distance = layout.getparent().get("near-note-distance", "")
    return int(distance) if distance.isdecimal() else 5


def set_positions(clusters: Sequence[Sequence[Cite]], notes: Sequence[int], near: int) -> None:
    """Tell each cite of the citations of a document, in their order, what its position is.

    `notes` holds the number of the footnote that each citation stands in, 0 for the text; `near` is how many notes
    away an earlier cite is still near.
    """
    first: dict[str, int] = {}
    latest: dict[str, int] = {}
    # Citations in the text and in notes are read apart from each other.
    previous: dict[bool, Sequence[Cite]] = {True: (), False: ()}
    standing = -1
    for cluster, note in zip(clusters, notes, strict=True):
        for index, cite in enumerate(cluster):
            key = cite.reference.key
            before = cluster[index - 1] if index else _only(previous[note > 0])
            if key not in first:
                first[key] = note
                cite.positions = FIRST
            else:
                cite.positions = _position(before, cite)
                if note - latest[key] <= near:
                    cite.positions |= {"near-note"}
                if first[key]:
                    cite.own["first_reference_note_number"] = str(first[key])
            latest[key] = note
        is_same_note = note == standing and note > 0
        previous[note > 0] = [*previous[True], *cluster] if is_same_note else cluster
        standing = note


def _only(cites: Sequence[Cite]) -> Cite | None:
    """The last of several cites of one and the same reference."""
    return cites[-1] if len({cite.reference.key for cite in cites}) == 1 else None


def _position(before: Cite | None, cite: Cite) -> frozenset[str]:
    """The position of a cite of a known reference that follows directly on another cite, or on none."""
    if before is None or before.reference.key != cite.reference.key:
        return SUBSEQUENT
    if before.has_locator and not cite.has_locator:
        return SUBSEQUENT
    was, now = ((each.locator.label, each.locator.identifier) if each.has_locator else None for each in (before, cite))
    return IBID if was == now else IBID_WITH_LOCATOR
