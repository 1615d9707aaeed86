"""Nothing vanishes: every word of a case, looked for in the bytes of every output.

The manuscript says how often a text is printed: a name that stands below the title and in a statement is looked for
twice, so that neither hides that the other was lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.conservation.parts import Part
from pipeline.conservation.printed import printed
from pipeline.conservation.written import written
from pipeline.findings import Finding, Severity, rule
from pipeline.pausing import pause
from pipeline.writing.extraction import EXTRACTORS

if TYPE_CHECKING:
    from pipeline.case import Case
    from pipeline.manuscript import Manuscript
    from pipeline.writing.output import Output

LOST = rule(
    "lost-in-output",
    Severity.ERROR,
    "What an author wrote must not vanish without a word.",
    fix="Tell the makers of Casewright: this is a fault of the program.",
    example="# no input of yours: a word of the source that an output lacks\n",
)

# Set and broken differently in each output: white space, hyphens, marks of writing direction.
_IGNORED = re.compile(r"[\s\-\u00ad\u2010\u2011\ufffe\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069-]+")
# Within a line from right to left, programs that read PDF put figures before or behind the letters beside them.
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_BETWEEN = 500
"""Letters that may stand between the pieces of a text where a page ends: running heads, the head of a table again."""


def losses(case: Case, manuscript: Manuscript, outputs: Mapping[str, Output]) -> Iterator[Finding]:
    """A finding for each part that an output does not hold as often as it is printed."""
    composed = list(printed(manuscript))
    parts = dict.fromkeys([*written(case, manuscript.labels), *composed])
    pause()
    readable = [part.text for part in composed if not (part.is_address or part.is_on_picture)]
    basis = "\0".join(comparable(text) for text in readable)
    # Where columns stand side by side, what two neighbouring words would spell together is on no line.
    apart = "\0".join(comparable(word) for text in readable for word in text.split())
    pause()
    first = {(comparable(part.text), part.is_address): part for part in reversed(parts)}
    turned = manuscript.direction == "rtl"
    wanted = [_Wanted(part, basis, apart, turned) for part in reversed(first.values()) if comparable(part.text)]
    for name, output in outputs.items():
        # Data hold facts, not the text; what they leave out their writer says.
        if name not in EXTRACTORS:
            continue
        found = EXTRACTORS[name](manuscript.case_id, output.files)
        pages = [comparable(page) for page in found.pages]
        addresses = [comparable(unquote(text)) for text in (*found.pages, found.addresses)]
        for want in wanted:
            pause()
            if not want.is_in(name, addresses if want.part.is_address else pages):
                hint = "a template leaves it out, or this is our mistake: please report it"
                message = f"{want.part.name} is not in the {name} output"
                yield LOST.at(want.part.origin, message, hint=hint, quote=want.part.text[:80])


def comparable(text: str) -> str:
    """A text less everything in which outputs may differ without losing a word."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True, slots=True)
class _Wanted:
    part: Part
    basis: str
    """Everything that the manuscript prints."""
    apart: str
    """The same, word by word."""
    is_turned: bool
    """Whether it stands among lines that run from right to left."""

    def is_in(self, name: str, pages: list[str]) -> bool:
        """Whether an output holds the part: whole, or broken in the ways in which that output may break it."""
        if self.part.is_on_picture and name != "html":
            # A PDF keeps alt texts elsewhere, and plain text has no picture.
            return True
        text = comparable(unquote(self.part.text) if self.part.is_address else self.part.text)
        missing = self._times(text) - sum(page.count(text) for page in pages)
        if missing > 0 and name == "pdf":
            missing -= sum(_broken(text, page, following) for page, following in pairwise(pages))
        # In plain text cells of a table stand side by side, line by line, and quotations behind a mark. Of a PDF, words
        # that run from right to left, or among such, come in the order in which they stand on the page.
        if missing > 0 and (name == "text" or (name == "pdf" and (self.is_turned or _runs_leftwards(self.part.text)))):
            words = _PARTS.findall(self.part.text) if self.is_turned else self.part.text.split()
            words = [comparable(word.strip(",.;:()[]«»،؛؟")) for word in words]
            return all(
                sum(page.count(word) for page in pages) >= max(1, self.apart.count(word)) for word in words if word
            )
        return missing <= 0

    def _times(self, text: str) -> int:
        # What was lost on the way to the manuscript is wanted all the same.
        return 1 if self.part.is_address else max(1, self.basis.count(text))


def _runs_leftwards(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)


def _broken(text: str, page: str, following: str) -> bool:
    """Whether a text begins on a page and ends at the head of the next.

    The words of drawings come behind all others of their page, so that its foot can be anywhere in it.
    """
    head = following[: len(text) + _BETWEEN]
    return any(text[:i] in page and text[i:] in head for i in range(1, len(text)))
