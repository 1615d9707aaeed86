"""The course: tests, one above the other on one axis of time, and treatments below; a wish in, a drawing out.

Every series has an axis of its own, its reference range as a band, and its telling values beside their points. What
could not be measured, what is critical and what a treatment changed are told by shape and word, never by colour alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.facts.times import time_in_words
from pipeline.figures.course_plan import Plan, plan_of
from pipeline.figures.course_table import table_of
from pipeline.figures.course_words import Telling, Terms, alt_of, terms_of
from pipeline.figures.drawn import Drawn, Request
from pipeline.findings import Finding
from pipeline.reading.inline_nodes import plain_text, read_line

if TYPE_CHECKING:
    from pipeline.case.time import Time
    from pipeline.manuscript import Image


def draw(request: Request) -> tuple[Drawn | None, list[Finding]]:
    """Tests named in `of` and treatments named in `treatments`; None where no test has two values."""
    plan, findings = plan_of(request)
    if plan is None:
        return None, findings
    language = request.case.facts.language

    def say_time(time: Time) -> str:
        return time_in_words(time.text, request.words, language)

    telling = Telling(request.words, language, say_time)
    title = plain_text(read_line(request.wish.title, request.origin)[0])
    image, narrow = _pictures(plan, terms_of(request.words, language), request.figure_id, title)
    return Drawn(image, narrow, alt_of(plan, telling), table_of(plan, telling, request.origin)), findings


@lru_cache(maxsize=32)
def _pictures(plan: Plan, terms: Terms, name: str, title: str) -> tuple[Image, Image]:
    """Both shapes; the same plan in the same words is drawn once."""
    # matplotlib takes half a second to load, and a case without plots does without.
    from pipeline.figures.course_drawing import FOR_A_NARROW_SCREEN, FOR_PAPER
    from pipeline.figures.course_drawing import draw as draw_plan

    return (
        draw_plan(plan, terms, FOR_PAPER, name, title),
        draw_plan(plan, terms, FOR_A_NARROW_SCREEN, f"{name}-narrow", title),
    )
