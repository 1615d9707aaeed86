"""A journal's profile as the stages after reading use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.guidelines.guideline import Override
from pipeline.journals.profile import AgeForm, Pictures, Profile
from pipeline.journals.value import Value, known, origin


@dataclass(frozen=True, slots=True)
class FigureRules:
    """What pictures must be to print well; where a journal says nothing, what most ask for."""

    dpi: float = 300
    """Dots per inch of photographs and scans at their printed width."""
    dpi_line: float = 600
    """The same of black lines and letters on white."""
    max_mb: float = 10
    """Megabytes of one picture."""
    min_width_px: float = 0
    """0 where any width will do."""
    formats: tuple[str, ...] = ()
    """Suffixes without a point, such as `tif`; empty where any will do."""
    told: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Field → who asks for it, and how sure that is: `Cureus (from memory)`."""

    def who(self, name: str) -> str:
        """Who asks for a field."""
        return self.told.get(name, "most journals")


@dataclass(frozen=True, slots=True)
class Journal:
    id: str
    name: str
    """'' for the default profile."""
    style: str
    """Citation style (CSL)."""
    age: AgeForm = "exact"
    figures: FigureRules = field(default_factory=FigureRules)
    profile: Profile = field(default_factory=Profile)
    """Every value with how sure it is."""

    @property
    def guideline(self) -> str:
        """Id of the reporting guideline that it asks for, '' where it names none."""
        return known(self.profile.guideline) or ""

    @property
    def overrides(self) -> Mapping[str, Mapping[str, Override]]:
        """Guideline → item → what it changes of it."""
        return self.profile.overrides


def journal_of(journal_id: str, name: str, profile: Profile, style: str) -> Journal:
    """`style` stands in where the profile names none."""
    wanted = known(profile.style) or style
    return Journal(
        journal_id, name, wanted, known(profile.age) or "exact", _figure_rules(name, profile.figures), profile
    )


def _figure_rules(journal: str, asked: Pictures) -> FigureRules:
    usual = FigureRules()
    values = {name: getattr(asked, name) for name in ("dpi", "dpi_line", "max_mb", "min_width_px", "formats")}

    def number(value: Value[float] | None, otherwise: float) -> float:
        given = known(value)
        return otherwise if given is None else given

    return FigureRules(
        dpi=number(asked.dpi, usual.dpi),
        dpi_line=number(asked.dpi_line, usual.dpi_line),
        max_mb=number(asked.max_mb, usual.max_mb),
        min_width_px=number(asked.min_width_px, usual.min_width_px),
        formats=tuple(name.lower().removeprefix(".") for name in known(asked.formats) or ()),
        told={name: _who(journal, value) for name, value in values.items() if known(value) is not None},
    )


def _who(journal: str, value: Value[object]) -> str:
    asks, sure = journal or "the journal", origin(value)
    return f"{asks} ({sure})" if sure else asks
