"""What the author edits with, as far as it is known, in; a place in a file opened there, or the address that does it.

Nothing here goes through a shell.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import quote

VARIABLE = "CASEWRIGHT_EDITOR"
OF_THE_SYSTEM = ("VISUAL", "EDITOR")
SOON = 0.7
"""Seconds in which a program that cannot start says so."""
_PLACE = re.compile(r"\{(file|line|column)\}")
_COLONS = ("{file}:{line}:{column}",)
WITH_A_WINDOW: dict[str, tuple[str, ...]] = {
    "code": ("-g", *_COLONS),
    "codium": ("-g", *_COLONS),
    "cursor": ("-g", *_COLONS),
    "windsurf": ("-g", *_COLONS),
    "zed": _COLONS,
    "subl": _COLONS,
    "geany": _COLONS,
    "gedit": ("+{line}:{column}", "{file}"),
    "kate": ("-l", "{line}", "-c", "{column}", "{file}"),
    "mate": ("-l", "{line}:{column}", "{file}"),
    "bbedit": ("+{line}", "{file}"),
    "gvim": ("+{line}", "{file}"),
    "notepad++": ("-n{line}", "-c{column}", "{file}"),
}
"""Editors that need no terminal, and how each is told a place."""
BY_ADDRESS = {"code": "vscode", "codium": "vscodium", "cursor": "cursor", "windsurf": "windsurf"}
"""Those that have an address of their own, which the browser hands over to them."""
TO_TRY = ("code", "cursor", "codium", "windsurf", "zed", "subl")
OF_MACOS = {"code": "Visual Studio Code", "cursor": "Cursor"}
SCRIPTS = {".bat", ".cmd"}
"""The system starts them through a shell, which takes a file's name for commands."""


class NotOpened(Exception):
    """Why an editor did not open; for the author."""


@dataclass(frozen=True, slots=True)
class Editor:
    """A program with a window. Neither command nor scheme: none is known."""

    command: tuple[str, ...] = ()
    """Program and arguments, with `{file}`, `{line}` and `{column}` in them."""
    scheme: str = ""

    def address(self, path: Path, line: int, column: int) -> str:
        """`vscode://file/home/ada/case.yaml:3:1`; '' where the editor has none, or is started by its command."""
        if self.command or not self.scheme:
            return ""
        return f"{self.scheme}://file/{quote(path.as_posix().lstrip('/'), safe='/:')}:{line}:{column}"

    def open(self, path: Path, line: int, column: int) -> None:
        """Starts the program, and waits no longer than to see whether it starts. Raises NotOpened."""
        places = {"file": str(path), "line": str(line), "column": str(column)}
        arguments = [_PLACE.sub(lambda named: places[named[1]], argument) for argument in self.command]
        nothing = subprocess.DEVNULL
        try:
            # Ctrl-C in this terminal is not for the editor.
            process = subprocess.Popen(arguments, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
        except OSError as problem:
            raise NotOpened(f"The editor {arguments[0]} could not be started: {problem.strerror}.") from None
        try:
            status = process.wait(SOON)
        except subprocess.TimeoutExpired:
            threading.Thread(target=process.wait, daemon=True).start()
            return
        if status:
            raise NotOpened(f"The editor {arguments[0]} ended with status {status}.")


UNKNOWN = Editor()


def told(command: str) -> Editor:
    """The editor of a command such as `code -g {file}:{line}:{column}`; the file comes last where none is named.

    Raises ValueError, for the author, where it is no command.
    """
    try:
        words = shlex.split(command, posix=sys.platform != "win32")
    except ValueError:
        raise ValueError(f"this is no command for an editor, for a quote is not closed: {command}") from None
    if not words:
        raise ValueError("the command for an editor is empty")
    if not any("{file}" in word for word in words[1:]):
        words += WITH_A_WINDOW.get(_name(words[0]), ("{file}",)) if len(words) == 1 else ("{file}",)
    return _safe(words)


def find(environment: Mapping[str, str]) -> Editor:
    """What the author's own settings name, then what is installed; a program for terminals is passed over.

    Raises ValueError where CASEWRIGHT_EDITOR is no command.
    """
    if command := environment.get(VARIABLE, "").strip():
        return told(command)
    for variable in OF_THE_SYSTEM:
        words = environment.get(variable, "").split()
        if words and (name := _name(words[0])) in WITH_A_WINDOW:
            return _safe([words[0], *WITH_A_WINDOW[name]])
    for name in TO_TRY:
        if shutil.which(name, path=environment.get("PATH")):
            return _safe([name, *WITH_A_WINDOW[name]])
    for name, program in OF_MACOS.items():
        if sys.platform == "darwin" and Path(f"/Applications/{program}.app").exists():
            return Editor(scheme=BY_ADDRESS[name])
    return UNKNOWN


def _safe(words: Sequence[str]) -> Editor:
    """With the whole path of the program; by its address where it is a script of the system's shell."""
    program = shutil.which(words[0]) or words[0]
    if PurePath(program).suffix.lower() in SCRIPTS:
        return Editor(scheme=BY_ADDRESS.get(_name(program), ""))
    return Editor((program, *words[1:]))


def _name(program: str) -> str:
    name = PurePath(program).name.lower()
    return name.removesuffix(".exe").removesuffix(".cmd").removesuffix(".bat")
