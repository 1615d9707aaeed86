"""Whatever a template or a writer leaves out is seen: each thing is taken away in turn, and must be missed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.build import Result, Wishes, make_case
from pipeline.conservation import comparable, losses
from pipeline.workspace import Workspace
from pipeline.writing import text_nodes
from pipeline.writing.extraction import EXTRACTORS
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from tests.figures.pictures import SVG

TEMPLATES = Path(__file__).parents[1] / "templates" / "html"

CASE = """\
casewright: 1
keywords: [amber, basalt]
authors:
  - {given: Zoë, family: Example, at: [one, two], orcid: 0000-0002-1825-0097, corresponding: zoe@example.org,
     equal: true, roles: [supervision], interests: [{category: grants, entity: Cedar Fund, comment: for dust}]}
  - {given: Đặng, family: Muster, suffix: Jr, at: [two], equal: true, roles: [supervision], interests: none}
affiliations:
  one: {name: Elm Clinic, city: Fernton, country: JO, ror: 05dxps055}
  two: {name: Grove Institute}
publication:
  {status: published, journal: Hazel Journal, volume: 7, doi: 10.5555/iris, licence: CC BY 4.0, copyright: The ivy,
   dates: {published: 2025-07-04}, peer_review: [juniper round]}
figures:
  fig-two:
    title: Kelp
    legend: Lichen overall
    credit: Maple archive
    panels:
      - {file: a.svg, alt: Nettle shape, legend: oak view}
      - {file: a.svg, alt: Palm shape, legend: quince view, credit: reed house}
tables: {tbl-one: {title: Sorrel, columns: [Thyme, Umber], rows: [[vetch, "12.5"], [willow, "3"]], notes: [Yarrow.]}}
statements: {funding: Zinnia grant.}
consent: {publication: {status: given, held_by: acorn office, note: Birch note}}
unknown: {history.family: clover lost}
"""
NARRATIVE = """\
# Dahlia of the *erica*

## Abstract

Fuchsia in short.

## Garden

A gorse **heather** `indigo` H~2~O^+^ [@first] by the jasmine[^n], see @fig-two-a and @tbl-one, $x^2$.

- larch
- myrtle

> nutmeg

1. olive

[pansy]{#words} [to the rose](https://example.org/rose)

    saffron

| Tansy | Ursinia |
|-------|---------|
| viola | wisteria |

: Xeris {#tbl-two}

### Yew

Zebra grass.

[^n]: Anemone *note*.
"""
LIBRARY = "@article{first, author={Ønsk, Åse}, title={Begonia}, journal={Crocus}, year={2020}, doi={10.5555/daisy}}"


def workspace(root: Path) -> Workspace:
    folder = root / "cases" / "all"
    (folder / "figures").mkdir(parents=True)
    files = {"case.yaml": CASE, "narrative.md": NARRATIVE, "references.bib": LIBRARY}
    for name, content in (files | {"figures/a.svg": SVG.format('<rect width="40" height="30"/>')}).items():
        (folder / name).write_text(content, "utf-8")
    return Workspace(root)


def make(root: Path, *writers: str, embed: bool = False) -> Result:
    return make_case(Workspace(root), "all", Wishes(writers=writers, look=Look(embed=embed)))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("all")).root


def missed(result: Result, outputs: Mapping[str, Output] | None = None) -> set[str]:
    assert result.case is not None
    assert result.manuscript is not None
    return {f.message for f in losses(result.case, result.manuscript, outputs or result.outputs)}


@pytest.mark.parametrize("embed", [False, True])
def test_as_it_ships_nothing_is_missed(root: Path, embed: bool) -> None:
    assert [(str(f.where), f.message) for f in make(root, "html", "text", embed=embed).findings] == []


# --- templates --------------------------------------------------------------------------------------

EXPRESSION = re.compile(r"\{\{.*?\}\}")
REPEATING = {"cite", "draft", "footer", "metadata", "moving", "outline", "running"}
"""Templates that print again, elsewhere, what the article says, or nothing of the author's."""
OURS = re.compile(r"labels|fact\.href|number|\.label\b|full_stop|\bletter\b|author\.affiliations|back_links")
"""What is ours: fixed words, numbers, marks, and where an identifier that stands there leads."""


def expressions() -> Iterator[tuple[str, int]]:
    for path in sorted(TEMPLATES.glob("*.j2")):
        for number, _ in enumerate(EXPRESSION.finditer(path.read_text("utf-8"))):
            if path.stem not in REPEATING:
                yield path.name, number


@pytest.fixture(scope="module")
def whole(root: Path) -> str:
    return words(make(root, "html"))


@pytest.mark.parametrize(("name", "number"), list(expressions()))
def test_what_a_template_leaves_out_is_missed(name: str, number: int, root: Path, whole: str) -> None:
    source = (TEMPLATES / name).read_text("utf-8")
    expression = list(EXPRESSION.finditer(source))[number]
    own = root / "templates" / "html" / name
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(source[: expression.start()] + source[expression.end() :], "utf-8")
    try:
        cut = make(root, "html")
    finally:
        own.unlink()
    if words(cut) == whole:
        # An attribute, or a branch that this case does not take.
        return
    assert missed(cut) or OURS.search(expression[0]), f"nobody misses {expression[0]}"


def words(result: Result) -> str:
    found = EXTRACTORS["html"]("all", result.outputs["html"].files)
    return comparable("".join(found.pages)) + "".join(re.findall("https?:.*", found.addresses))


@pytest.mark.parametrize(
    ("template", "taken", "part"),
    [
        ("title", "{{ author.name }}", "author"),
        ("title", "{{ affiliation.name }}", "affiliation"),
        ("title", "{{ url(author.orcid) }}", "ORCID iD"),
        ("title", "{{ fact.text }}", "date published"),
        ("abstract", "{{ blocks(manuscript.abstract.blocks) }}", "text"),
        ("abstract", "{{ keyword }}", "keyword"),
        ("figure", "{{ panel.letter }}", "letter B on fig-two"),
        ("figure", "{{ panel.alt }}", "alt text of fig-two"),
        ("figure", "{{ inlines(figure.legend) }}", "letter A in the legend of fig-two"),
        ("figure", "{{ inlines(figure.credit) }}", "credit of fig-two"),
        ("statements", "{{ blocks(statement.blocks) }}", "competing interest"),
        ("statements", "{{ blocks(statement.blocks) }}", "consent publication"),
        ("statements", "{{ blocks(statement.blocks) }}", "contribution"),
        ("table", "{{ inlines(cell.children) }}", "cell of tbl-one"),
        ("table", "{{ inlines(note) }}", "notes of tbl-one"),
        ("notes", "{{ blocks(note.blocks) }}", "note n"),
        ("references", "{{ inlines(reference.entry) }}", "reference 1"),
    ],
)
def test_what_is_missed_is_named(template: str, taken: str, part: str, tmp_path: Path) -> None:
    root = workspace(tmp_path).root
    source = (TEMPLATES / f"{template}.j2").read_text("utf-8")
    assert taken in source
    (root / "templates" / "html").mkdir(parents=True)
    (root / "templates" / "html" / f"{template}.j2").write_text(source.replace(taken, ""), "utf-8")
    for embed in (False, True):
        result = make(root, "html", embed=embed)
        assert f"{part} is not in the html output" in missed(result)
        assert result.findings


@pytest.mark.needs("pango")
@pytest.mark.parametrize(
    ("template", "taken", "part"),
    [
        ("title", "{{ affiliation.name }}", "affiliation"),
        ("title", "{{ url(author.orcid) }}", "ORCID iD"),
        ("figure", "{{ panel.alt }}", "alt text of fig-two"),
        ("table", "{{ inlines(cell.children) }}", "cell of tbl-one"),
        ("references", "{{ inlines(reference.entry) }}", "reference 1"),
    ],
)
def test_what_paper_leaves_out_is_missed(template: str, taken: str, part: str, tmp_path: Path) -> None:
    root = workspace(tmp_path).root
    source = (TEMPLATES / f"{template}.j2").read_text("utf-8")
    (root / "templates" / "html").mkdir(parents=True)
    (root / "templates" / "html" / f"{template}.j2").write_text(source.replace(taken, ""), "utf-8")
    assert f"{part} is not in the pdf output" in missed(make(root, "pdf"))


# --- writers ----------------------------------------------------------------------------------------


PRINTED_TWICE = "DOI: 10.5555/iris"
"""It stands in the address behind the article's citation as well."""


def without(line: str, words: list[str]) -> str:
    for word in words:
        line = line.replace(word, "")
    return line


def test_every_line_of_plain_text_is_missed(root: Path) -> None:
    result = make(root, "text")
    assert result.manuscript is not None
    output = result.outputs["text"]
    lines = output.files["all.txt"].decode().split("\n")
    ours = sorted(result.manuscript.labels.values(), key=len, reverse=True)
    for number, line in enumerate(lines):
        if line == PRINTED_TWICE or not any(character.isalnum() for character in without(line, ours)):
            continue
        rest = "\n".join(lines[:number] + lines[number + 1 :]).encode()
        cut = replace(output, files={**output.files, "all.txt": rest})
        assert missed(result, {"text": cut}), line


def test_a_writer_that_drops_accents_is_seen(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def bare(text: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))

    wrapped = text_nodes.wrapped
    monkeypatch.setattr(
        "pipeline.writing.text.wrapped", lambda text, *rest, **named: wrapped(bare(text), *rest, **named)
    )
    lost = missed(make(root, "text"))
    assert "author is not in the text output" in lost
    assert "reference 1 is not in the text output" in lost


@pytest.mark.parametrize("name", ["statements_of", "figures_of", "tables_of"])
def test_a_step_that_loses_what_it_should_resolve_is_seen(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing: dict[str, object] = {"statements_of": ((), []), "figures_of": ({}, []), "tables_of": ({}, [])}
    monkeypatch.setattr(f"pipeline.resolving.{name}", lambda *_: nothing[name])
    assert missed(make(root, "html", "text"))
