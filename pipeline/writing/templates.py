"""The templates folders, a workspace's own before the shipped one: Jinja2 templates and plain files by name."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
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


HTML = "html"
"""The folder of the templates that are filled."""
Source = tuple[str, Path, bytes]
"""A template's name, path and content."""
Sources = tuple[Source, ...]


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
        """The template `html/<name>` filled with values, as `as_they_are` says."""
        return self.as_they_are()(name, values)

    def as_they_are(self) -> Filling:
        """What fills the templates as they are at this moment: a page is made of one state of them."""
        return Filling(self.folders, _environment(self._sources()))

    def _sources(self) -> Sources:
        found: dict[str, Source] = {}
        for folder in reversed(self.folders):
            for path in (folder / HTML).rglob("*"):
                with suppress(OSError):  # a folder, or gone since it was listed
                    name = path.relative_to(folder).as_posix()
                    found[name] = (name, path, path.read_bytes())
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Filling:
    """Fills templates as they were at one moment. Equal where templates and their folders are the same."""

    folders: tuple[Path, ...]
    environment: Environment

    def __call__(self, name: str, values: dict[str, object]) -> str:
        """The template `html/<name>` filled with values.

        Raises TemplateError where a file of the workspace is to blame. An exception in a shipped
        template is a bug of ours and goes through.
        """
        try:
            return self.environment.get_template(f"{HTML}/{name}").render(values)
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
    """Gives templates as they were read."""

    def __init__(self, sources: Sources) -> None:
        self._sources = {name: (path, data) for name, path, data in sources}

    def get_source(self, _: Environment, template: str) -> tuple[str, str, None]:
        if template not in self._sources:
            raise TemplateNotFound(template)
        path, data = self._sources[template]
        try:
            return data.decode("utf-8-sig"), str(path), None
        except UnicodeDecodeError as problem:
            line = data[: problem.start].count(b"\n") + 1
            raise TemplateSyntaxError("it is not UTF-8 text", line, template, str(path)) from None


@lru_cache(maxsize=4)
def _environment(sources: Sources) -> Environment:
    """Sandboxed: a template that someone sends along with a case can print, and nothing else.

    Told apart by the templates' contents: times are too coarse while someone types.
    """
    return ImmutableSandboxedEnvironment(
        loader=_Loader(sources),
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
