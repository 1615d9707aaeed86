"""What the pages of the preview are made of: the shell, the state, the draft from memory, sources, pictures."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.build import Result, Wishes, make_case
from pipeline.preview.door import Door
from pipeline.preview.draft import Draft, Standing, digest
from pipeline.preview.drafts import Drafts
from pipeline.preview.news import News
from pipeline.preview.server import LOOPBACK, application
from pipeline.preview.sheets import Leaf, Sheets
from pipeline.preview.views import View
from pipeline.starting import new_case
from pipeline.workspace import Workspace, shipped_templates

PORT = 8765
SHEET = "/case/mycase/sheet/1.png"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    assert new_case(Workspace(tmp_path), "mycase") == []
    return Workspace(tmp_path)


@pytest.fixture
def drafts(workspace: Workspace) -> Drafts:
    """A case that has been built, with nothing at work."""
    drafts = Drafts(workspace, ["mycase"], News().tell)
    show(drafts, made(workspace))
    return drafts


@pytest.fixture
def browser(drafts: Drafts) -> TestClient:
    return TestClient(application(drafts, News(), Door(LOOPBACK, PORT)), base_url=f"http://{LOOPBACK}:{PORT}")


def made(workspace: Workspace, view: View | None = None) -> Result:
    return make_case(workspace, "mycase", replace((view or View()).wishes, writers=("html",)))


def show(drafts: Drafts, result: Result, /, **more: object) -> None:
    draft = Draft("mycase", standing=Standing.WRITTEN, findings=tuple(result.findings), result=result, shown=True)
    draft = replace(draft, version=digest(result))
    drafts._drafts["mycase", View()] = replace(draft, **more)  # type: ignore[arg-type]  # any field of a draft


def leaves(data: bytes) -> tuple[Leaf, ...]:
    sheets = Sheets(data)
    return tuple(Leaf(sheets, number, look) for number, look in enumerate(sheets.looks, 1))


def edit(workspace: Workspace, name: str, old: str, new: str) -> None:
    path = workspace.case_folder("mycase") / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_shell_runs_its_own_scripts_only_and_makes_no_markup_of_text(browser: TestClient) -> None:
    for path in ("/", "/case/mycase"):
        answer = browser.get(path)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert "unsafe" not in policy
        assert re.findall(r"<script(?! src=\"/look/)|<style|\sstyle=|\son\w+=", answer.text) == []


def test_everything_that_the_shell_loads_is_there(browser: TestClient) -> None:
    named = set(re.findall(r'"(/look/[^"]+)"', browser.get("/").text + browser.get("/case/mycase").text))
    for folder in [shipped_templates() / "preview"]:
        for script in folder.glob("*.js"):
            named |= {f"/look/{name}" for name in re.findall(r'from "\./([^"]+)"', script.read_text("utf-8"))}
    assert len(named) > 10
    assert {browser.get(name).status_code for name in named} == {200}


def test_no_script_of_the_preview_makes_markup_of_text() -> None:
    for script in (shipped_templates() / "preview").glob("*.js"):
        if script.name != "idiomorph.min.js":
            found = re.findall(
                r"innerHTML\s*=|outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(", script.read_text("utf-8")
            )
            assert found == [], script.name


def test_the_draft_is_the_page_that_the_build_writes_but_for_addresses(drafts: Drafts, browser: TestClient) -> None:
    result = drafts.by_id["mycase"].result
    assert result
    written = result.outputs["html"].files["mycase.html"].decode()
    shown = browser.get("/case/mycase/draft/mycase.html").text
    plain = re.sub(r"/case/mycase/draft/([\w./-]+)\?v=[0-9a-f]{16}", r"\1", shown)
    assert plain == written.replace('<script src="assets/page.js"></script>\n', "").replace(" autofocus>", ">")
    addresses = re.findall(r'"(/case/mycase/draft/[^"]+)"', shown)
    assert {name.split("?")[0].rsplit(".")[-1] for name in addresses} >= {"css", "svg"}
    assert {browser.get(address).status_code for address in addresses} == {200}


def test_an_address_changes_with_what_is_behind_it_and_only_then(
    workspace: Workspace, drafts: Drafts, browser: TestClient
) -> None:
    def addresses() -> dict[str, str]:
        found = re.findall(
            r'"/case/mycase/draft/([^"?]+)\?v=(\w+)"', browser.get("/case/mycase/draft/mycase.html").text
        )
        return dict(found)

    before = addresses()
    edit(workspace, "figures/example.svg", "<svg", "<!-- drawn anew --><svg")
    edit(workspace, "figures/example.svg", 'height="', 'height="1')
    show(drafts, made(workspace))
    after = addresses()
    assert [name for name in after if after[name] != before[name]] == ["figures/fig-mri.svg"]


def test_a_view_is_shown_beside_the_plain_one(drafts: Drafts, browser: TestClient) -> None:
    view = View(journal="bmj-case-reports")
    result = made(drafts.workspace, view)
    drafts._drafts["mycase", view] = Draft("mycase", view, Standing.WRITTEN, result=result, version="2", shown=True)
    page = browser.get("/case/mycase/draft/mycase.html?journal=bmj-case-reports").text
    assert page != browser.get("/case/mycase/draft/mycase.html").text
    assert "&amp;journal=bmj-case-reports" in page
    state = browser.get("/case/mycase/state?journal=bmj-case-reports").json()
    assert state["views"]["chosen"] == {"journal": "bmj-case-reports"}
    assert state["draft"]["url"] == "/case/mycase/draft/mycase.html?journal=bmj-case-reports"


def test_another_guideline_is_asked_where_somebody_looks_by_it(drafts: Drafts, browser: TestClient) -> None:
    view = View(guideline="scare-2023")
    result = made(drafts.workspace, view)
    drafts._drafts["mycase", view] = Draft("mycase", view, Standing.WRITTEN, result=result, version="2", shown=True)
    state = browser.get("/case/mycase/state?guideline=scare-2023").json()
    assert [each["id"] for each in state["checklists"]] == ["scare-2023"]
    assert state["views"]["chosen"] == {"guideline": "scare-2023"}
    assert state["views"]["own"]["guidelines"] == ["care-2013"]
    assert ["scare-2023", "SCARE 2023, surgical case reports (known in part)"] in state["views"]["guidelines"]
    assert [each["id"] for each in browser.get("/case/mycase/state").json()["checklists"]] == ["care-2013"]


def test_a_view_may_have_another_language_and_layout(workspace: Workspace) -> None:
    spanish = made(workspace, View(language="es"))
    assert b'<html lang="es"' in spanish.outputs["html"].files["mycase.html"]
    assert View(layout="manuscript").wishes.look.layout == "manuscript"


def test_the_list_says_how_each_case_stands(drafts: Drafts, browser: TestClient) -> None:
    (row,) = browser.get("/cases").json()["cases"]
    assert row["title"].startswith("Back pain in thalassemia")
    assert (row["id"], row["standing"], row["kind"]) == ("mycase", "written", "synthetic")
    assert row["counts"] == {"refusal": 0, "fatal": 0, "error": 0, "warning": 0}


@pytest.mark.parametrize("standing", [Standing.WAITING, Standing.REFUSED])
def test_of_what_may_not_be_shown_nothing_is_served(drafts: Drafts, browser: TestClient, standing: Standing) -> None:
    """Though the files of an earlier run lie in build/."""
    result = made(drafts.workspace)
    folder = drafts.workspace.build / "mycase"
    folder.mkdir(parents=True)
    (folder / "mycase.html").write_bytes(result.outputs["html"].files["mycase.html"])
    show(drafts, result, standing=standing, shown=False, pdf=leaves(b"%PDF-1.7"))
    for path in ("/case/mycase/draft/mycase.html", "/build/mycase/mycase.html", SHEET, "/case/mycase/sheets/text"):
        assert browser.get(path).status_code == 404
    state = browser.get("/case/mycase/state").json()
    assert state["draft"]["shown"] is False
    assert state["pdf"]["pages"] == []


def test_what_an_earlier_run_wrote_is_shown_where_nothing_could_be_built_since(
    drafts: Drafts, browser: TestClient
) -> None:
    folder = drafts.workspace.build / "mycase"
    folder.mkdir(parents=True)
    (folder / "mycase.html").write_text("of yesterday", encoding="utf-8")
    show(drafts, made(drafts.workspace), standing=Standing.STOPPED, result=None)
    assert browser.get("/case/mycase/draft/mycase.html").text == "of yesterday"
    assert browser.get("/case/mycase/state").json()["draft"]["stale"] is True


# --- sources ----------------------------------------------------------------------------------------


def test_the_sources_are_the_texts_of_the_case(workspace: Workspace, browser: TestClient) -> None:
    folder = workspace.case_folder("mycase")
    (folder / "private").mkdir(exist_ok=True)
    (folder / "private" / "dates.yaml").write_text("secret", encoding="utf-8")
    (folder / ".notes.md").write_text("secret", encoding="utf-8")
    (folder / "link.md").symlink_to(folder / "private" / "dates.yaml")
    files = browser.get("/case/mycase/state").json()["files"]
    assert files[:2] == ["cases/mycase/case.yaml", "cases/mycase/narrative.md"]
    assert not [name for name in files if "private" in name or "notes" in name or "link" in name or ".svg" in name]
    answer = browser.get("/case/mycase/source/cases/mycase/narrative.md").json()
    assert answer["file"] == "cases/mycase/narrative.md"
    assert answer["text"].startswith("# Back pain")


@pytest.mark.parametrize(
    "path",
    [
        "cases/mycase/private/dates.yaml",
        "cases/mycase/Private/dates.yaml",
        "cases/mycase/.notes.md",
        "cases/mycase/link.md",
        "cases/mycase/%2e%2e/other/case.yaml",
        "cases/other/case.yaml",
        "secret.txt",
        "bibliography/library.bib",
        "",
    ],
)
def test_nothing_else_is_a_source(workspace: Workspace, browser: TestClient, path: str) -> None:
    folder = workspace.case_folder("mycase")
    for name in ("private/dates.yaml", "Private/dates.yaml", ".notes.md", "../other/case.yaml", "../../secret.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("secret", encoding="utf-8")
    (workspace.bibliography).mkdir(exist_ok=True)
    (workspace.bibliography / "library.bib").write_text("secret", encoding="utf-8")
    (folder / "link.md").symlink_to(folder / "private" / "dates.yaml")
    assert browser.get(f"/case/mycase/source/{path}").status_code == 404


# --- pictures of pages ------------------------------------------------------------------------------


@pytest.mark.needs("pango")
def test_the_pages_of_the_pdf_are_pictures_with_their_text(drafts: Drafts, browser: TestClient) -> None:
    result = make_case(drafts.workspace, "mycase", Wishes(("html", "pdf")))
    show(drafts, result, pdf=leaves(result.outputs["pdf"].files["mycase.pdf"]), pdf_version="1", pdf_is_old=False)
    pdf = browser.get("/case/mycase/state").json()["pdf"]
    assert pdf["version"] == "1"
    assert len(pdf["pages"]) >= 1
    assert all(width < height for width, height in pdf["pages"])
    small, large = (browser.get(SHEET, params={"scale": scale}) for scale in (0.5, 1))
    assert small.headers["content-type"] == "image/png"
    assert len(small.content) < len(large.content)
    lines = browser.get("/case/mycase/sheets/text").json()["pages"][0]["lines"]
    assert any("Back pain" in line["text"] for line in lines)
    assert browser.get(SHEET, params={"v": pdf["looks"][0]}).content == browser.get(SHEET).content
    assert browser.get(SHEET, params={"v": "no longer shown"}).status_code == 204
    for number, scale in ((0, "1"), (len(pdf["pages"]) + 1, "1"), (1, "large")):
        assert browser.get(f"/case/mycase/sheet/{number}.png", params={"scale": scale}).status_code == 404


def test_without_a_pdf_there_are_no_pictures(drafts: Drafts, browser: TestClient) -> None:
    drafts.no_pdf = "no PDF here"
    assert browser.get(SHEET).status_code == 404
    assert browser.get("/case/mycase/state").json()["pdf"]["why"] == "no PDF here"
