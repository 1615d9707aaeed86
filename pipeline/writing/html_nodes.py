"""Inline and block nodes as HTML, for one page: escaped, every id once, the larger blocks by their templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from typing import assert_never

from markupsafe import Markup, escape

from pipeline.language import Direction, direction_of
from pipeline.manuscript import (
    Block,
    Blocks,
    BulletList,
    Citation,
    CitationMark,
    Code,
    CodeBlock,
    CrossReference,
    CrossReferenceMark,
    DisplayMath,
    Emphasis,
    Figure,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    LinkedText,
    Math,
    NoteMark,
    NoteReference,
    NumberedList,
    Paragraph,
    Passage,
    Placeholder,
    Quote,
    Section,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    ValueMark,
)
from pipeline.remembering import Alike, remembered, the_same
from pipeline.writing.decimals import decimal_steps
from pipeline.writing.html_text import attribute, fragment, isolated, unbroken, url
from pipeline.writing.isolating import is_foreign
from pipeline.writing.page_ids import PageIds, Taken
from pipeline.writing.table_widths import table_width
from pipeline.writing.text_nodes import full_stop, words

Fill = Callable[[str, dict[str, object]], str]
"""Fills the template of this name with these values."""
DrawFormula = Callable[[Math | DisplayMath], Markup]
"""Gives the element of a formula."""
Picture = Callable[[Image], str]
"""Gives the address of an image."""

STYLES = {
    Emphasis: (Markup("<em>"), Markup("</em>")),
    Strong: (Markup("<strong>"), Markup("</strong>")),
    Superscript: (Markup("<sup>"), Markup("</sup>")),
    Subscript: (Markup("<sub>"), Markup("</sub>")),
    SmallCaps: (Markup('<span class="small-caps">'), Markup("</span>")),
}
SAFE_SCHEMES = ("http://", "https://", "mailto:")


def picture_beside(image: Image) -> str:
    """The address of an image that lies beside its page."""
    return f"figures/{url(image.name)}"


class Nodes:
    """The nodes of one page. Make a new one for each page: it remembers the ids given out."""

    def __init__(
        self,
        fill: Fill,
        labels: dict[str, str],
        formula: DrawFormula,
        on_screen: bool,
        picture: Picture = picture_beside,
    ) -> None:
        self.fill = fill
        self._picture = picture
        self._labels = labels
        self._formula = formula
        self._on_screen = on_screen
        # Where what is equal is written alike; on paper formulas are numbered as they come.
        self.alike = the_same((fill, picture, *labels.items())) if on_screen else None
        self.ids = PageIds()
        self.direction: Direction = "ltr"
        """How the lines of the page run."""
        self.images: list[Image] = []
        """Every image shown so far."""
        self.floats: list[str] = []
        """Ids of the figures and tables shown so far."""

    # --- inline ---------------------------------------------------------------------------------------

    def inlines(self, children: Inlines) -> Markup:
        return Markup("").join(self._inline(child) for child in children)

    def _inline(self, node: Inline) -> Markup:
        match node:
            case Text(text):
                return unbroken(text) if self.direction == "ltr" else isolated(text)
            case Emphasis() | Strong() | Superscript() | Subscript() | SmallCaps():
                start, end = STYLES[type(node)]
                return start + self.inlines(node.children) + end
            case Code(text):
                return Markup("<code>{}</code>").format(text)
            case LineBreak():
                return Markup("<br>\n")
            case Math():
                return self._formula(node)
            case Placeholder(text, origin):
                return Markup('<mark class="placeholder"{}>{}</mark>').format(self.ids.at(origin), text)
            case Link() | Passage() | Citation() | CrossReference() | NoteReference():
                return self._reaching(node)
            case CitationMark() | CrossReferenceMark() | ValueMark() | NoteMark():
                raise AssertionError(f"{node} was not resolved")
            case _:
                assert_never(node)

    def _reaching(self, node: Link | Passage | Citation | CrossReference | NoteReference) -> Markup:
        """Nodes that link somewhere or are linked to."""
        match node:
            case Link(href, children):
                return self._link(href, self.inlines(children))
            case Passage(children, own, care, origin):
                items = attribute("data-care", " ".join(care)) if care else Markup("")
                return Markup("<span{}{}>{}</span>").format(self.ids.at(origin, own), items, self.inlines(children))
            case Citation(parts, superscript, own):
                words = Markup("").join(self._part(part, Markup(' role="doc-biblioref"')) for part in parts)
                tag = "sup" if superscript else "span"
                return Markup('<{0} class="citation"{1}>{2}</{0}>').format(tag, self.ids.own(own), words)
            case CrossReference(parts):
                return Markup("").join(self._part(part, Markup(' class="cross-reference"')) for part in parts)
            case NoteReference(number, note_id, own):
                mark = Markup('<sup class="note-mark"><a role="doc-noteref"{} href="{}">{}</a></sup>')
                return mark.format(self.ids.own(own), fragment(note_id), number)
            case _:
                assert_never(node)

    def _link(self, href: str, words: Markup) -> Markup:
        if href.startswith("#"):
            return Markup('<a href="{}">{}</a>').format(fragment(href[1:]), words)
        if href.lower().startswith(SAFE_SCHEMES):
            return Markup('<a href="{}">{}</a>').format(url(href), words)
        return words

    def _part(self, part: LinkedText, role: Markup) -> Markup:
        if not part.target:
            return escape(part.text)
        return Markup(f"<a{role}{attribute('href', fragment(part.target))}>{escape(part.text)}</a>")

    def turned(self, is_to_right: bool) -> Markup:
        """The attribute of a block that runs from left to right on a page that does not."""
        return Markup(' dir="ltr"') if is_to_right else Markup("")

    def entry(self, children: Inlines) -> Markup:
        """The attribute of a work in the list of references: it runs as its first letter does."""
        return self.turned(self.direction == "rtl" and direction_of(words(children)) == "ltr")

    # --- blocks ---------------------------------------------------------------------------------------

    def blocks(self, blocks: Blocks) -> Markup:
        return Markup("\n").join(self._block(block) for block in blocks)

    def _block(self, node: Block) -> Markup:
        match node:
            case Paragraph():
                return self._once(node)
            case BulletList() | NumberedList():
                return self._list(node)
            case Quote(blocks, origin):
                return Markup("<blockquote{}>\n{}\n</blockquote>").format(self.ids.at(origin), self.blocks(blocks))
            case CodeBlock(text, origin):
                return Markup("<pre{}><code>{}</code></pre>").format(self.ids.at(origin), text)
            case DisplayMath():
                return Markup('<div class="formula"{}>{}</div>').format(self.ids.at(node.origin), self._formula(node))
            case ThematicBreak(origin):
                return Markup("<hr{}>").format(self.ids.at(origin))
            case Table() | Figure() | Section():
                return self._by_template(node)
            case _:
                assert_never(node)

    def _by_template(self, node: Table | Figure | Section) -> Markup:
        if isinstance(node, Figure):
            self.images += [panel.image for panel in node.panels]
            self.images += [panel.narrow for panel in node.panels if panel.narrow and self._on_screen]
        if not isinstance(node, Section) and node.id:
            self.floats.append(node.id)
        if isinstance(node, Table):
            return self._table(node, node.label or self._labels["table"])
        name = type(node).__name__.lower()
        return Markup(self.fill(f"{name}.j2", self.tools() | {name: node}))

    def _table(self, table: Table, region: str) -> Markup:
        """A table, and what a listener hears its scrolling region called."""
        return self._once(table, region)

    def _once(self, node: Paragraph | Table, region: str = "") -> Markup:
        if self.alike is None:
            return self._anew(node, region)
        html, taken = _written(self, node, region)
        # Where other ids are taken than when it was written, it is not the same.
        return html if self.ids.take(taken) else self._anew(node, region)

    def written(self, node: Paragraph | Table, region: str) -> tuple[Markup, Taken]:
        """It as this page would have it next, and the ids it takes; the page stays as it is."""
        page = copy(self)
        page.ids = self.ids.apart()
        return page._anew(node, region), page.ids.taken

    def _anew(self, node: Paragraph | Table, region: str) -> Markup:
        if isinstance(node, Table):
            return Markup(self.fill("table.j2", self.tools() | {"table": node, "region": region}))
        turned = self.turned(self.direction == "rtl" and is_foreign(words(node.children)))
        return Markup(f"<p{self.ids.at(node.origin)}{turned}>{self.inlines(node.children)}</p>")

    def _description(self, figure: Figure) -> Markup:
        """What a drawing shows, as a table."""
        assert figure.description is not None, "the template asks first"
        return self._table(figure.description, f"{figure.label}: {self._labels['as_table']}")

    def _list(self, node: BulletList | NumberedList) -> Markup:
        tag, first = "ul", Markup("")
        if isinstance(node, NumberedList):
            tag, first = "ol", Markup(' start="{}"').format(node.start) if node.start != 1 else first
        return Markup("<{0}{1}{2}>\n{3}\n</{0}>").format(tag, self.ids.at(node.origin), first, self._items(node.items))

    def _items(self, items: Sequence[Blocks]) -> Markup:
        return Markup("\n").join(Markup("<li>{}</li>").format(self._tight(item)) for item in items)

    def _tight(self, item: Blocks) -> Markup:
        """A list item of one paragraph stands without a paragraph's space."""
        match item:
            case (Paragraph(children, origin), *others) if _only_lists(others):
                words = Markup("<span{}>{}</span>").format(self.ids.at(origin), self.inlines(children))
                return words + self.blocks(tuple(others))
            case _:
                return self.blocks(item)

    def tools(self) -> dict[str, object]:
        """What every template may call."""
        return {
            "labels": self._labels,
            "on_screen": self._on_screen,
            "inlines": self.inlines,
            "blocks": self.blocks,
            "description": self._description,
            "at": self.ids.at,
            "entry_direction": self.entry,
            "only_id": self.ids.own,
            "fragment": fragment,
            "url": url,
            "full_stop": full_stop,
            "picture": self._picture,
            "decimal_steps": decimal_steps,
            "table_width": table_width,
        }


@remembered(lambda nodes, node, region: (nodes.alike, nodes.direction, Alike(node, node.origin), region), most=1024)
def _written(nodes: Nodes, node: Paragraph | Table, region: str) -> tuple[Markup, Taken]:
    """Tables and paragraphs take most of a page's time; mostly all but one are as they were on the last."""
    return nodes.written(node, region)


def _only_lists(blocks: Sequence[Block]) -> bool:
    return all(isinstance(block, BulletList | NumberedList) for block in blocks)
