"""Kinds of evidence: what a guideline's file may name under `evidence`, one line each."""

from __future__ import annotations

from pipeline.guidelines.asking import FindEvidence
from pipeline.guidelines.evidence import facts, front, marks, objects, text_parts

EVIDENCE: dict[str, FindEvidence] = {
    "marked": marks.marked,
    "care": marks.marked,
    "part": text_parts.part,
    "opening": text_parts.opening,
    "closing": text_parts.closing,
    "phrase": text_parts.phrase,
    "cited": text_parts.cited,
    "fact": facts.fact,
    "object": objects.shown,
    "figure": objects.figure,
    "table": objects.table,
    "statement": front.statement,
    "title": front.title,
    "keywords": front.keywords,
}
