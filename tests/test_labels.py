"""Labels: complete in every language, all of them used, and merged over English where a file leaves something out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipeline.case import CaseFile
from pipeline.case.paths import names_at
from pipeline.findings import Location
from pipeline.labels import Labels, blanks, load_labels
from pipeline.workspace import Workspace

ROOT = Path(__file__).parents[1]
LANGUAGES = sorted(path.stem for path in (ROOT / "templates" / "labels").glob("*.yaml"))
HERE = Location("cases/x/case.yaml", 3)


def written(language: str) -> dict[str, dict[str, str]]:
    data = yaml.safe_load((ROOT / "templates" / "labels" / f"{language}.yaml").read_text("utf-8"))
    assert isinstance(data, dict)
    return data


ENGLISH = written("en")


# --- every language ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_words_with_the_same_blanks(language: str) -> None:
    labels = written(language)
    assert labels["labels"].keys() == ENGLISH["labels"].keys()
    assert labels["parts"].keys() == ENGLISH["parts"].keys()
    for key, word in labels["labels"].items():
        assert blanks(word) == blanks(ENGLISH["labels"][key]), key
    assert load_labels(Workspace(ROOT), language, HERE)[1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_stands_for_two_parts(language: str) -> None:
    entries = yaml.safe_load((ROOT / "templates" / "labels" / f"{language}.yaml").read_text("utf-8"))["parts"]
    names = [name.lower() for entry in entries.values() for name in (entry["heading"], *entry["synonyms"])]
    assert sorted(set(names)) == sorted(names)


NAMES_THE_SAME_EVERYWHERE = {"et_al", "role_software", "causality_no", "naranjo_is_probable"}


def test_spanish_is_spanish() -> None:
    spanish = written("es")["labels"]
    same = {key for key, word in spanish.items() if word == ENGLISH["labels"][key] and not word.isupper()}
    assert same == NAMES_THE_SAME_EVERYWHERE


# --- used, and there --------------------------------------------------------------------------------

LABELS = {"words", "labels"}
"""What code calls a mapping of labels."""
IN_TEMPLATE = re.compile(r"labels(?:\.(?!get\()(?P<key>\w+)|(?:\[|\.get\()\"(?P<exact>[\w-]+)\"(?P<more> ~)?)")


def name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def patterns(node: ast.expr) -> Iterator[str]:
    """The keys that an expression may give: `f"consent_{status}"` → `consent_.+`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*patterns(node.body), *patterns(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values)


def asked_in_code() -> Iterator[str]:
    for path in (ROOT / "pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Subscript(value=value, slice=key) if name(value) in LABELS:
                    yield from patterns(key)
                case ast.Call(func=ast.Attribute(value=value, attr="get"), args=[key, *_]) if name(value) in LABELS:
                    yield from patterns(key)


def asked_in_templates() -> Iterator[str]:
    for path in (ROOT / "templates" / "html").glob("*.j2"):
        for match in IN_TEMPLATE.finditer(path.read_text("utf-8")):
            yield re.escape(match["key"] or match["exact"]) + (".+" if match["more"] else "")


def asked_by_variable() -> Iterator[str]:
    """Every string of a module that looks labels up by a variable."""
    for path in (ROOT / "pipeline").rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        lookups = [n for n in nodes if isinstance(n, ast.Subscript) and name(n.value) in LABELS]
        if not all(list(patterns(lookup.slice)) for lookup in lookups):
            yield from (n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))


ASKED = sorted({*asked_in_code(), *asked_in_templates()})
INDIRECT = re.compile(r"(aged|span|field|choice)_.+")
"""Families whose keys are put together in two steps."""


@pytest.mark.parametrize("pattern", ASKED)
def test_every_label_that_is_asked_for_is_there(pattern: str) -> None:
    assert any(re.fullmatch(pattern, key) for key in ENGLISH["labels"])


def test_every_label_is_asked_for() -> None:
    indirectly = set(asked_by_variable())
    unused = [
        key
        for key in ENGLISH["labels"]
        if not (key in indirectly or INDIRECT.fullmatch(key) or any(re.fullmatch(pattern, key) for pattern in ASKED))
    ]
    assert unused == []


NEVER_UNKNOWN = {"casewright", "unknown", "style", "language", "short_title", "figures", "tables"}
CLINICAL = ("patient", "history", "diagnoses", "adherence", "publication", "source_record", "consent", "statements")


@pytest.mark.parametrize(
    "path",
    [
        *((top,) for top in names_at(()) if top not in NEVER_UNKNOWN),
        *((top, leaf) for top in CLINICAL for leaf in names_at((top,))),
        *(("treatments", "x", leaf) for leaf in names_at(("treatments", "x"))),
        *(("tests", "x", leaf) for leaf in names_at(("tests", "x"))),
        *(("outcomes", 0, leaf) for leaf in names_at(("outcomes", 0))),
        *(("adverse_events", 0, leaf) for leaf in names_at(("adverse_events", 0))),
        *(("authors", 0, leaf) for leaf in names_at(("authors", 0))),
    ],
    ids=lambda path: ".".join(map(str, path)),
)
def test_every_field_that_can_be_unknown_has_its_words(path: tuple[str, ...]) -> None:
    assert {f"field_{path[-1]}", f"field_{path[0]}_{path[-1]}"} & ENGLISH["labels"].keys()


def choices() -> Iterator[str]:
    treatment, outcome, patient = (
        CaseFile.model_json_schema()["$defs"][model]["properties"] for model in ("Treatment", "Outcome", "Patient")
    )
    for field, schema in (
        ("kind", treatment["kind"]),
        ("assessed_by", outcome["assessed_by"]),
        ("sex", patient["sex"]),
    ):
        for value in schema["anyOf"][0]["enum"]:
            yield f"choice_{field}_{value}"


def test_every_choice_of_a_list_has_its_word() -> None:
    assert {*choices(), "choice_age_90_or_older"} == {key for key in ENGLISH["labels"] if key.startswith("choice_")}


# --- merged -----------------------------------------------------------------------------------------


def load(root: Path, language: str, **files: str) -> tuple[Labels, list[str]]:
    """Labels of a workspace with these files, and its findings in a line each."""
    folder = root / "templates" / "labels"
    folder.mkdir(parents=True)
    for file, text in files.items():
        (folder / f"{file.replace('_', '-')}.yaml").write_text(text, "utf-8")
    labels, findings = load_labels(Workspace(root), language, HERE)
    return labels, [f"{f.where}: {f.rule.id}: {f.message}; {f.hint}" for f in findings]


def test_what_a_language_leaves_out_is_english_with_a_finding_that_names_it(tmp_path: Path) -> None:
    labels, findings = load(tmp_path, "fr", fr="labels:\n  figure: Figure\n  table: Tableau\n")
    assert (labels.words["table"], labels.words["notes"]) == ("Tableau", "Notes")
    assert labels.words.keys() == ENGLISH["labels"].keys()
    assert labels.parts["discussion"] == "discussion"
    (finding,) = findings
    assert finding.startswith("templates/labels/fr.yaml: labels-incomplete: these words are missing, and English")
    assert "abstract, accepted, " in finding


@pytest.mark.parametrize(
    ("text", "finding", "hint"),
    [
        ("labels:\n  figuer: Abb.\n", "2:3: unknown-label: nothing asks for a word `figuer`", "did you mean `figure`?"),
        (
            "parts:\n  discus: {heading: D}\n",
            "2:3: unknown-label: nothing asks for a word `discus`",
            "mean `discussion`?",
        ),
        ("labels:\n  draft: BORRADOR\n", "2:3: label-blanks: the word for `draft` must have the blanks {n}", "English"),
        ("labels:\n  draft: '{n.a}'\n", "2:3: label-blanks: the word for `draft` must have the blanks {n}", "English"),
        ("labels:\n  notes: 'Notas {'\n", "2:3: label-blanks: the word for `notes` must have no braces", "English"),
        ("labels:\n  notes: [Notas]\n", "2:3: labels-file: there is no word that could be printed here", "`key: word`"),
        ("palabras: 1\n", "1:1: labels-file: there is no word that could be printed here", "`labels:`"),
        ("labels:\n  notes: [\n", "3: labels-file: these words cannot be read: the file is not YAML in UTF-8", ""),
    ],
)
def test_what_is_wrong_in_a_file_of_labels(text: str, finding: str, hint: str, tmp_path: Path) -> None:
    (said,) = load(tmp_path, "es", es=text)[1]
    assert said.startswith(f"templates/labels/es.yaml:{finding}; ")
    assert hint in said


def test_a_file_that_is_not_text_is_a_finding(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "labels"
    folder.mkdir(parents=True)
    (folder / "es.yaml").write_bytes(b"\xff\xfe\x00")
    assert [f.rule.id for f in load_labels(Workspace(tmp_path), "es", HERE)[1]] == ["labels-file"]


def test_a_workspace_changes_only_the_words_it_writes(tmp_path: Path) -> None:
    labels, findings = load(tmp_path, "es", es="labels:\n  keywords: Descriptores\n")
    assert (labels.words["keywords"], labels.words["references"]) == ("Descriptores", "Referencias")
    assert findings == []


def test_a_region_lies_over_its_language(tmp_path: Path) -> None:
    labels, findings = load(tmp_path, "es-MX", es_MX="labels:\n  status_preprint: Preimpresión\n")
    assert (labels.words["status_preprint"], labels.words["table"]) == ("Preimpresión", "Tabla")
    assert findings == []


def test_a_language_without_labels_is_an_error_at_its_place(tmp_path: Path) -> None:
    labels, findings = load(tmp_path, "fr-CA")
    assert labels.words["notes"] == "Notes"
    message = "there are no fixed words for the language `fr-CA`; English ones are printed"
    hint = "known here: en, es; or add templates/labels/fr-CA.yaml"
    assert findings == [f"cases/x/case.yaml:3: language-not-known: {message}; {hint}"]


def test_english_names_of_parts_stay_known() -> None:
    labels, _ = load_labels(Workspace(ROOT), "es", HERE)
    assert labels.parts["discusión"] == labels.parts["discussion"] == "discussion"
    assert labels.headings["discussion"] == "Discusión"
