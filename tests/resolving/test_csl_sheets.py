"""What is remembered of printed references, and what is not."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.findings import Location
from pipeline.library import Item
from pipeline.resolving.csl import Style, load_style, sheets, style
from pipeline.resolving.csl.elements import Style as StyleTree
from pipeline.workspace import Workspace

ITEM = Item(
    "doe2020",
    {"type": "article-journal", "title": "A title", "issued": {"date-parts": [[2020, 3]]}, "container-title": "J Fake"},
    Location("references.bib", 1),
)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Keys of the items that were formatted, in a process that remembers nothing yet."""
    keys: list[str] = []
    real = style._text

    def text(tree: StyleTree, item: Item) -> str:
        keys.append(item.key)
        return real(tree, item)

    sheets.sheet.cache_clear()
    monkeypatch.setattr(style, "_text", text)
    yield keys
    sheets.sheet.cache_clear()


def vancouver() -> Style:
    """Loaded anew, as each build does."""
    loaded, _ = load_style("vancouver", Location("case.yaml"))
    assert loaded is not None
    return loaded


def test_a_second_build_formats_nothing_again(printed: list[str]) -> None:
    first = vancouver().entries([(1, ITEM)])
    assert vancouver().entries([(1, ITEM)]) == first
    assert printed == ["doe2020"]


def test_a_second_build_of_a_whole_case_formats_only_what_changed(printed: list[str], tmp_path: Path) -> None:
    case = tmp_path / "cases" / "sound"
    shutil.copytree(Path(__file__).parents[1] / "bad_input" / "sound", case)
    build = ["build", "--to", "text", "--root", str(tmp_path)]
    assert main(build) == 0
    first = list(printed)
    assert "example2020" in first
    assert main(build) == 0
    assert printed == first
    library = case / "references.bib"
    library.write_text(library.read_text("utf-8").replace("title = {", "title = {Another "), encoding="utf-8")
    assert main(build) == 0
    assert printed == [*first, "example2020"]


def test_a_number_and_a_place_in_a_file_are_not_remembered(printed: list[str]) -> None:
    moved = replace(ITEM, origin=Location("references.bib", 9))
    (first,), (second,) = vancouver().entries([(1, ITEM)]), vancouver().entries([(12, moved)])
    assert (first.label, second.label) == ("1.", "12.")
    assert {node.origin for node in first.body} == {ITEM.origin}
    assert {node.origin for node in second.body} == {moved.origin}
    assert printed == ["doe2020"]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another title"},
        {"title": "A title "},
        {"issued": {"date-parts": [[2020, 4]]}},
        {"issued": {"date-parts": [["2020", 3]]}},
        {"volume": "1"},
    ],
)
def test_a_changed_item_is_formatted_anew(printed: list[str], change: dict[str, object]) -> None:
    vancouver().entries([(1, ITEM)])
    vancouver().entries([(1, replace(ITEM, csl={**ITEM.csl, **change}))])
    assert printed == ["doe2020", "doe2020"]


def test_another_language_or_dialect_is_formatted_anew(printed: list[str]) -> None:
    for language in ("en", "es", "en"):
        vancouver().entries([(1, ITEM)], language)
    replace(vancouver(), default_locale="en-GB").entries([(1, ITEM)], "en")
    assert len(printed) == 3


def test_a_changed_style_is_formatted_anew(printed: list[str], tmp_path: Path) -> None:
    file = tmp_path / "templates" / "citation-styles" / "mine.csl"
    file.parent.mkdir(parents=True)
    for _ in range(2):
        for suffix in ("!", "?"):
            inside = '<citation><layout><text variable="citation-number"/></layout></citation>'
            inside += f'<bibliography><layout suffix="{suffix}"><text variable="title"/></layout></bibliography>'
            namespace = 'xmlns="http://purl.org/net/xbiblio/csl"'
            file.write_text(f'<style {namespace} version="1.0" class="in-text">{inside}</style>', encoding="utf-8")
            mine, _ = load_style("mine", Location("case.yaml"), Workspace(tmp_path))
            assert mine is not None
            (entry,) = mine.entries([(1, ITEM)])
            assert "".join(getattr(node, "text", "") for node in entry.body) == f"A title{suffix}"
    assert printed.count("doe2020") == 2


def test_what_is_remembered_has_a_bound(printed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "TEXTS", 2)
    items = [Item(f"k{n}", {**ITEM.csl, "title": f"Title {n}"}, ITEM.origin) for n in range(3)]
    vancouver().entries(list(enumerate(items)))
    vancouver().entries([(1, items[2]), (2, items[1]), (3, items[0])])
    assert printed == ["k0", "k1", "k2", "k0"]
    monkeypatch.setattr(sheets, "LONG", 10)
    changed = replace(ITEM, csl={**ITEM.csl, "title": "A longer title"})
    vancouver().entries([(1, changed), (2, changed)])
    assert printed[4:] == ["doe2020", "doe2020"]


def test_a_reference_that_cannot_be_printed_says_so_each_time(printed: list[str]) -> None:
    broken = replace(ITEM, csl={"type": "book"})
    for _ in range(2):
        (entry,) = vancouver().entries([(1, broken)])
        assert [finding.rule.id for finding in entry.findings] == ["reference-cannot-be-formatted"]


def test_threads_do_not_disturb_each_other(printed: list[str]) -> None:
    items = [
        Item(
            f"k{n}",
            {**ITEM.csl, "title": f"Title {n}", "issued": {"date-parts": [[1990 + n, 1 + n % 12, 3]]}},
            ITEM.origin,
        )
        for n in range(60)
    ]
    alone = vancouver().entries(list(enumerate(items)))
    sheets.sheet.cache_clear()
    found: list[bool] = []
    threads = [
        threading.Thread(target=lambda: found.append(vancouver().entries(list(enumerate(items))) == alone))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4
