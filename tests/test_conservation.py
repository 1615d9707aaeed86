"""Nothing vanishes: what a case says is in every output, and a loss is named."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from pipeline.build import Result, Wishes, build_case, check_case, make_case
from pipeline.conservation import comparable, losses
from pipeline.findings import Finding
from pipeline.starting import new_case
from pipeline.workspace import Workspace
from pipeline.writing import TEXTS, WRITERS, pdf
from pipeline.writing.extraction import EXTRACTORS, Extracted
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from pipeline.writing.templates import Templates

ROOT = Path(__file__).parents[1]
WORKSPACE = Workspace(ROOT)
CASES = [folder.name for folder in WORKSPACE.case_folders()]


@cache
def checked(case_id: str) -> Result:
    return check_case(WORKSPACE, case_id, Wishes())


def outputs_of(case_id: str, *names: str) -> dict[str, Output]:
    manuscript = checked(case_id).manuscript
    assert manuscript is not None
    return {name: WRITERS[name].write(manuscript, Templates(WORKSPACE.templates), Look()) for name in names}


def lost(case_id: str, outputs: dict[str, Output]) -> list[Finding]:
    result = checked(case_id)
    assert result.case is not None
    assert result.manuscript is not None
    return list(losses(result.case, result.manuscript, outputs))


def test_every_writer_has_an_extractor() -> None:
    assert EXTRACTORS.keys() == set(TEXTS)


@pytest.mark.parametrize("case_id", CASES)
@pytest.mark.parametrize("name", TEXTS)
def test_nothing_of_a_case_is_lost(case_id: str, name: str) -> None:
    if name == "pdf" and pdf.available():
        pytest.skip(pdf.available())
    assert lost(case_id, outputs_of(case_id, name)) == []


@pytest.mark.parametrize(
    ("vanishing", "part"),
    [
        ("Rawashdeh", "the notice of its kind"),
        ("Grey drawing", "alt text of fig-mri"),
        ("spinal cord compression", "keyword"),
        ("Haidar", "reference 3"),
        ("Discussion", "text"),
    ],
)
def test_a_loss_names_the_part_and_the_output(vanishing: str, part: str) -> None:
    html = outputs_of("paraspinal-emh", "html")["html"]
    name = "paraspinal-emh.html"
    page = html.files[name].decode("utf-8")
    assert vanishing in page
    cut = replace(html, files={**html.files, name: page.replace(vanishing, "").encode("utf-8")})
    messages = {finding.message for finding in lost("paraspinal-emh", {"html": cut})}
    assert f"{part} is not in the html output" in messages


def test_a_template_that_leaves_a_part_out_is_an_error_of_the_build(tmp_path: Path) -> None:
    for name in ("cases", "bibliography"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "templates" / "html").mkdir(parents=True)
    (tmp_path / "templates" / "html" / "statements.j2").write_text("", "utf-8")
    result = build_case(Workspace(tmp_path), "paraspinal-emh", Wishes(writers=("html",)))
    assert {f.rule.id for f in result.findings} == {"lost-in-output"}
    assert "statement funding is not in the html output" in {f.message for f in result.findings}
    page = result.outputs["html"].files["paraspinal-emh.html"].decode("utf-8")
    assert f"DRAFT – {len(set(result.findings))} errors to mend" in page


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("transfusion-dependent", "transfusion\u2010\ndependent"),
        ("Zoë", "Zoe\u0308"),
        ("ﬁnding", "finding"),
        ("10 mg", "10\u00a0mg"),
        ("hepatomegaly", "hepato\u00admegaly"),
    ],
)
def test_what_outputs_may_do_to_words(source: str, printed: str) -> None:
    assert comparable(source) == comparable(printed)


@pytest.mark.parametrize(("one", "other"), [("Müller", "Muller"), ("<5", "5"), ("−3", "3"), ("A", "B"), ("µg", "mg")])
def test_what_is_a_loss_all_the_same(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


@pytest.mark.parametrize(("on_the_page", "is_lost"), [("שלום ,محمد", False), ("שלום ,", True)])
def test_words_that_run_leftwards_may_stand_in_another_order_on_paper(
    on_the_page: str, is_lost: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    new_case(workspace, "mine")
    narrative = workspace.case_folder("mine") / "narrative.md"
    narrative.write_text(narrative.read_text("utf-8") + "\n\nNames: محمد, שלום.\n", "utf-8")
    result = make_case(workspace, "mine", Wishes(writers=("html",)))
    assert result.case is not None
    assert result.manuscript is not None
    page = EXTRACTORS["html"]("mine", result.outputs["html"].files)
    paper = Extracted([text.replace("محمد, שלום", on_the_page) for text in page.pages], page.addresses)
    monkeypatch.setitem(EXTRACTORS, "pdf", lambda *_: paper)
    found = losses(result.case, result.manuscript, {"pdf": result.outputs["html"]})
    assert bool([f for f in found if "Names" in f.quote]) is is_lost


@pytest.mark.parametrize(
    ("language", "on_the_page", "is_lost"),
    [("he", "L1) and (9Zq", False), ("he", "L1) and (9", True), ("en", "L1) and (9Zq", True)],
)
def test_latin_words_among_such_may_too(
    language: str, on_the_page: str, is_lost: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    new_case(workspace, "mine")
    narrative = workspace.case_folder("mine") / "narrative.md"
    narrative.write_text(narrative.read_text("utf-8") + "\n\nBetween Zq9 and L1.\n", "utf-8")
    result = make_case(workspace, "mine", Wishes(writers=("html",)))
    assert result.case is not None
    assert result.manuscript is not None
    page = EXTRACTORS["html"]("mine", result.outputs["html"].files)
    paper = Extracted([text.replace("Zq9 and L1", on_the_page) for text in page.pages])
    monkeypatch.setitem(EXTRACTORS, "pdf", lambda *_: paper)
    manuscript = replace(result.manuscript, language=language)
    found = losses(result.case, manuscript, {"pdf": result.outputs["html"]})
    assert bool([f for f in found if "Between" in f.quote]) is is_lost


@pytest.mark.parametrize(
    ("drawn", "head", "is_lost"),
    [("", "and ends here", False), ("x" * 2000, "and ends here", False), ("x" * 2000, "and ends", True)],
)
def test_a_text_that_a_page_breaks_is_found_before_the_words_of_drawings(
    drawn: str, head: str, is_lost: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    new_case(workspace, "mine")
    narrative = workspace.case_folder("mine") / "narrative.md"
    narrative.write_text(narrative.read_text("utf-8") + "\n\nThis begins there and ends here.\n", "utf-8")
    result = make_case(workspace, "mine", Wishes(writers=("html",)))
    assert result.case is not None
    assert result.manuscript is not None
    page = EXTRACTORS["html"]("mine", result.outputs["html"].files)
    whole = "".join(page.pages).replace("This begins there and ends here", "")
    paper = Extracted([f"{whole} This begins there {drawn}", f"{head}."], page.addresses)
    monkeypatch.setitem(EXTRACTORS, "pdf", lambda *_: paper)
    found = losses(result.case, result.manuscript, {"pdf": result.outputs["html"]})
    assert bool([f for f in found if "begins" in f.quote]) is is_lost
