"""Kinds of evidence: what a guideline's file may name under `evidence`, one line each."""

from __future__ import annotations

from pipeline.guidelines.asking import FindEvidence

EVIDENCE: dict[str, FindEvidence] = {}
