"""Findings in; each once, the gravest first, under a key that stays while lines move about it, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from pipeline.findings import Finding, Severity


def found(findings: Sequence[Finding]) -> dict[str, Finding]:
    """Each finding once, the gravest first, then by place; under a key that stays while lines move about it."""
    gravest = list(Severity)
    ordered = sorted(set(findings), key=lambda f: (gravest.index(f.severity), f.where, f.rule.id, f.message))
    return dict(zip(keys(ordered), ordered, strict=True))


def keys(findings: Sequence[Finding]) -> Iterator[str]:
    """A digest of rule, file and what it is about, and which of several alike it is."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        refused = finding.severity is Severity.REFUSAL
        # What must not be shown around is not told by a digest either.
        about = finding.where.field or (finding.rule.id if refused else finding.quote or finding.message)
        same = (finding.rule.id, finding.where.file, about)
        seen[same] += 1
        yield blake2b("\0".join([*same, str(seen[same])]).encode(), digest_size=8).hexdigest()
