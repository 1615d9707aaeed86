"""`casewright refs import|format|check|export`: what is printed, what is written, and the exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.reading.bibliography import FORMATS, read_file
from pipeline.references.exporting import EXPORTERS
from pipeline.references.importing import MARK

SOUND = Path(__file__).parents[1] / "bad_input" / "sound"
RASH = """\
@article{Doe_RASH,
  author = {Doe, Jane and Roe, Richard and Poe, Ann}, title = {A rash after a common drug}, journal = {J Ex},
  year = {2021}, volume = {2}, pages = {1-4}, doi = {10.5555/rash},
}
"""
SHORT = "Doe J, Roe R, et al. A rash after a common drug. J Ex 2021"
SAME_AS_SOUND = """\
@article{other, author = {Example, A}, title = {A Sound Reference.}, journal = {J Ex}, year = {2020}, pages = {2}}
"""

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the sound case, which cites one reference of its own; the author is in it."""
    shutil.copytree(SOUND, tmp_path / "cases" / "one")
    (tmp_path / "bibliography").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def cite(root: Path, text: str) -> None:
    narrative = root / "cases/one/narrative.md"
    narrative.write_text(narrative.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")


# --- import -----------------------------------------------------------------------------------------


def test_import_adds_to_a_file_of_our_own_and_nothing_twice(root: Path, capsys: Capture) -> None:
    write(root / "export.bib", RASH)
    assert main(["refs", "import", "export.bib"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Doe_RASH  {SHORT}",
        "bibliography/imported.bib: 1 added",
    ]
    first = (root / "bibliography/imported.bib").read_text(encoding="utf-8")
    assert first.startswith(f"{MARK}\n\n@article{{Doe_RASH,\n")

    write(
        root / "more.bib",
        RASH.replace("Doe_RASH", "x") + RASH.replace("5555/rash", "5555/cough").replace("A rash", "A cough"),
    )
    assert main(["refs", "import", "more.bib"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "doe2021  Doe J, Roe R, et al. A cough after a common drug. J Ex 2021 (was Doe_RASH)",
        f"not imported, same DOI as Doe_RASH at bibliography/imported.bib:3:10: {SHORT}",
        "bibliography/imported.bib: 1 added, 1 there already",
    ]
    second = (root / "bibliography/imported.bib").read_text(encoding="utf-8")
    assert second.startswith(first)
    assert main(["refs", "import", "more.bib"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "nothing added, 2 there already"
    assert (root / "bibliography/imported.bib").read_text(encoding="utf-8") == second
    assert main(["refs", "check"]) == 0


@pytest.mark.parametrize(
    "export",
    [
        "TY  - JOUR\nTI  - No year, no number\nAU  - Müller, Eva\nER  - \n",
        "TY  - JOUR\nAU  - Müller, Eva\nPY  - 2019\nVL  - 3\nER  - \n",
    ],
)
def test_import_knows_again_what_has_no_title_or_no_year(root: Path, export: str, capsys: Capture) -> None:
    write(root / "export.ris", export + export)
    assert main(["refs", "import", "export.ris"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "bibliography/imported.bib: 1 added, 1 there already"
    assert main(["refs", "import", "export.ris"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("not imported, same content as ")
    assert shown[-1] == "nothing added, 2 there already"


def test_import_gives_readable_keys_where_there_are_none_or_all_are_wanted(root: Path, capsys: Capture) -> None:
    record = "TY  - JOUR\nAU  - Müller, Eva\nTI  - Fever\nJO  - J Ex\nPY  - 2019\nER  - \n"
    write(root / "export.ris", record)
    write(root / "export.bib", RASH)
    assert main(["refs", "import", "export.ris", "export.bib", "--rekey"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[:2]] == ["muller2019", "doe2021"]


@pytest.mark.parametrize("key", ["fig-rash2021", "http://zotero.org/users/1/items/A", "a,b", "_x", "EXAMPLE2020"])
def test_import_changes_a_key_that_cannot_be_cited(root: Path, key: str, capsys: Capture) -> None:
    shutil.copy(root / "cases/one/references.bib", root / "bibliography/export.bib")
    item = {"id": key, "type": "article-journal", "author": [{"family": "Doe"}], "title": "Rash", "issued": "2021"}
    write(root / "export.json", json.dumps([item]))
    assert main(["refs", "import", "export.json"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"doe2021  Doe. Rash. 2021 (was {key})"


def test_import_into_a_case_leaves_the_library_alone(root: Path, capsys: Capture) -> None:
    write(root / "export.bib", RASH + SAME_AS_SOUND)
    assert main(["refs", "import", "export.bib", "--case", "one", "--to", "references.more.bib"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[1].startswith("not imported, same title and year as example2020 at cases/one/references.bib:1:10: ")
    assert shown[2] == "cases/one/references.more.bib: 1 added, 1 there already"
    assert list((root / "bibliography").iterdir()) == []
    cite(root, "A rash [@Doe_RASH].")
    assert main(["check"]) == 0


def test_import_never_adds_to_what_it_did_not_write(root: Path, capsys: Capture) -> None:
    write(root / "export.bib", RASH)
    zotero = write(root / "bibliography/zotero.bib", "@book{x, title = {A book}}\n")
    own = (root / "cases/one/references.bib").read_bytes()
    assert main(["refs", "import", "export.bib", "--to", "zotero.bib"]) == 1
    assert main(["refs", "import", "export.bib", "--case", "one"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "zotero.bib: error[cannot-import]: this file was not made by `refs import`" in shown.err
    assert "hint: name another: --to references.imported.bib" in shown.err
    assert zotero.read_text(encoding="utf-8") == "@book{x, title = {A book}}\n"
    assert (root / "cases/one/references.bib").read_bytes() == own


@pytest.mark.parametrize("end", ["@article{open, title = {Never closed", "@string(x = {", "@comment{"])
def test_import_adds_nothing_that_could_not_be_read_back(root: Path, end: str, capsys: Capture) -> None:
    write(root / "export.bib", RASH)
    before = f"{MARK}\n\n{end}"
    ours = write(root / "bibliography/imported.bib", before)
    status = main(["refs", "import", "export.bib"])
    after = ours.read_text(encoding="utf-8")
    found = {item.key for item in read_file(ours, "imported.bib")[0]}
    assert (status == 0 and "Doe_RASH" in found) or (status == 1 and after == before)
    capsys.readouterr()


def test_import_goes_on_after_what_cannot_be_read(root: Path, capsys: Capture) -> None:
    write(root / "bad.bib", "@article{open, title = {Never closed\n" + RASH)
    write(root / "table.csv", "a,b\n")
    write(root / "export.bib", RASH)
    assert main(["refs", "import", "bad.bib", "nowhere.bib", "table.csv", "export.bib"]) == 1
    shown = capsys.readouterr()
    assert "Doe_RASH" in shown.out
    assert "bad.bib:1:" in shown.err
    assert "nowhere.bib: error[unreadable-bibliography]" in shown.err
    assert "table.csv: error[cannot-import]: this file is not read" in shown.err


def test_import_writes_the_whole_file_or_leaves_it_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    write(root / "export.bib", RASH)
    ours = write(root / "bibliography/imported.bib", f"{MARK}\n")
    monkeypatch.setattr("os.fsync", full)
    assert main(["refs", "import", "export.bib"]) == 1
    assert "this file cannot be written: No space left on device" in capsys.readouterr().err
    assert [path.name for path in ours.parent.iterdir()] == ["imported.bib"]
    assert ours.read_text(encoding="utf-8") == f"{MARK}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["refs"],
        ["refs", "import"],
        ["refs", "import", "a.bib", "--to", "../a.bib"],
        ["refs", "import", "a.bib", "--to", "a.ris"],
        ["refs", "import", "a.bib", "--to", ".bib"],
        ["refs", "import", "a.bib", "--case", "one", "--to", "more.bib"],
        ["refs", "format"],
        ["refs", "export"],
        ["refs", "export", "one", "--to", "docx"],
    ],
)
def test_wrong_usage(root: Path, arguments: list[str], capsys: Capture) -> None:
    try:
        status = main(arguments)
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    assert status == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err != ""
    assert sorted(path.name for path in root.iterdir()) == ["bibliography", "cases"]


# --- format -----------------------------------------------------------------------------------------

VANCOUVER = "1. Example A. A sound reference. Journal of Examples. 2020;1:2–3."
BMJ = "1 Example A. A sound reference. Journal of Examples. 2020;1:2–3."
DOE = "Doe J, Roe R, Poe A. A rash after a common drug. J Ex. 2021;2:1–4. doi:10.5555/rash"


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["--case", "one"], [VANCOUVER]),
        (["--case", "one", "--style", "bmj"], [BMJ]),
        (["doe2021"], [f"1. {DOE}"]),
        (["@doe2021", "example2020", "--case", "one"], [f"1. {DOE}", f"2. {VANCOUVER[3:]}"]),
        (["cases/one/references.bib", "doe2021"], [VANCOUVER, f"2. {DOE}"]),
    ],
)
def test_format_prints_a_numbered_list(root: Path, arguments: list[str], printed: list[str], capsys: Capture) -> None:
    write(root / "bibliography/shared.bib", RASH.replace("Doe_RASH", "doe2021"))
    before = sorted(root.rglob("*"))
    assert main(["refs", "format", *arguments]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines() == printed
    assert shown.err == ""
    assert sorted(root.rglob("*")) == before


def test_format_says_what_it_cannot_find_and_prints_the_rest(root: Path, capsys: Capture) -> None:
    arguments = ["exmaple2020", "nowhere.bib", "example2020", "--case", "one"]
    assert main(["refs", "format", *arguments]) == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [VANCOUVER]
    assert (
        "there is no file and no reference of this name: exmaple2020\n    hint: did you mean example2020?" in shown.err
    )
    assert "nowhere.bib: error[unreadable-bibliography]" in shown.err
    assert main(["refs", "format", "--case", "one", "--style", "apa"]) == 1
    assert "this citation style cites by author and year" in capsys.readouterr().err
    assert main(["refs", "format", "--case", "nobody"]) == 1


# --- check ------------------------------------------------------------------------------------------


def found(arguments: list[str], capsys: Capture) -> list[tuple[str, str]]:
    """Rules and places that `refs check` gives as JSON."""
    main(["refs", "check", *arguments, "--format", "json"])
    shown = capsys.readouterr()
    assert shown.err == ""
    ((each),) = json.loads(shown.out)
    return [(row["rule"], f"{row['file']}:{row['line']}") for row in each["findings"]]


def test_check_of_a_sound_workspace_finds_nothing(root: Path, capsys: Capture) -> None:
    assert main(["refs", "check"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "cases: 1 · references: 1 · of them cited: 1\n"
    assert shown.err == ""


PREPRINT = """\
@misc{pre, author = {Doe, Jane}, title = {A rash after a common drug}, year = {2020}, doi = {10.21203/rs.1}, url = {https://x.org}}
"""


def test_check_looks_at_the_whole_library_and_at_what_cases_cite(root: Path, capsys: Capture) -> None:
    write(root / "bibliography/shared.bib", RASH + SAME_AS_SOUND + PREPRINT)
    write(root / "bibliography/retractions.csv", "doi\n10.5555/rash\n")
    write(root / "cases/one/references.more.bib", RASH.replace("Doe_RASH", "spare").replace("rash", "9"))
    cite(root, "A rash [@Doe_RASH].")
    assert found([], capsys) == [
        ("retracted-reference", "bibliography/shared.bib:1"),
        ("incomplete-reference", "bibliography/shared.bib:5"),
        ("same-work-twice", "bibliography/shared.bib:5"),
        ("uncited-reference", "bibliography/shared.bib:5"),
        ("published-preprint", "bibliography/shared.bib:6"),
        ("uncited-reference", "bibliography/shared.bib:6"),
        ("uncited-reference", "cases/one/references.more.bib:1"),
    ]
    assert main(["refs", "check"]) == 1
    assert capsys.readouterr().out == "cases: 1 · references: 5 · of them cited: 2\n"


def test_check_of_one_case_says_nothing_of_what_it_does_not_cite(root: Path, capsys: Capture) -> None:
    write(root / "bibliography/shared.bib", RASH.replace("1-4", "4-1"))
    assert found(["one"], capsys) == []
    cite(root, "A rash [@Doe_RASH].")
    assert found(["one"], capsys) == [("reversed-pages", "bibliography/shared.bib:1")]
    assert main(["refs", "check", "nobody"]) == 1


def test_check_claims_nothing_uncited_while_a_case_cannot_be_read(root: Path, capsys: Capture) -> None:
    write(root / "bibliography/shared.bib", RASH)
    assert found([], capsys) == [("uncited-reference", "bibliography/shared.bib:1")]
    write(root / "cases/two/case.yaml", "casewright: [\n")
    assert "uncited-reference" not in [rule for rule, _ in found([], capsys)]


def test_a_library_may_be_checked_before_there_is_a_case(root: Path, capsys: Capture) -> None:
    shutil.rmtree(root / "cases")
    write(root / "bibliography/shared.bib", RASH.replace("1-4", "4-1"))
    assert found([], capsys) == [
        ("reversed-pages", "bibliography/shared.bib:1"),
        ("uncited-reference", "bibliography/shared.bib:1"),
    ]


# --- export -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, exporter in EXPORTERS.items() if exporter.suffix in FORMATS])
def test_export_gives_what_the_case_cites_in_the_order_of_citation(root: Path, name: str, capsys: Capture) -> None:
    write(
        root / "bibliography/shared.bib", RASH.replace("Doe_RASH", "doe2021") + "@book{never-cited, title = {A book}}\n"
    )
    cite(root, "A rash [@doe2021], and again [@example2020].")
    assert main(["refs", "export", "one", "--to", name]) == 0
    path = root / f"build/one/one-references{EXPORTERS[name].suffix}"
    told = f"build/one/{path.name}: 2 references, in the order in which one cites them\n"
    assert capsys.readouterr().out == told
    items, findings = read_file(path, path.name)
    assert findings == []
    assert [item.csl["title"] for item in items] == ["A sound reference", "A rash after a common drug"]

    written = path.read_bytes()
    assert main(["refs", "export", "one", "--to", name, "--output", "-"]) == 0
    assert capsys.readouterr().out == written.decode()
    # A build keeps it among the other outputs.
    assert main(["build", "one", "--to", "text"]) == 0
    assert path.read_bytes() == written


def test_export_overwrites_nothing(root: Path, capsys: Capture) -> None:
    assert main(["refs", "export", "one", "--output", "mine.bib"]) == 0
    before = (root / "mine.bib").read_text(encoding="utf-8")
    assert before.startswith("@article{example2020,\n")
    assert main(["refs", "export", "one", "--output", "mine.bib", "--to", "csl-json"]) == 1
    assert "mine.bib: error[would-overwrite]: there is a file of this name already" in capsys.readouterr().err
    assert (root / "mine.bib").read_text(encoding="utf-8") == before


def test_export_says_which_citations_lead_nowhere(root: Path, capsys: Capture) -> None:
    cite(root, "A claim [@nobody2020].")
    assert main(["refs", "export", "one", "--output", "-"]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("@article{example2020,\n")
    assert "error[unknown-citation]" in shown.err


def test_nothing_is_exported_of_a_case_whose_consent_was_withdrawn(root: Path, capsys: Capture) -> None:
    path = root / "cases/one/case.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("publication: given", "publication: withdrawn"), "utf-8")
    assert main(["refs", "export", "one"]) == 1
    assert "refusal[consent-withdrawn]" in capsys.readouterr().err
    assert not (root / "build").exists()


def test_a_case_that_cites_nothing_gives_no_file(root: Path, capsys: Capture) -> None:
    narrative = root / "cases/one/narrative.md"
    narrative.write_text(narrative.read_text(encoding="utf-8").replace("@example2020", "them"), encoding="utf-8")
    assert main(["refs", "export", "one"]) == 0
    assert capsys.readouterr().err == "one cites no reference, so there is nothing to export\n"
    assert not (root / "build").exists()
