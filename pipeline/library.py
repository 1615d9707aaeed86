"""The library: every reference an author can cite, as CSL-JSON, each with its place in a bibliography file."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.findings import Location, Severity, rule


@dataclass(frozen=True, slots=True)
class Item:
    """One reference."""

    key: str
    """As the author writes it, case kept."""
    csl: Mapping[str, object]
    """CSL-JSON without `id`, always with `type`. Text is plain Unicode (NFC) in which only `<i>`, `<b>`, `<sup>`,
    `<sub>`, `<span style="font-variant:small-caps">` and `<span class="nocase">` are markup; every other `<`, `>`
    and `&` is a character."""
    origin: Location


@dataclass(frozen=True, slots=True)
class Library:
    """The references available to a case; `items` by key."""

    items: Mapping[str, Item]

    def find(self, key: str) -> Item | None:
        """The reference with this key; case counts, the Unicode spelling of an accent does not."""
        return self.items.get(key) or self.items.get(unicodedata.normalize("NFC", key))

    def similar(self, key: str) -> str:
        """The nearest key, for "did you mean"; '' where none is near."""
        folded: dict[str, str] = {}
        for known in self.items:
            folded.setdefault(known.casefold(), known)
        near = difflib.get_close_matches(key.casefold(), folded, n=1, cutoff=0.7)
        return folded[near[0]] if near else ""


def reference_id(key: str) -> str:
    """The HTML id of a reference in every output: `ref-rund2005`. An id may hold anything but white space."""
    return "ref-" + "_".join(key.split())


MALFORMED_REFERENCE = rule(
    "malformed-reference",
    Severity.ERROR,
    "A reference that cannot be read completely is printed incompletely.",
    fix="Mend the reference where the message says, or export it anew.",
    example="@article{example2020, title = {A title\n",
)
"""Every reader of a bibliography format applies this one."""
