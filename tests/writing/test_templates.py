"""Templates folders: a workspace's own files come first, and its mistakes are findings with their line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.findings import Severity
from pipeline.writing.html import write
from pipeline.writing.look import Look
from pipeline.writing.templates import Templates
from tests.writing.specimen import SHIPPED, specimen


def workspace(tmp_path: Path, **files: str | bytes) -> Templates:
    """A workspace whose templates/ holds these files: `html__footer_j2` is html/footer.j2."""
    for name, content in files.items():
        folder, _, file = name.partition("__")
        path = tmp_path / "templates" / folder / file.replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Templates([tmp_path / "templates", SHIPPED])


def test_one_file_of_a_workspace_replaces_the_shipped_one(tmp_path: Path) -> None:
    templates = workspace(
        tmp_path, html__footer_j2="<footer>Ours & {{ manuscript.case_id }}</footer>", css__page_css="p{}"
    )
    files = write(specimen(), templates, Look()).files
    assert b"<footer>Ours & specimen</footer>" in files["specimen.html"]
    assert files["assets/page.css"] == b"p{}"
    assert files["assets/screen.css"] == (SHIPPED / "css/screen.css").read_bytes()


def test_a_template_that_appears_or_changes_is_used_at_once(tmp_path: Path) -> None:
    templates = workspace(tmp_path)
    assert b"FIRST" not in write(specimen(), templates, Look()).files["specimen.html"]
    for word in ("FIRST", "OTHER"):
        workspace(tmp_path, html__footer_j2=word)
        assert word.encode() in write(specimen(), templates, Look()).files["specimen.html"]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("<p>\n{% if %}", 2, "Expected an expression"),
        ("<p>\n\n{{ nothing.here }}", 3, "'nothing' is undefined"),
        ("{{ labels.no_such_word }}", 1, "no_such_word"),
        ("\n{{ 1 + 'a' }}", 2, "unsupported operand"),
        ("\n{{ 'a' | round }}", 2, ""),
        ('{% include "html/gone.j2" %}', 1, "there is no template html/gone.j2"),
        ("a\n\xff".encode("latin-1"), 2, "not UTF-8"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("\n{{ inlines(5) }}", 2, ""),
    ],
)
def test_a_broken_template_is_one_finding_at_its_line(
    tmp_path: Path, content: str | bytes, line: int, said: str
) -> None:
    output = write(specimen(), workspace(tmp_path, html__footer_j2=content), Look())
    assert output.files == {}
    (finding,) = output.findings
    assert (finding.rule.id, finding.severity) == ("template-broken", Severity.FATAL)
    assert (finding.where.file, finding.where.line) == ("templates/html/footer.j2", line)
    assert said in finding.message


def test_a_mistake_in_a_shipped_template_is_ours(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html/article.j2").write_text("{{ nothing }}", encoding="utf-8")
    with pytest.raises(Exception, match="nothing"):
        write(specimen(), Templates([tmp_path]), Look())


def test_names_are_those_of_all_folders(tmp_path: Path) -> None:
    templates = workspace(tmp_path, css__extra_css="p{}", css__page_css="p{}")
    names = templates.names("css")
    assert names == sorted({"css/extra.css", *Templates([SHIPPED]).names("css")})
    assert "css/page.css" in names
    with pytest.raises(KeyError):
        templates.bytes("css/none.css")


def test_the_colours_of_the_dark_are_in_one_place() -> None:
    styles = {path.name: path.read_text("utf-8") for path in (SHIPPED / "css").glob("*.css")}

    def colours(name: str) -> set[str]:
        return set(re.findall(r"^ +(--[a-z-]+): #", styles[name], re.MULTILINE))

    assert colours("dark.css") == colours("page.css")
    assert [name for name, text in styles.items() if re.search(r"scheme: dark[^@]*--paper:", text)] == ["dark.css"]
