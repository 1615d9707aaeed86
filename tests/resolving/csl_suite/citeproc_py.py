"""The fixtures that citeproc-py passes as it comes, without anything of this project's.

`python -m tests.resolving.csl_suite.citeproc_py > tests/resolving/csl_suite/citeproc-py.txt`
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator
from citeproc.source.json import CiteProcJSON

from tests.resolving.csl_suite.fixtures import FOLDER, Fixture, Json, by_text, lines_of, load_fixtures


def printed(fixture: Fixture) -> str:
    """All citations of a fixture, or its list; items without a type are made books, for the engine needs one."""
    style = CitationStylesStyle(io.BytesIO(fixture.style), validate=False)
    library = CiteProcJSON([{"type": "book", **item} for item in fixture.items])
    bibliography = CitationStylesBibliography(style, library)
    clusters = fixture.clusters if fixture.clusters is not None else [[{"id": item["id"]} for item in fixture.items]]
    citations = [Citation([_cite(each) for each in cluster]) for cluster in clusters]
    for citation in citations:
        bibliography.register(citation)
    if fixture.mode == "citation":
        return "\n".join(lines_of(fixture, [str(bibliography.cite(each, lambda _: None)) for each in citations]))
    bibliography.sort()
    return "\n".join(map(str, bibliography.bibliography()))


def _cite(written: Json) -> CitationItem:
    options: Json = {name: written[name] for name in ("prefix", "suffix") if name in written}
    if "locator" in written:
        options["locator"] = Locator(written.get("label", "page"), written["locator"])
    return CitationItem(str(written["id"]), **options)


def passes(fixture: Fixture) -> bool:
    try:
        with redirect_stdout(sys.stderr):
            return by_text(printed(fixture)) == by_text(fixture.result)
    except Exception:  # noqa: BLE001  # whatever the engine raises, the fixture has not passed
        return False


if __name__ == "__main__":
    sys.stdout.write("".join(f"{fixture.name}\n" for fixture in load_fixtures(FOLDER) if passes(fixture)))
