"""Kinds of check: what a guideline's file may name under `checks`, one line each."""

from __future__ import annotations

from pipeline.guidelines.asking import RunCheck
from pipeline.guidelines.checks.agreement import agrees, direction
from pipeline.guidelines.checks.consent import consent_for_images, consent_stated
from pipeline.guidelines.checks.counting import citations, count, headings, identified, paragraphs, where_cited
from pipeline.guidelines.checks.course import (
    at_presentation,
    called,
    covers,
    follow_up,
    judged_by,
    ordered,
    pictured,
    shown,
    side_by_side,
)
from pipeline.guidelines.checks.facts import answered, each, if_named, stated
from pipeline.guidelines.checks.findings import findings
from pipeline.guidelines.checks.measured import complete, in_numbers, in_pairs, scaled
from pipeline.guidelines.checks.wording import (
    abstract_part,
    causal,
    in_references,
    keywords_used,
    names,
    phrase,
    unhedged,
)

CHECKS: dict[str, RunCheck] = {
    # counting
    "count": count,
    "paragraphs": paragraphs,
    "headings": headings,
    "citations": citations,
    "identified": identified,
    "cited": where_cited,
    # words
    "phrase": phrase,
    "unhedged": unhedged,
    "causal": causal,
    "names": names,
    "in-references": in_references,
    "keywords-used": keywords_used,
    "abstract-part": abstract_part,
    # agreement
    "agrees": agrees,
    "direction": direction,
    # facts
    "stated": stated,
    "answered": answered,
    "if-named": if_named,
    "each": each,
    # the course
    "shown": shown,
    "called": called,
    "pictured": pictured,
    "covers": covers,
    "ordered": ordered,
    "at-presentation": at_presentation,
    "judged-by": judged_by,
    "follow-up": follow_up,
    "side-by-side": side_by_side,
    # tests and findings
    "complete": complete,
    "in-pairs": in_pairs,
    "in-numbers": in_numbers,
    "scaled": scaled,
    # consent
    "consent-stated": consent_stated,
    "consent-for-images": consent_for_images,
    # what other rules found
    "findings": findings,
}
