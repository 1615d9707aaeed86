"""What becomes of the outputs of a case when its findings are refusals, fatal, errors, or none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline.build import Result, Wishes, build_case
from pipeline.findings import Severity
from pipeline.workspace import Workspace

SOUND = Path(__file__).parent / "bad_input" / "sound"
READABLE = Wishes(writers=("html", "text"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(SOUND, tmp_path / "cases" / "one")
    return Workspace(tmp_path)


def edit(workspace: Workspace, file: str, old: str, new: str) -> None:
    path = workspace.case_folder("one") / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def written(workspace: Workspace, case: str = "one") -> set[str]:
    return {path.name for path in (workspace.build / case).glob("[!.]*.*")}


def severities(result: Result) -> set[Severity]:
    return {finding.severity for finding in result.findings}


def test_a_sound_case_is_written_without_findings(workspace: Workspace) -> None:
    result = build_case(workspace, "one", READABLE)
    assert result.findings == []
    assert result.written
    assert written(workspace) == {"one.html", "one.txt"}


def withdraw_consent(workspace: Workspace) -> None:
    edit(workspace, "case.yaml", "publication: given", "publication: withdrawn")


def withdraw_consent_and_lose_the_text(workspace: Workspace) -> None:
    withdraw_consent(workspace)
    (workspace.case_folder("one") / "narrative.md").unlink()


def withdraw_consent_and_empty_the_text(workspace: Workspace) -> None:
    withdraw_consent(workspace)
    (workspace.case_folder("one") / "narrative.md").write_text("\n", encoding="utf-8")


@pytest.mark.parametrize(
    "change", [withdraw_consent, withdraw_consent_and_lose_the_text, withdraw_consent_and_empty_the_text]
)
def test_withdrawn_consent_removes_earlier_outputs(workspace: Workspace, change: Callable[[Workspace], None]) -> None:
    build_case(workspace, "one", READABLE)
    change(workspace)
    result = build_case(workspace, "one", READABLE)
    assert Severity.REFUSAL in severities(result)
    assert not result.written
    assert not (workspace.build / "one").exists()


def break_yaml(workspace: Workspace) -> None:
    edit(workspace, "case.yaml", "sex: female}", "sex: female")


def empty_the_text(workspace: Workspace) -> None:
    (workspace.case_folder("one") / "narrative.md").write_text("", encoding="utf-8")


def misspell_the_consent(workspace: Workspace) -> None:
    edit(workspace, "case.yaml", "publication: given", "publication: withdrwan")


@pytest.mark.parametrize("change", [break_yaml, empty_the_text, misspell_the_consent])
def test_a_fatal_finding_keeps_earlier_outputs(workspace: Workspace, change: Callable[[Workspace], None]) -> None:
    build_case(workspace, "one", READABLE)
    before = (workspace.build / "one" / "one.txt").read_bytes()
    change(workspace)
    result = build_case(workspace, "one", READABLE)
    assert Severity.FATAL in severities(result)
    assert not result.written
    assert (workspace.build / "one" / "one.txt").read_bytes() == before


PLACEHOLDERS = [
    ("[@nobody1999]", "[@nobody1999?]"),
    ("@fig-nothing", "[@fig-nothing?]"),
    ("@sec-nothing", "[@sec-nothing?]"),
    ("{{ tests.alt at day 3 }}", "[{{ tests.alt at day 3 }}?]"),
    ("[^nothing]", "[^nothing?]"),
    ("![A scan](scan.png)", "[picture: A scan]"),
    ("$x^{$", "$x^{$"),
    ("[here](file:///x)", "here [link: file:///x]"),
]


def words_of(path: Path) -> str:
    if path.suffix == ".pdf":
        text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    else:
        text = path.read_text(encoding="utf-8")
    return "".join(text.replace("&#x2F;", "/").split())


def test_an_error_leaves_a_placeholder_at_its_place_and_a_draft(workspace: Workspace) -> None:
    edit(workspace, "narrative.md", "Nothing is wrong", " and ".join(typed for typed, _ in PLACEHOLDERS))
    result = build_case(workspace, "one", READABLE)
    assert result.written
    assert severities(result) == {Severity.ERROR}
    for name in sorted(written(workspace)):
        shown = words_of(workspace.build / "one" / name)
        assert f"DRAFT–{len(PLACEHOLDERS)}errorstomend" in shown
        for _, placeholder in PLACEHOLDERS:
            assert "".join(placeholder.split()) in shown, name


@pytest.mark.needs("pango")
def test_the_pdf_has_the_placeholders_too(workspace: Workspace) -> None:
    edit(workspace, "narrative.md", "Nothing is wrong", " and ".join(typed for typed, _ in PLACEHOLDERS))
    build_case(workspace, "one", Wishes(writers=("pdf",)))
    shown = words_of(workspace.build / "one" / "one.pdf")
    assert "DRAFT" in shown
    for _, placeholder in PLACEHOLDERS:
        assert "".join(placeholder.split()) in shown


HOSTILE = ("<script>alert({n})</script>", "{{ 7*7 }}", "{% raw %}")


def hostile(workspace: Workspace) -> list[str]:
    """Write what templates and browsers would run into every text; gives each as it must be shown."""
    mean = iter([" ".join(HOSTILE).replace("{n}", str(n)) for n in range(8)])
    shown = list(mean)
    edit(workspace, "case.yaml", "given: Ada", f"given: '{shown[0]}'")
    edit(workspace, "case.yaml", "title: Sound", f"title: '{shown[1]}'")
    edit(workspace, "case.yaml", "alt: A grey square.", f"alt: '{shown[2]}', legend: '{shown[3]}'")
    extra = f"keywords: ['{shown[4]}']\nstatements: {{funding: '{shown[5]}'}}\nconsent:"
    edit(workspace, "case.yaml", "consent:", extra)
    edit(workspace, "narrative.md", "# A sound case", f"# {shown[6]}")
    edit(workspace, "narrative.md", "Nothing is wrong", shown[7])
    edit(workspace, "references.bib", "A sound reference", "<script>alert(8)</script> 7*7")
    return [*shown, "<script>alert(8)</script> 7*7"]


def test_code_in_any_text_is_shown_as_text(workspace: Workspace) -> None:
    typed = hostile(workspace)
    result = build_case(workspace, "one", READABLE)
    assert result.findings == []
    page = (workspace.build / "one" / "one.html").read_text(encoding="utf-8")
    text = "".join((workspace.build / "one" / "one.txt").read_text(encoding="utf-8").split())
    assert "<script>alert" not in page
    for words in typed:
        assert words.replace("<", "&lt;").replace(">", "&gt;") in page
        assert "".join(words.split()) in text


@pytest.mark.needs("pango")
def test_code_in_any_text_is_shown_as_text_in_print(workspace: Workspace) -> None:
    typed = hostile(workspace)
    del typed[2]  # the description of a picture is not on the page
    build_case(workspace, "one", Wishes(writers=("pdf",)))
    shown = words_of(workspace.build / "one" / "one.pdf")
    for words in typed:
        assert "".join(words.split()) in shown


def test_one_bad_case_does_not_hinder_another(workspace: Workspace) -> None:
    shutil.copytree(SOUND, workspace.case_folder("two"))
    break_yaml(workspace)
    assert not build_case(workspace, "one", READABLE).written
    assert build_case(workspace, "two", READABLE).written
    assert written(workspace, "two") == {"two.html", "two.txt"}
