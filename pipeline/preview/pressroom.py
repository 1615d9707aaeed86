"""What every process that prints has loaded before it begins: the layout and all that it needs."""

from __future__ import annotations

from pipeline import inspecting
from pipeline.writing import extraction, pdf

LOADED = (inspecting, extraction)

# Asking whether there can be PDFs loads the layout.
pdf.available()
