"""REFERENCES.md says what the comparisons give now; `make references` refreshes it."""

from __future__ import annotations

import pytest

from tests.references import compared
from tests.resolving.csl_suite.fixtures import FOLDER


@pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the bibliographies and fixtures of ../shared/data")
def test_the_page_is_true() -> None:
    assert compared.PAGE.read_text(encoding="utf-8") == compared.text()
