"""What a click does: a file opened in the editor, a file mended; and all the ways in which it must not."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from pipeline.build import make_case
from pipeline.findings import Edit, Finding, Location, Severity
from pipeline.preview import editor as editors
from pipeline.preview.door import Door
from pipeline.preview.draft import Draft, Standing
from pipeline.preview.drafts import Drafts
from pipeline.preview.editor import UNKNOWN, Editor, NotOpened, find, told
from pipeline.preview.finding_keys import found
from pipeline.preview.guarding import TOKEN_HEADER
from pipeline.preview.news import News
from pipeline.preview.server import application
from pipeline.preview.views import PLAIN, View
from pipeline.starting import new_case
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

PORT = 8765
CASE = "cases/mycase/case.yaml"
CHANGED = "changed meanwhile. Look again."


@dataclass
class Desk:
    """A case in which one field is misspelt, and a page that looks at it."""

    workspace: Workspace
    drafts: Drafts
    door: Door
    browser: TestClient

    @property
    def file(self) -> Path:
        return self.workspace.root / CASE

    def build(self) -> None:
        self.show(*findings_in(self.workspace))

    def show(self, *findings: Finding) -> None:
        draft = Draft("mycase", standing=Standing.DRAFT, findings=findings, shown=True)
        self.drafts._drafts["mycase", PLAIN] = draft

    @property
    def key(self) -> str:
        """Of the one finding that can be mended."""
        (key,) = [key for key, finding in found(self.drafts.by_id["mycase"].findings).items() if finding.edits]
        return key

    def ask(self, path: str, **body: object) -> httpx.Response:
        answer: httpx.Response = self.browser.post(path, json=body, headers={TOKEN_HEADER: self.door.token})
        return answer

    def fix(self, *, dry: bool, key: str = "") -> httpx.Response:
        return self.ask("/case/mycase/fix", key=key or self.key, dry=dry)


def findings_in(workspace: Workspace) -> tuple[Finding, ...]:
    return tuple(make_case(workspace, "mycase", replace(View().wishes, writers=("html",))).findings)


def misspelt(root: Path) -> Workspace:
    workspace = Workspace(root)
    assert new_case(workspace, "mycase") == []
    file = root / CASE
    file.write_text(file.read_text("utf-8").replace("keywords:", "keyword:"), "utf-8")
    return workspace


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Finding, ...]:
    """What a build finds in the misspelt case, wherever it lies."""
    return findings_in(misspelt(tmp_path_factory.mktemp("misspelt")))


@pytest.fixture
def make(tmp_path: Path, findings: tuple[Finding, ...]) -> Callable[..., Desk]:
    def made(editor: Editor = UNKNOWN, root: Path = tmp_path, host: str = "127.0.0.1") -> Desk:
        desk = desk_with(root, editor, host)
        desk.show(*findings)
        return desk

    return made


def desk_with(root: Path, editor: Editor, host: str) -> Desk:
    workspace, door = misspelt(root), Door(host, PORT)
    drafts = Drafts(workspace, ["mycase"], News().tell)
    app = application(drafts, News(), door, editor)
    return Desk(workspace, drafts, door, TestClient(app, base_url=door.address, follow_redirects=False))


@pytest.fixture
def desk(make: Callable[..., Desk]) -> Desk:
    return make()


# --- mending ----------------------------------------------------------------------------------------


def test_a_fix_shows_its_difference_and_then_writes_nothing_else(desk: Desk) -> None:
    before = desk.file.read_bytes()
    shown = desk.fix(dry=True)
    assert shown.status_code == 200
    changed = [
        line for line in shown.json()["diff"].splitlines() if line[:1] in "+-" and line[:3] not in {"+++", "---"}
    ]
    assert [line[:9] for line in changed] == ["-keyword:", "+keywords"]
    assert desk.file.read_bytes() == before

    assert desk.fix(dry=False).json() == shown.json()
    assert desk.file.read_bytes() == before.replace(b"keyword:", b"keywords:")
    desk.build()
    assert all(not finding.edits for finding in desk.drafts.by_id["mycase"].findings)


def test_line_ends_and_byte_order_mark_stay(desk: Desk) -> None:
    before = b"\xef\xbb\xbf" + desk.file.read_bytes().replace(b"\n", b"\r\n")
    desk.file.write_bytes(before)
    desk.build()
    assert desk.fix(dry=True).status_code == 200
    assert desk.fix(dry=False).status_code == 200
    assert desk.file.read_bytes() == before.replace(b"keyword:", b"keywords:")


def test_nothing_is_written_that_was_not_shown(desk: Desk) -> None:
    before = desk.file.read_bytes()
    assert desk.fix(dry=False).status_code == 409
    assert desk.file.read_bytes() == before


def test_a_file_that_changed_after_its_difference_was_shown_is_left_alone(desk: Desk) -> None:
    assert desk.fix(dry=True).status_code == 200
    # The place itself is as it was; the author wrote elsewhere.
    desk.file.write_text(desk.file.read_text("utf-8") + "# a note\n", "utf-8")
    before = desk.file.read_bytes()
    refused = desk.fix(dry=False)
    assert refused.status_code == 409
    assert CHANGED in refused.text
    assert desk.file.read_bytes() == before
    # Looking again shows what would be written now.
    assert desk.fix(dry=True).status_code == 200
    assert desk.fix(dry=False).status_code == 200
    assert desk.file.read_bytes() == before.replace(b"keyword:", b"keywords:")


def test_what_has_moved_is_not_mended_in_the_wrong_place(desk: Desk) -> None:
    desk.file.write_text("# a line above all\n" + desk.file.read_text("utf-8"), "utf-8")
    refused = desk.fix(dry=True)
    assert (refused.status_code, CHANGED in refused.text) == (409, True)


def test_a_difference_may_be_written_once(desk: Desk) -> None:
    assert desk.fix(dry=True).status_code == 200
    assert desk.fix(dry=False).status_code == 200
    assert desk.fix(dry=False).status_code == 409


def test_a_finding_that_is_gone_says_so(desk: Desk) -> None:
    refused = desk.fix(dry=True, key="0123456789abcdef")
    assert (refused.status_code, CHANGED in refused.text) == (409, True)


def test_a_case_that_is_gone_says_so(desk: Desk) -> None:
    assert desk.ask("/case/other/fix", key=desk.key, dry=True).status_code == 404


def test_a_file_that_is_no_text_any_more_is_left_alone(desk: Desk) -> None:
    desk.file.write_bytes(b"\xff\xfe\x00" * 50)
    assert desk.fix(dry=True).status_code == 409
    desk.file.unlink()
    assert desk.fix(dry=True).status_code == 409
    desk.file.mkdir()
    assert desk.fix(dry=True).status_code == 409


def mending(desk: Desk, file: str, severity: Severity = Severity.ERROR) -> Finding:
    """A finding whose fix would change the first letter of a file."""
    (real,) = [finding for finding in desk.drafts.by_id["mycase"].findings if finding.edits]
    first = (desk.workspace.root / file).read_text("utf-8")[:1]
    where = Location(file, 1, 1)
    return replace(real, where=where, edits=(Edit(where, "X", first),), raised=severity)


def test_what_must_not_be_published_has_no_fix_of_one_click(desk: Desk) -> None:
    desk.show(mending(desk, CASE, Severity.REFUSAL))
    assert desk.fix(dry=True).status_code == 409
    desk.show(mending(desk, CASE))
    assert desk.fix(dry=True).status_code == 200


@pytest.mark.parametrize(
    "file", ["secret.txt", "../outside.txt", "cases/mycase/private/dates.yaml", "cases/other/case.yaml", "linked/x.md"]
)
def test_only_files_of_the_case_are_mended(desk: Desk, file: str) -> None:
    elsewhere = desk.workspace.root.parent / f"{desk.workspace.root.name}-else"
    elsewhere.mkdir()
    (desk.workspace.root / "linked").symlink_to(elsewhere)
    path = desk.workspace.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("secret", "utf-8")
    desk.show(mending(desk, file))
    refused = desk.fix(dry=True)
    assert (refused.status_code, "secret" in refused.text.replace(file, "")) == (409, False)
    assert desk.fix(dry=False).status_code == 409
    assert path.read_text("utf-8") == "secret"


def test_a_link_in_place_of_a_file_is_not_followed(desk: Desk) -> None:
    assert desk.fix(dry=True).status_code == 200
    elsewhere = desk.workspace.root / "elsewhere.yaml"
    desk.file.rename(elsewhere)
    desk.file.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert desk.fix(dry=True).status_code == 409
    assert desk.fix(dry=False).status_code == 409
    assert elsewhere.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="folders there have no such permission")
def test_a_disk_that_refuses_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desk.fix(dry=True).status_code == 200
    before = desk.file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    refused = desk.fix(dry=False)
    assert refused.status_code == 507
    assert "No space left on device" in refused.text
    assert desk.file.read_bytes() == before
    assert [path.name for path in desk.file.parent.iterdir() if "~" in path.name] == []


# --- what is asked ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/open", "/case/mycase/fix"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b"{}", "application/json"),
        (b'{"key": 1, "file": 1}', "application/json"),
        (b'{"key": "", "file": ""}', "application/json"),
        (b"[" * 60_000, "application/json"),
        # What a form of another site can send.
        (b'{"key": "k", "file": "f"}', "text/plain"),
        (b"key=k&file=f", "application/x-www-form-urlencoded"),
    ],
)
def test_what_makes_no_sense_is_answered_in_words(desk: Desk, path: str, body: bytes, kind: str) -> None:
    answer = desk.browser.post(path, content=body, headers={TOKEN_HEADER: desk.door.token, "Content-Type": kind})
    assert answer.status_code == 400
    assert answer.text.endswith(".")


@pytest.mark.parametrize("path", ["/open", "/case/mycase/fix"])
def test_nothing_is_done_without_the_token(desk: Desk, path: str) -> None:
    body = {"key": desk.key, "dry": True, "file": CASE, "line": 1, "column": 1}
    assert desk.browser.post(path, json=body).status_code == 403
    assert desk.browser.get(path).status_code in {404, 405}


# --- the editor -------------------------------------------------------------------------------------


def writes_down(folder: Path) -> tuple[Editor, Path]:
    """An editor that writes down what it is started with."""
    log = folder / "opened.txt"
    program = f"import sys; open({str(log)!r}, 'w').write('\\n'.join(sys.argv[1:]))"
    return Editor((sys.executable, "-c", program, "{file}:{line}:{column}", "{line}")), log


def test_a_file_is_opened_at_its_place(make: Callable[..., Desk], tmp_path: Path) -> None:
    editor, log = writes_down(tmp_path)
    desk = make(editor)
    assert desk.ask("/open", file=CASE, line=3, column=7).json() == {"opened": True, "address": ""}
    assert log.read_text("utf-8") == f"{desk.file}:3:7\n3"


@pytest.mark.parametrize(
    ("asked", "place"),
    [({}, "1:1"), ({"line": 0, "column": 0}, "1:1"), ({"line": -5, "column": "2; rm"}, "1:1"), ({"line": None}, "1:1")],
)
def test_a_place_is_always_a_number(
    make: Callable[..., Desk], tmp_path: Path, asked: dict[str, object], place: str
) -> None:
    editor, log = writes_down(tmp_path)
    desk = make(editor)
    assert desk.ask("/open", file=CASE, **asked).status_code == 200
    assert log.read_text("utf-8").startswith(f"{desk.file}:{place}\n")


@pytest.mark.parametrize("name", ["$(touch pwned).md", "a; touch pwned.md", "-rf.md", "{line} & `x`.md", "q\"uote'.md"])
def test_the_name_of_a_file_is_never_a_command(make: Callable[..., Desk], tmp_path: Path, name: str) -> None:
    editor, log = writes_down(tmp_path)
    desk = make(editor)
    (desk.file.parent / name).write_text("x", "utf-8")
    assert desk.ask("/open", file=f"cases/mycase/{name}", line=2).json()["opened"] is True
    assert log.read_text("utf-8") == f"{desk.file.parent / name}:2:1\n2"
    assert not list(tmp_path.rglob("pwned*"))


@pytest.mark.parametrize(
    "file",
    [
        "secret.txt",
        "../secret.txt",
        "/etc/passwd",
        "cases/mycase/private/raw.md",
        "cases/mycase/../../secret.txt",
        "cases/mycase/link.md",
        "cases/mycase",
        "cases/mycase/gone.md",
        "cases/mycase/\0.md",
        "https://evil.example/",
    ],
)
def test_other_files_are_not_opened(make: Callable[..., Desk], tmp_path: Path, file: str) -> None:
    editor, log = writes_down(tmp_path)
    desk = make(editor)
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (desk.file.parent / "link.md").symlink_to(tmp_path / "secret.txt")
    (desk.file.parent / "private").mkdir(exist_ok=True)
    (desk.file.parent / "private" / "raw.md").write_text("secret", "utf-8")
    assert desk.ask("/open", file=file, line=1).status_code == 404
    assert not log.exists()


def test_a_file_that_a_finding_names_is_opened(make: Callable[..., Desk], tmp_path: Path) -> None:
    editor, log = writes_down(tmp_path)
    desk = make(editor)
    journal = tmp_path / "templates" / "journals" / "mine.yaml"
    journal.parent.mkdir(parents=True, exist_ok=True)
    journal.write_text("name: Mine\n", "utf-8")
    assert desk.ask("/open", file="templates/journals/mine.yaml").status_code == 404
    desk.show(replace(desk.drafts.by_id["mycase"].findings[0], where=Location("templates/journals/mine.yaml", 1)))
    assert desk.ask("/open", file="templates/journals/mine.yaml").status_code == 200
    assert log.exists()


def test_without_an_editor_the_page_is_told_so(desk: Desk) -> None:
    assert desk.ask("/open", file=CASE, line=3).json() == {"opened": False, "address": ""}


def test_an_editor_with_an_address_is_left_to_the_browser(make: Callable[..., Desk], tmp_path: Path) -> None:
    desk = make(Editor(scheme="vscode"), tmp_path / "a b")
    answer = desk.ask("/open", file=CASE, line=3, column=2).json()
    assert answer["opened"] is False
    assert answer["address"].startswith("vscode://file/")
    assert answer["address"].endswith("/a%20b/cases/mycase/case.yaml:3:2")


def test_from_another_computer_no_program_is_started(make: Callable[..., Desk], tmp_path: Path) -> None:
    editor, log = writes_down(tmp_path)
    desk = make(editor, host="192.0.2.7")
    desk.browser.cookies.set(desk.door.cookie, desk.door.reading)
    assert desk.ask("/open", file=CASE).json() == {"opened": False, "address": ""}
    assert not log.exists()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("no-such-program-at-all", "{file}"), "could not be started"),
        ((sys.executable, "-c", "raise SystemExit(3)"), "ended with status 3"),
    ],
)
def test_an_editor_that_does_not_start_says_so(make: Callable[..., Desk], command: tuple[str, ...], said: str) -> None:
    refused = make(Editor(command)).ask("/open", file=CASE)
    assert (refused.status_code, said in refused.text) == (409, True)


def test_an_editor_that_stays_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(editors, "SOON", 0.05)
    Editor((sys.executable, "-c", "import time; time.sleep(1)")).open(tmp_path, 1, 1)
    with pytest.raises(NotOpened):
        Editor((str(tmp_path),)).open(tmp_path, 1, 1)


# --- which editor -----------------------------------------------------------------------------------


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, and no other."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


def install(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text("#!/bin/sh\n", "utf-8")
        (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("programs", "environment", "expected"),
    [
        ("", {}, ""),
        ("vim nano emacs", {"EDITOR": "vim"}, ""),
        ("code", {}, "code -g {file}:{line}:{column}"),
        ("subl cursor", {}, "cursor -g {file}:{line}:{column}"),
        ("code kate", {"VISUAL": "kate"}, "kate -l {line} -c {column} {file}"),
        ("code kate", {"VISUAL": "kate", "CASEWRIGHT_EDITOR": "code"}, "code -g {file}:{line}:{column}"),
        # It would wait for somebody at this terminal, where nobody can type.
        ("code", {"VISUAL": "nvim", "EDITOR": "vi"}, "code -g {file}:{line}:{column}"),
        ("code", {"EDITOR": "code --wait"}, "code -g {file}:{line}:{column}"),
        ("mine", {"CASEWRIGHT_EDITOR": "mine --at {line} '{file}'"}, "mine --at {line} {file}"),
        ("mine", {"CASEWRIGHT_EDITOR": "mine"}, "mine {file}"),
        ("mine", {"CASEWRIGHT_EDITOR": "mine --new"}, "mine --new {file}"),
    ],
)
def test_the_editor_that_is_found(installed: Path, programs: str, environment: dict[str, str], expected: str) -> None:
    install(installed, *programs.split())
    editor = find(environment | {"PATH": str(installed)})
    assert " ".join(editor.command).replace(f"{installed}/", "") == expected


@pytest.mark.parametrize("command", ["", "  ", "code 'open", '"'])
def test_what_is_no_command_is_wrong_usage(command: str) -> None:
    with pytest.raises(ValueError, match="editor"):
        told(command)


def test_a_script_of_the_systems_shell_is_not_started(installed: Path) -> None:
    install(installed, "code.cmd", "mine.bat")
    assert told(f"{installed}/code.cmd") == Editor(scheme="vscode")
    assert told(f"{installed}/mine.bat {{file}}") == UNKNOWN
