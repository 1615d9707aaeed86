"""A document laid out before and as it is now, in; its pages out, of which only those are laid out that changed.

WeasyPrint lays a page out again by itself where its records say so, and goes on from there only as far as the next
page begins elsewhere. This fills in its records from the last layout: which pages hold what has changed. It leans on
`layout_document`, `make_all_pages`, `initialize_page_maker`, on `page_maker` and `running_elements` of the context, and
on a page's body, footnotes and notes being its only children before its margins are made.
Where anything is not as it has to be for that, all pages are laid out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any

from pipeline.writing.page_changes import Box, Changes, Element, Shape, changes, reaches_far, shapes


@dataclass(frozen=True, slots=True)
class _Laid:
    """What a layout left behind."""

    files: Mapping[str, str]
    tree: Element
    records: list[Any]
    """WeasyPrint's `page_maker`: where each page begins, and in what state."""
    bodies: list[tuple[Box, list[Box]]]
    """Pages, and their children before they had margins."""
    held: list[dict[Element, Shape]]
    """Of each page, which elements of the tree it shows."""
    running: dict[str, dict[int, list[Box]]]
    sizes: dict[str, Any]
    """Of the first page."""
    bottom: float
    """Of the last page."""
    margins: list[Any]
    """What stands in the margins of each page."""
    looks: list[str]
    """Of each page the name that was given to its looks."""
    is_plain: bool
    """Whether each page hangs on nothing but its beginning and what stands on it."""


@cache
def _own(layout: Any) -> tuple[Any, Any]:
    return layout.initialize_page_maker, layout.make_all_pages


def as_ever(layout: Any) -> None:
    """WeasyPrint's own functions, whatever an interruption may have left in their place."""
    layout.initialize_page_maker, layout.make_all_pages = _own(layout)


FEW = 3
"""Pages that are shown before the others are laid out: most edits change no more, and the reader looks at the first."""
AtFirst = Callable[[dict[int, Box]], None]
"""Told of the first pages that are laid out anew, by their numbers from 0, before the others are."""


class KeptPages:
    """The pages of the last layout. One document after another; an interruption leaves the last whole one."""

    def __init__(self, layout: Any) -> None:
        """`layout` is WeasyPrint's module of that name."""
        self.at_first: AtFirst | None = None
        self._layout = layout
        self._whole = layout.layout_document
        self._last: _Laid | None = None
        self._files: dict[str, str] = {}

    @property
    def looks(self) -> list[str]:
        """Of each page of the last document a name for its looks, '' where it has none yet: whoever looks at it puts
        one in, which stays for as long as the page looks the same.
        """
        return self._last.looks if self._last else []

    def files(self, assets: Mapping[str, bytes]) -> None:
        """What the next document may load."""
        self._files = {name: sha256(data).hexdigest() for name, data in assets.items()}
        if any(reaches_far(data) for name, data in assets.items() if name.endswith(".css")):
            self.forget()

    def forget(self) -> None:
        self._last = None

    def layout_document(self, html: Any, root_box: Box, context: Any) -> list[Box]:
        """Stands in for WeasyPrint's function of this name; gives the pages."""
        before = self._last if self._last and self._last.is_plain and _is_plain(context) else None
        changed = _changed(before, self._files, html.etree_element) if before else None
        run = _Run(before, changed, self._copies(before, changed, html, context) if before and changed else [])
        first, make = _own(self._layout)

        def begin(context: Any, root_box: Box) -> None:
            if not run.begin(context):
                first(context, root_box)

        def go_on(context: Any, root_box: Box, html: Any, pages: list[Box]) -> list[Box]:
            return run.note(self._as_they_come(make(context, root_box, html, pages or run.kept), run, context), context)

        self._layout.initialize_page_maker, self._layout.make_all_pages = begin, go_on
        try:
            pages = list(self._whole(html, root_box, context))
        finally:
            as_ever(self._layout)
        margins = [_margins(page) for page in pages]
        self._last = _Laid(
            files=self._files,
            tree=html.etree_element,
            records=context.page_maker,
            bodies=run.bodies,
            held=[run.held(number, context) for number in range(len(pages))],
            running={name: dict(pages) for name, pages in context.running_elements.items()},
            sizes=dict(context.style_for.initial_page_sizes),
            bottom=context.page_bottom,
            margins=margins,
            looks=[run.look(number, margin) for number, margin in enumerate(margins)],
            is_plain=run.is_plain and _is_plain(context),
        )
        return pages

    def _as_they_come(self, pages: Iterable[Box], run: _Run, context: Any) -> Iterator[Box]:
        """The pages, once told of those that come first, with the margins of the pages that stood in their place."""
        fresh: dict[int, Box] = {}
        for number, page in enumerate(pages):
            if self.at_first and not run.is_kept(number, page) and (margins := run.margins_before(number)):
                body, *areas = page.children
                fresh[number] = again = page.copy()
                again.children = [body, *(area for area in areas if area.children), *margins]
                if len(fresh) == FEW:
                    for one in fresh.values():
                        self._layout.layout_backgrounds(one, context.get_image_from_uri)
                    at_first, self.at_first = self.at_first, None
                    at_first(fresh)
            yield page

    def _copies(self, before: _Laid, changes: Changes, html: Any, context: Any) -> list[Box]:
        """Copies of the pages before the cut: what is laid out now does not touch what is there."""
        kept = []
        for page, children in before.bodies[: changes.cut]:
            again = page.copy()
            again.children = list(children)
            kept.append(again)
            # Their margins are made again, and ask for styles.
            self._layout.page.set_page_type_computed_styles(page.page_type, html, context.style_for)
        return kept


@dataclass(slots=True)
class _Run:
    """One layout, begun where the one before left off."""

    before: _Laid | None
    changed: Changes | None
    kept: list[Box]
    """Pages that may stay."""
    bodies: list[tuple[Box, list[Box]]] = field(default_factory=list)
    is_plain: bool = True

    def begin(self, context: Any) -> bool:
        """Fills in the records of the last layout; False where there is nothing to go on from."""
        if not (self.before and self.changed and self.kept):
            return False
        context.page_maker = _records(self.before, self.changed, len(self.kept))
        context.style_for.initial_page_sizes.update(self.before.sizes)
        for name, pages in self.before.running.items():
            staying = {page: boxes for page, boxes in pages.items() if page <= len(self.kept)}
            context.running_elements[name].update(staying)
        return True

    def note(self, pages: Iterable[Box], context: Any) -> list[Box]:
        """The pages, as they come."""
        made = []
        for page in pages:
            if context.broken_out_of_flow or context.reported_footnotes or page.fixed_boxes:
                self.is_plain = False
            made.append(page)
        self.bodies = [(page, list(page.children)) for page in made]
        if self.before and self._stays(len(made) - 1):
            context.page_bottom = self.before.bottom
        return made

    def is_kept(self, number: int, page: Box) -> bool:
        return number < len(self.kept) and page is self.kept[number]

    def margins_before(self, number: int) -> list[Box]:
        """The margins of the page of this number in the last layout, if there was one and it is gone on from."""
        there = self.before and self.kept and number < len(self.before.bodies)
        page = self.before.bodies[number][0] if self.before and there else None
        return [box for box in page.children if hasattr(box, "at_keyword")] if page else []

    def _stays(self, number: int) -> bool:
        return self.is_kept(number, self.bodies[number][0])

    def held(self, number: int, context: Any) -> dict[Element, Shape]:
        if self.before and self.changed and self._stays(number):
            now = self.changed.now
            return {now[old]: shape for old, shape in self.before.held[number].items() if old in now}
        return shapes([*self.bodies[number][1], *_above(number, context)])

    def look(self, number: int, margin: Any) -> str:
        same = self.before and self._stays(number) and margin == self.before.margins[number]
        return self.before.looks[number] if self.before and same else ""


def _is_plain(context: Any) -> bool:
    """Nothing in the text names pages or stands at their foot."""
    return not (context.footnotes or context.target_collector.counter_lookup_items)


def _records(before: _Laid, changes: Changes, kept: int) -> list[Any]:
    records: list[Any] = deepcopy(before.records[: kept + 1])
    # The one after the last page says that nothing follows.
    for number in changes.pages | ({kept} if changes.cut is not None else set()):
        if number < len(records) and not (number == len(records) - 1 and changes.cut is None):
            records[number][-1]["content_changed"] = True
    return records


def _margins(page: Box) -> Any:
    boxes = (box for margin in page.children if hasattr(margin, "at_keyword") for box in margin.descendants())
    return [(type(box), box.position_x, box.position_y, box.width, getattr(box, "text", "")) for box in boxes]


def _above(number: int, context: Any) -> list[Box]:
    """What a page brings for the margins from there on."""
    return [box for pages in context.running_elements.values() for box in pages.get(number + 1, ())]


def _changed(before: _Laid, files: Mapping[str, str], tree: Element) -> Changes | None:
    """None where all has to be laid out."""
    names = {name for name in (*before.files, *files) if before.files.get(name) != files.get(name)}
    if any(name.endswith(".css") for name in names):
        return None
    return changes(before.tree, tree, before.held, names)
