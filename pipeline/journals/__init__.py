"""Journals: what each asks of a case report, as dated data of which every value says how sure it is."""

from __future__ import annotations

from pipeline.journals.journal import FigureRules, Journal
from pipeline.journals.loading import journal_names, load_journal
from pipeline.journals.profile import AgeForm

__all__ = ["AgeForm", "FigureRules", "Journal", "journal_names", "load_journal"]
