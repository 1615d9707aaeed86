"""What `casewright list styles` lists."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.resolving.csl.catalogue import SHOWN, catalogue
from pipeline.resolving.csl.offering import verified
from pipeline.workspace import Workspace


@pytest.mark.parametrize(
    ("words", "name", "about"),
    [
        (["bmj"], "bmj", "verified    BMJ"),
        (
            ["1752-1947"],
            "journal-of-medical-case-reports",
            "verified    Journal of Medical Case Reports; the style springer-vancouver-brackets; also called jmcr",
        ),
        (["JMCR"], "journal-of-medical-case-reports", "verified "),
        (["current-opinion"], "current-opinion", "unverified  Current Opinion journals"),
        (["Vétérinary", "record", "case"], "veterinary-record-case-reports", "it does not number its references"),
        (["apa"], "apa", "refused     APA Style 7th edition: it cites by author and year"),
        (["vancouver", "superscript", "nlm"], "nlm-citation-sequence-superscript", "also called vancouver-superscript"),
    ],
)
def test_a_style_is_found_with_its_title_and_word(tmp_path: Path, words: list[str], name: str, about: str) -> None:
    first, *_ = catalogue(Workspace(tmp_path), words)
    assert first[0] == name
    assert about in first[1]


def test_without_words_it_is_the_verified_ones_and_how_to_find_more(tmp_path: Path) -> None:
    *rows, last = catalogue(Workspace(tmp_path), [])
    assert [name for name, _ in rows] == sorted(verified())
    assert "casewright list styles WORD…" in last[1]


def test_many_are_cut_with_their_number(tmp_path: Path) -> None:
    *rows, last = catalogue(Workspace(tmp_path), ["journal"])
    assert len(rows) == SHOWN
    assert last[1].endswith("more: add a word to find fewer")


def test_a_search_is_quick(tmp_path: Path) -> None:
    list(catalogue(Workspace(tmp_path), ["case", "reports"]))
    begun = time.process_time()
    list(catalogue(Workspace(tmp_path), ["case", "reports"]))
    assert time.process_time() - begun < 5


def test_the_authors_own_come_first(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "citation-styles"
    own.mkdir(parents=True)
    link = '<info><link rel="independent-parent" href="http://www.zotero.org/styles/{}"/></info>'
    text = f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">{link}</style>'
    for name, parent in (("ours", "bmj"), ("theirs", "current-opinion"), ("by-author", "apa")):
        (own / f"{name}.csl").write_text(text.format(parent), encoding="utf-8")
    (own / "broken.csl").write_text("<style", encoding="utf-8")
    rows = dict(list(catalogue(Workspace(tmp_path), []))[:4])
    assert rows == {
        "broken": "refused     your own: a tag begins here that never ends",
        "by-author": "refused     your own: this citation style cites by author and year; for that casewright "
        "lacks a way to name authors in a sentence with only the year behind them, links from names to references, and "
        "a comparison with the reference implementation",
        "ours": "verified    your own",
        "theirs": "unverified  your own",
    }


def test_the_command_says_where_nothing_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "styles", "zebra", "giraffe", "--root", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "there is nothing with zebra and giraffe among the styles\n"
    assert main(["list", "formats", "web", "page", "--root", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("html")
