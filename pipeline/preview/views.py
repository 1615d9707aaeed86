"""What a reader chose to look at, as an address says it, in; the wishes of a build out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from pipeline.build import Wishes
from pipeline.writing.look import LAYOUTS, Layout, Look

LONGEST = 100
"""Characters of a name that somebody may have chosen; longer ones are nobody's choice."""


@dataclass(frozen=True, slots=True)
class View:
    """A case as somebody looks at it: '' for what the case itself says. The plain one is written to build/."""

    journal: str = ""
    style: str = ""
    language: str = ""
    layout: Layout = "article"
    """Of the PDF."""
    guideline: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> View:
        """The view that an address asks for; what it says beyond that, and layouts that do not exist, are left out."""
        given = {field.name: query.get(field.name, "")[:LONGEST] for field in fields(cls)}
        layout = given.pop("layout")
        return cls(**given, layout=next((known for known in LAYOUTS if known == layout), LAYOUTS[0]))

    @property
    def chosen(self) -> dict[str, str]:
        """What differs from the plain view."""
        plain = View()
        named = ((field.name, str(getattr(self, field.name))) for field in fields(self))
        return {name: value for name, value in named if value != getattr(plain, name)}

    @property
    def query(self) -> str:
        """As an address says it, `journal=jmcr&style=nejm`; '' for the plain view."""
        return urlencode(self.chosen)

    @property
    def wishes(self) -> Wishes:
        """For a build in memory; its writers are the caller's to name."""
        return Wishes(
            style=self.style,
            journal=self.journal,
            look=Look(layout=self.layout),
            guideline=self.guideline,
            language=self.language,
        )


PLAIN = View()
"""What the case itself says; the only one that is written to build/."""
