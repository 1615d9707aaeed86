"""The templates folders, a workspace's own before the shipped one: Jinja2 templates and plain files by name."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path, PurePosixPath

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.findings import Finding, Location, Severity, rule

TEMPLATE_BROKEN = rule(
    "template-broken",
    Severity.FATAL,
    "A template that cannot be filled leaves no page to write.",
    fix="Mend the template, or remove it from templates/ to use the shipped one.",
    example="# templates/html/article.j2\n{{ nothing }}\n",
)


class TemplateError(Exception):
    """A template of the workspace cannot be filled; carries the finding that says so."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Templates:
    """Folders of templates in order: the first one that has a file wins."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)

    def path(self, name: str) -> Path:
        """The file of this name, such as `css/screen.css`; KeyError where no folder has it."""
        for folder in self.folders:
            if (folder / name).is_file():
                return folder / name
        raise KeyError(name)

    def bytes(self, name: str) -> bytes:
        """The content of the file of this name; KeyError where no folder has it."""
        return self.path(name).read_bytes()

    def names(self, folder: str) -> list[str]:
        """Names of all files directly in a folder such as `fonts/web`, sorted, each once: `fonts/web/….woff2`."""
        found = {
            f"{folder}/{file.name}" for root in self.folders for file in (root / folder).glob("*") if file.is_file()
        }
        return sorted(found)

    def fill(self, name: str, values: dict[str, object]) -> str:
        """The template `html/<name>` filled with values.

        Raises TemplateError where a file of the workspace is to blame. An exception in a shipped
        template is a bug of ours and goes through.
        """
        try:
            return _environment(self.folders).get_template(f"html/{name}").render(values)
        except TemplateError:
            raise
        except Exception as problem:
            where = self._blame(problem)
            if where is None:
                raise
            message = f"This template cannot be filled: {_sentence(problem)}"
            hint = "Mend the template, or remove it from templates/ to use the shipped one again."
            raise TemplateError(TEMPLATE_BROKEN.at(where, message, hint=hint)) from problem

    def _blame(self, problem: Exception) -> Location | None:
        """The innermost line of a workspace's template that the problem went through."""
        frames = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(problem.__traceback__)]
        if isinstance(problem, TemplateSyntaxError) and problem.filename:
            frames.append((problem.filename, problem.lineno))
        for filename, line in reversed(frames):
            for folder in self.folders[:-1]:
                if Path(filename).is_relative_to(folder):
                    shown = PurePosixPath(folder.name) / Path(filename).relative_to(folder).as_posix()
                    return Location(str(shown), line)
        return None


def _sentence(problem: Exception) -> str:
    if isinstance(problem, TemplateNotFound):
        return f"there is no template {problem.name}."
    return f"{str(problem).rstrip('.')}."


class _Loader(BaseLoader):
    """Reads templates in the order of the folders."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._templates = Templates(folders)

    def get_source(self, _: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            path = self._templates.path(template)
        except KeyError:
            raise TemplateNotFound(template) from None
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            line = data[: problem.start].count(b"\n") + 1
            raise TemplateSyntaxError("it is not UTF-8 text", line, template, str(path)) from None
        return text, str(path), lambda: self._is_fresh(template, path, data)

    def _is_fresh(self, template: str, path: Path, data: bytes) -> bool:
        # Compared by content: an override may appear or vanish, and times are too coarse while someone types.
        try:
            return self._templates.path(template) == path and path.read_bytes() == data
        except (KeyError, OSError):
            return False


@cache
def _environment(folders: tuple[Path, ...]) -> Environment:
    """Sandboxed: a template that someone sends along with a case can print, and nothing else."""
    return ImmutableSandboxedEnvironment(
        loader=_Loader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
