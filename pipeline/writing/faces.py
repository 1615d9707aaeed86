"""The typefaces of printed pages: the templates in; the files of every face that may be used out."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from pipeline.writing.templates import Templates

SUFFIXES = {".ttf", ".otf"}
SCRIPTS = {
    "fontpkg_noto_sans_arabic": "Arabic",
    "fontpkg_frank_ruhl_libre": "Hebrew",
    "pylopdf_fonts_zh_cn": "Chinese",
    "pylopdf_fonts_jp": "Japanese",
    "pylopdf_fonts_ko": "Korean",
}
"""Packages of the extra `casewright[scripts]`, by the name they are imported under, and what they are for."""


def faces(templates: Templates) -> list[Path]:
    """The faces under templates/fonts/print, a workspace's own before the shipped one of the same name."""
    return [path for name in templates.names("fonts/print") if (path := templates.path(name)).suffix in SUFFIXES]


def faces_for_scripts() -> list[Path]:
    """Those of the packages for other scripts that are installed."""
    return [face for package in SCRIPTS for face in _of_package(package)]


def _of_package(package: str) -> list[Path]:
    """Its font files. Found without importing it: a package of fonts need not be run."""
    spec = find_spec(package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return sorted(file for folder in folders for file in Path(folder).rglob("*") if file.suffix in SUFFIXES)
