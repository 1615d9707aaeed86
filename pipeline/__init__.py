"""Casewright: a case folder in, a CARE-compliant manuscript out. Start reading at `build.py`."""

__version__ = "0.1.0"
