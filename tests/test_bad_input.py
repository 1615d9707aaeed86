"""What an author gets to read for each mistake, and what becomes of the case.

A folder of bad_input/ holds what differs from the sound case beside it, and `expected.txt`: what the terminal shows,
the exit status, and the files in build/. Files that cannot lie in a repository are made by a builder of the same name.
`make golden` accepts what is shown now; read it first, as the clinician who typed the case.
"""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import main

HERE = Path(__file__).parent / "bad_input"
SOUND = HERE / "sound"

Builder = Callable[[Path], None]
"""Makes the bad part of a case in its folder."""


def bytes_of(file: str, data: bytes) -> Builder:
    def build(case: Path) -> None:
        (case / file).write_bytes(data)

    return build


def narrative(text: str) -> Builder:
    return bytes_of("narrative.md", f"# A title\n\nSee @fig-sound and @example2020.\n\n{text}\n".encode())


def bad_bytes(encoded: Callable[[str], bytes]) -> Builder:
    def build(case: Path) -> None:
        for file in (case / "case.yaml", case / "narrative.md"):
            file.write_bytes(encoded(file.read_text(encoding="utf-8")))

    return build


def link_outside(file: str) -> Builder:
    def build(case: Path) -> None:
        outside = case.parents[1] / f"elsewhere{Path(file).suffix}"
        outside.write_bytes((case / file).read_bytes())
        (case / file).unlink()
        (case / file).symlink_to(outside)

    return build


def folder_instead_of_case_file(case: Path) -> None:
    (case / "case.yaml").unlink()
    (case / "case.yaml").mkdir()


def case_of_the_same_id(case: Path) -> None:
    shutil.copytree(case, case.with_name(case.name.upper()))


def huge_picture(case: Path) -> None:
    """A header that promises 30,000 × 30,000 pixels."""
    data = bytearray((case / "figures/sound.png").read_bytes())
    data[16:24] = (30_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    (case / "figures/sound.png").write_bytes(data)


def truncated_picture(case: Path) -> None:
    path = case / "figures/sound.png"
    path.write_bytes(path.read_bytes()[:60])


def misnamed_picture(case: Path) -> None:
    (case / "figures/sound.png").write_bytes(b"%PDF-1.7 this is no picture")


def own_style(text: str) -> Builder:
    """A citation style of the author's own, and a case that asks for it."""

    def build(case: Path) -> None:
        folder = case.parents[1] / "templates" / "citation-styles"
        folder.mkdir(parents=True)
        (folder / "mine.csl").write_text(text, encoding="utf-8")
        with (case / "case.yaml").open("a", encoding="utf-8") as file:
            file.write("style: mine\n")

    return build


def style_with(references: str, before: str = "") -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  {before}
  <citation>
    <layout prefix="[" suffix="]"><text variable="citation-number"/></layout>
  </citation>
  <bibliography>
    <layout>
      <text variable="citation-number" suffix=". "/>
      {references}
    </layout>
  </bibliography>
</style>
"""


ENDLESS = """<macro name="people"><text macro="first-people"/></macro>
  <macro name="first-people"><text macro="people"/></macro>"""
MANY_CALLS = "".join(f'<macro name="m{n}">' + f'<text macro="m{n + 1}"/>' * 9 + "</macro>\n  " for n in range(9))


def retractions(text: str) -> Builder:
    """The list of retracted articles that all cases of a workspace share."""

    def build(case: Path) -> None:
        folder = case.parents[1] / "bibliography"
        folder.mkdir()
        (folder / "retractions.csv").write_text(text, encoding="utf-8")

    return build


DEEP = 10_000
BUILDERS: dict[str, Builder] = {
    "case-file-is-a-folder": folder_instead_of_case_file,
    "case-file-links-outside": link_outside("case.yaml"),
    "case-file-missing": lambda case: (case / "case.yaml").unlink(),
    "case-file-nested-deep": bytes_of("case.yaml", b"casewright: 1\nkeywords: " + b"[" * DEEP + b"]" * DEEP),
    "case-file-nested-deep-unclosed": bytes_of("case.yaml", b"casewright: 1\nkeywords: " + b"{a: " * DEEP),
    "bom-and-crlf": bad_bytes(lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()),
    "not-utf-8": bad_bytes(lambda text: text.replace("sound", "so\u00fcnd").encode("latin-1")),
    "utf-16": bad_bytes(lambda text: text.encode("utf-16")),
    "nul-bytes": bad_bytes(lambda text: text.replace("sound", "so\0und").encode()),
    "image-huge": huge_picture,
    "image-links-outside": link_outside("figures/sound.png"),
    "image-not-what-its-name-says": misnamed_picture,
    "image-truncated": truncated_picture,
    "narrative-deep-brackets": narrative("[" * DEEP + "deep" + "]" * DEEP),
    "narrative-deep-emphasis": narrative("*a **b " * DEEP + "deep" + "** c*" * DEEP),
    "narrative-deep-lists": narrative("".join(f"{'  ' * n}- deep {n}\n" for n in range(300))),
    "narrative-deep-quotes": narrative("> " * DEEP + "deep"),
    "narrative-deep-superscripts": narrative("^a~b" * DEEP + "~^" * DEEP),
    "narrative-links-outside": link_outside("narrative.md"),
    "narrative-missing": lambda case: (case / "narrative.md").unlink(),
    "references-retracted": retractions("doi,reason\n10.5555/other,copied\n10.5555/sound,made up\n"),
    "retraction-list-broken": retractions("Title,Reason\nA sound reference,made up\n"),
    "style-own": own_style(style_with('<text variable="title"/>')),
    "style-own-broken": own_style(style_with('<text variable="title">')),
    "style-own-endless": own_style(style_with('<text macro="people"/>', ENDLESS)),
    "style-own-entities": own_style('<!DOCTYPE style [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<style>&a;</style>\n'),
    "style-own-for-juris-m": own_style(
        style_with('<text variable="title"/>').replace('"1.0" class', '"1.1mlz1" class')
    ),
    "style-own-missing-macro": own_style(style_with('<text macro="tilte"/>', '<macro name="title"/>')),
    "style-own-odd-parts": own_style(style_with('<text variable="title" font-stlye="italic"/>\n      <blink/>')),
    "style-own-web-page": own_style("<!DOCTYPE html>\n<html><title>mine.csl at main</title></html>\n"),
    "style-own-without-measure": own_style(
        style_with('<text macro="m0"/>', MANY_CALLS + '<macro name="m9"><text value="ha"/></macro>')
    ),
    "two-cases-with-one-id": case_of_the_same_id,
}

NAMES = sorted({folder.name for folder in HERE.iterdir() if folder != SOUND} | set(BUILDERS))


def bad_case(name: str, root: Path) -> Path:
    """A workspace with one case: the sound one, what lies in the folder of this name, and what its builder makes."""
    case = root / "cases" / name
    shutil.copytree(SOUND, case)
    if (HERE / name).is_dir():
        ignored = shutil.ignore_patterns("expected.txt")
        shutil.copytree(HERE / name, case, dirs_exist_ok=True, ignore=ignored)
    if name in BUILDERS:
        BUILDERS[name](case)
    return case


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_is_told_so_that_its_author_understands(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    bad_case(name, tmp_path)
    status = main(["build", "--to", "html,text", "--root", str(tmp_path)])
    shown = capsys.readouterr()
    written = sorted(path.name for path in (tmp_path / "build").glob("*/[!.]*.*"))
    told = shown.err + re.sub(r" · [\d.]+ s$", "", shown.out, flags=re.MULTILINE)
    assert "Traceback" not in told
    assert str(tmp_path) not in told
    golden(f"../bad_input/{name}/expected.txt", f"{told}exit {status}; in build: {', '.join(written) or 'nothing'}\n")
