"""Where each field of case.yaml was written: field path → location."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.findings import Location

FieldPath = tuple[str | int, ...]


def dotted(path: FieldPath) -> str:
    """('figures', 'fig-mri', 'panels', 0, 'alt') → `figures.fig-mri.panels.0.alt`."""
    return ".".join(str(step) for step in path)


@dataclass(frozen=True, slots=True)
class Sources:
    file: str
    """case.yaml as shown to the author."""
    keys: Mapping[FieldPath, Location]
    values: Mapping[FieldPath, Location]
    dropped: frozenset[FieldPath] = frozenset()
    """Fields whose value was refused: a finding was given, and later rules do not complain again."""

    def value(self, *path: str | int) -> Location:
        """Where the value of a field stands; of a field that is not there, its nearest parent."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.values:
                return replace(self.values[path[:end]], field=dotted(path))
        return Location(self.file, field=dotted(path))

    def key(self, *path: str | int) -> Location:
        """Where the key of a field stands."""
        if path in self.keys:
            return replace(self.keys[path], field=dotted(path))
        return self.value(*path)

    def was_dropped(self, *path: str | int) -> bool:
        return any(path[: len(d)] == d or d[: len(path)] == path for d in self.dropped)
