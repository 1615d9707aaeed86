"""The citation engine behind one door: a style's name in, citations and entries in that style out.

Only this folder imports citeproc; the defects of it that are mended here are named beside their mending.
"""

from pipeline.resolving.csl.citations import NumberedCite
from pipeline.resolving.csl.style import Entry, Style
from pipeline.resolving.csl.styles import load_style

__all__ = ["Entry", "NumberedCite", "Style", "load_style"]
