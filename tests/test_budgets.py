"""The budgets of the code, so that they hold; complexity and statements are ruff's part."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TypeGuard

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "pipeline").rglob("*.py"))

LINES_OF_A_MODULE = 300
LINES_OF_A_FUNCTION = 50
PARAMETERS = 5
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}
ONE_HOME = ("markdown_it", "citeproc", "weasyprint", "docx")
"""Libraries whose quirks stay in one file, or in one folder made for them."""
FOLDERS_MADE_FOR_A_LIBRARY = {"pipeline/resolving/csl"}


def tree(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), module)


def functions(module: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(module: str) -> set[str]:
    """The top-level packages that a module imports, wherever in it."""
    names = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    spec = function.args
    named = [arg.arg for arg in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
    return len([name for name in named if name not in {"self", "cls"}])


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_short_and_its_name_says_something(module: str) -> None:
    assert len((ROOT / module).read_text(encoding="utf-8").splitlines()) <= LINES_OF_A_MODULE
    assert Path(module).stem not in NAMES_THAT_SAY_NOTHING


@pytest.mark.parametrize("module", MODULES)
def test_functions_are_short_and_take_few_parameters(module: str) -> None:
    for function in functions(module):
        assert (function.end_lineno or 0) - function.lineno < LINES_OF_A_FUNCTION, function.name
        assert parameters(function) <= PARAMETERS, function.name


@pytest.mark.parametrize("library", ONE_HOME)
def test_a_library_with_quirks_is_imported_in_one_place(library: str) -> None:
    homes = {module for module in MODULES if library in imported(module)}
    folders = {str(Path(home).parent) for home in homes}
    assert len(homes) <= 1 or (len(folders) == 1 and folders <= FOLDERS_MADE_FOR_A_LIBRARY), homes


COMES_WITH = {"jinja2": {"markupsafe"}, "pydantic": {"pydantic-core"}}
"""Packages that are part of another's public face."""


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {plain(re.split(r"[ <>=!~;\[]", line)[0]) for line in project["dependencies"]}


def used() -> set[str]:
    """The distributions that hold what our modules import."""
    homes = packages_distributions()
    names = set().union(*map(imported, MODULES)) - {"pipeline", *sys.stdlib_module_names}
    return {plain(home) for name in names for home in homes.get(name, [name]) if "stubs" not in home}


def test_what_is_imported_is_declared() -> None:
    welcome = declared().union(*(parts for name, parts in COMES_WITH.items() if name in declared()))
    assert used() - welcome == set()


def test_what_is_declared_is_imported() -> None:
    assert declared() - used() == set()


# --- what is let through gives a reason -------------------------------------------------------------

EXCEPTION = re.compile(
    r"#\s*(?:type: ignore\[[\w, -]+\]|noqa: [A-Z]+\d+(?:, ?[A-Z]+\d+)*|pragma: [\w ]+)(?P<reason>.*)"
)


def without_reason(source: str) -> Iterator[str]:
    """Lines that silence a tool, and the first that uses `Any`, where no comment on or beside them says why."""
    lines = ["", *source.splitlines(), ""]
    any_used = [node.lineno for node in ast.walk(ast.parse(source)) if is_any(node)]
    for number, line in enumerate(lines):
        silenced = EXCEPTION.search(line)
        if silenced or number == min(any_used, default=None):
            own = silenced["reason"] if silenced else line.partition("  # ")[2]
            beside = any(lines[near].lstrip().startswith(("# ", '"""')) for near in (number - 1, number + 1))
            if not (beside or own.strip(" -:#")):
                yield f"{number}: {line.strip()}"


def is_any(node: ast.AST) -> TypeGuard[ast.expr]:
    return "Any" in {getattr(node, "id", ""), getattr(node, "attr", "")}


@pytest.mark.parametrize(
    ("source", "complaints"),
    [
        ("x = f()  # type: ignore[arg-type]\n", 1),
        ("x = f()  # type: ignore[arg-type]  # the stub is wrong\n", 0),
        ("import a  # noqa: F401\n", 1),
        ("# registers itself\nimport a  # noqa: F401\n", 0),
        ("x: Any = 1\n", 1),
        ('x = Any\n"""Whatever the parser gives."""\n', 0),
        ("x: Any = 1  # whatever the parser gives\ny: Any = 2\n", 0),
        ("x: Any = 1  # whatever the parser gives\n", 0),
        ("x: typing.Any = 1\n", 1),
    ],
)
def test_the_search_for_reasons(source: str, complaints: int) -> None:
    assert len(list(without_reason(source))) == complaints


@pytest.mark.parametrize("module", MODULES)
def test_any_and_ignores_give_a_reason(module: str) -> None:
    bare = list(without_reason((ROOT / module).read_text(encoding="utf-8")))
    assert bare == [], "say why in a comment, on the line or above it"


# --- what no file may hold --------------------------------------------------------------------------


def texts() -> Iterator[tuple[str, str]]:
    """Every text file that is or would be in the repository, but for this one, which names what it looks for."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in sorted(filter(None, listed.split("\0"))):
        path = ROOT / name
        if path != Path(__file__) and path.is_file():
            data = path.read_bytes()
            if b"\0" not in data:
                yield name, data.decode("utf-8", errors="replace")


UNWANTED = {
    "a registry's host": re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org|crates\.io"),
    "a path of one machine": re.compile(
        "|".join(
            [r"(?<![\w.])/(?:work|root)/\w", *(re.escape(f"{p}/") for p in (ROOT, Path.home()) if len(p.parts) > 2)]
        )
    ),
    "work left undone": re.compile(r"\b(?:TODO|FIXME)\b"),
}


@pytest.mark.parametrize("what", UNWANTED)
@pytest.mark.needs("git")
def test_no_file_holds(what: str) -> None:
    found = [f"{name}: {hit[0]}" for name, text in texts() for hit in UNWANTED[what].finditer(text)]
    assert found == []
