"""Evidence or a check of a guideline's file in; what its kind cannot do without and is not there, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.guidelines.checks.consent import NEEDS as OF_CONSENT
from pipeline.guidelines.checks.measured import NEEDS as OF_TESTS
from pipeline.guidelines.guideline import Check, Wanted
from pipeline.reading.model_errors import known, near

_OF_EVIDENCE: Mapping[str, tuple[str, ...]] = {
    "part": ("of",),
    "opening": ("of",),
    "closing": ("of",),
    "phrase": ("phrases",),
    "statement": ("of",),
    "care": ("of",),
}
_OF_CHECKS: Mapping[str, tuple[str, ...]] = {
    "count": ("of",),
    "phrase": ("phrases",),
    "unhedged": ("phrases",),
    "causal": ("phrases",),
    "names": ("of",),
    "direction": ("phrases",),
    "stated": ("of",),
    "answered": ("of",),
    "if-named": ("of", "unless"),
    "each": ("of", "needs"),
    "covers": ("of",),
    "complete": ("needs",),
    "consent-stated": ("needs",),
    "findings": ("rules",),
}
_CHOICES: Mapping[str, tuple[str, ...]] = {"complete": OF_TESTS, "consent-stated": OF_CONSENT}
_SAYS_SOMETHING = re.compile(r"[\w#“«\"]")


def lacking(asked: Wanted | Check) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Where in it, what is wrong in words, and a hint."""
    fields = (_OF_CHECKS if isinstance(asked, Check) else _OF_EVIDENCE).get(asked.kind, ())
    for name in fields:
        if not getattr(asked, name):
            yield (), f"the kind `{asked.kind}` asks nothing without `{name}`", f"add `{name}:`"
    choices = _CHOICES.get(asked.kind, ())
    for n, need in enumerate(asked.needs if isinstance(asked, Check) and choices else ()):
        if need not in choices:
            yield (
                ("needs", n),
                f"the kind `{asked.kind}` cannot look for `{need}`",
                near(need, choices) or known(choices),
            )
    for name in ("phrases", "unless", "before", "after"):
        for language, phrases in getattr(asked, name, {}).items():
            for n, phrase in enumerate(phrases):
                if not _SAYS_SOMETHING.search(phrase):
                    yield (name, language, n), f"`{phrase}` holds no word", "write the words that are looked for"
