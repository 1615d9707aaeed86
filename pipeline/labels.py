"""`templates/labels/<lang>.yaml` → every fixed word an output prints, and the names of CARE's parts."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

import yaml

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.remembering import remembered, stamp
from pipeline.workspace import Workspace, shipped_templates

NO_LABELS = rule(
    "language-not-known",
    Severity.ERROR,
    "Without its fixed words an output cannot be printed in a language.",
    fix="Write a language that is known, or add its words in templates/labels/.",
    example="language: fr\n",
)
INCOMPLETE = rule(
    "labels-incomplete",
    Severity.WARNING,
    "A page in two languages reads like a mistake.",
    fix="Add the missing words to your file.",
    example="# templates/labels/fr.yaml\nlabels: {figure: Figure}\n",
)
UNKNOWN_LABEL = rule(
    "unknown-label",
    Severity.WARNING,
    "A word under a key that nothing asks for is printed nowhere.",
    fix="Correct the key; templates/labels/en.yaml has all of them.",
    example="# templates/labels/es.yaml\nlabels: {figuer: Figura}\n",
)
LABEL_BLANKS = rule(
    "label-blanks",
    Severity.WARNING,
    "A number or a name is filled in only where a word leaves room for it.",
    fix="Keep the same words in braces as in English.",
    example="# templates/labels/es.yaml\nlabels: {draft: BORRADOR}\n",
)
BROKEN_LABELS = rule(
    "labels-file",
    Severity.ERROR,
    "Words that cannot be read cannot be printed.",
    fix="Write `labels:` and below it one `key: word` per line, in UTF-8.",
    example="# templates/labels/es.yaml\nlabels: [Notas]\n",
)
DEFAULT = "en"
SHOWN = 12
"""Missing words that a finding names."""


@dataclass(frozen=True, slots=True)
class Labels:
    words: dict[str, str]
    """Key → word."""
    headings: dict[str, str]
    """CARE part → its usual heading."""
    parts: dict[str, str]
    """Heading or synonym in lower case → CARE part."""


@remembered(lambda workspace, language, where: (language, where, *_label_files(workspace)))
def load_labels(workspace: Workspace, language: str, where: Location) -> tuple[Labels, list[Finding]]:
    """Labels of a language (`pt-BR` over `pt`) over the English ones, which stand in, with a finding, for missing ones.

    A file of the workspace need hold only the words that it changes.
    """
    merged = _Merged(_read(shipped_templates() / "labels" / f"{DEFAULT}.yaml")[0])
    tags = dict.fromkeys((language.split("-")[0], language))
    layers = [folder / "labels" / f"{tag}.yaml" for tag in tags for folder in reversed(workspace.templates)]
    layers = [path for path in layers if path.is_file()]
    if not layers:
        known = ", ".join(workspace.template_names("labels", ".yaml"))
        message = f"there are no fixed words for the language `{language}`; English ones are printed"
        hint = f"known here: {known}; or add templates/labels/{language}.yaml"
        merged.findings.append(NO_LABELS.at(where, message, hint=hint))
    for path in layers:
        given, locations, findings = _read(path)
        merged.findings += findings
        merged.take(given, locations)
    if layers:
        merged.findings += _missing(merged.wanted - merged.given, _shown(layers[-1]))
    return merged.labels(), merged.findings


def _label_files(workspace: Workspace) -> tuple[Hashable, ...]:
    return (workspace, *(stamp(folder / "labels") for folder in (*workspace.templates, shipped_templates())))


_Given = dict[str, tuple[str, ...]]
"""`labels.figure` → its word; `parts.discussion` → heading and synonyms."""


@dataclass
class _Merged:
    """English, and whatever was laid over it so far."""

    words: _Given
    given: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.wanted = set(self.words)
        self._name(self.words)

    def take(self, layer: _Given, locations: Mapping[str, Location]) -> None:
        """Only what English has, with the same blanks, so that everything can be filled in as it is there."""
        for key, entry in layer.items():
            if key not in self.wanted:
                self.findings.append(_unknown(key, self.wanted, locations[key]))
                continue
            self.given.add(key)
            if blanks(entry[0]) == blanks(self.words[key][0]):
                self.words[key] = entry
                continue
            wanted = ", ".join(f"{{{name}}}" for name, *_ in sorted(blanks(self.words[key][0]) or ()))
            message = f"the word for `{_bare(key)}` must have " + (f"the blanks {wanted}" if wanted else "no braces")
            self.findings.append(LABEL_BLANKS.at(locations[key], message, hint="until then the English one is printed"))
        self._name({key: entry for key, entry in layer.items() if key in self.wanted})

    def _name(self, layer: _Given) -> None:
        """English names of the parts stay known: they harm nobody, and many cases start from English ones."""
        for key, entry in layer.items():
            if key.startswith("parts."):
                self.names |= {name.lower(): _bare(key) for name in entry}

    def labels(self) -> Labels:
        words = {_bare(key): entry[0] for key, entry in self.words.items() if key.startswith("labels.")}
        headings = {_bare(key): entry[0] for key, entry in self.words.items() if key.startswith("parts.")}
        return Labels(words, headings, self.names)


def blanks(word: str) -> set[tuple[str, str, str]] | None:
    """What a word leaves room for, such as `{n}`, with the forms asked for; None where its braces do not match."""
    try:
        return {(name, spec or "", form or "") for _, name, spec, form in Formatter().parse(word) if name is not None}
    except ValueError:
        return None


@remembered(lambda path: (path, stamp(path)))
def _read(path: Path) -> tuple[_Given, dict[str, Location], list[Finding]]:
    """What a file gives, and where; what is wrong with it."""
    # Imported late, because reading a narrative needs labels.
    from pipeline.reading.yaml_nodes import TooDeepError, load

    try:
        document = load(path.read_text("utf-8-sig"), _shown(path))
    except TooDeepError as problem:
        return {}, {}, [problem.finding]
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as problem:
        mark = getattr(problem, "problem_mark", None)
        where = Location(_shown(path), mark.line + 1 if mark else 0)
        return {}, {}, [BROKEN_LABELS.at(where, "these words cannot be read: the file is not YAML in UTF-8")]
    findings = list(document.findings)
    given, locations = {}, {}
    root = document.root if isinstance(document.root, dict) else {}
    for group, entries in root.items():
        written = entries if isinstance(entries, dict) and group in {"labels", "parts"} else {"": ""}
        for key, entry in written.items():
            at = document.keys[(group, key) if key else (group,)]
            if names := _names(entry):
                given[f"{group}.{key}"], locations[f"{group}.{key}"] = names, at
            else:
                hint = "write `labels:` with `key: word`, and `parts:` with `part: {heading: …, synonyms: […]}`"
                findings.append(BROKEN_LABELS.at(at, "there is no word that could be printed here", hint=hint))
    return given, locations, findings


def _names(entry: object) -> tuple[str, ...]:
    """A word, or the heading and the synonyms of a part; () for anything else."""
    if isinstance(entry, dict):
        synonyms = entry.get("synonyms", [])
        listed = [entry.get("heading"), *(synonyms if isinstance(synonyms, list) else [None])]
    else:
        listed = [entry]
    names = tuple(name for name in listed if isinstance(name, str) and name.strip())
    return names if len(names) == len(listed) else ()


def _unknown(key: str, wanted: set[str], where: Location) -> Finding:
    near = difflib.get_close_matches(key, sorted(wanted), n=1)
    hint = f"did you mean `{_bare(near[0])}`?" if near else "the keys are those of the English file"
    return UNKNOWN_LABEL.at(where, f"nothing asks for a word `{_bare(key)}`", hint=hint)


def _missing(keys: set[str], file: str) -> Iterator[Finding]:
    if keys:
        named = ", ".join(sorted(map(_bare, keys))[:SHOWN])
        more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
        message = f"these words are missing, and English ones are printed: {named}{more}"
        yield INCOMPLETE.at(Location(file), message, hint="add them; the English file says what each is")


def _bare(key: str) -> str:
    return key.partition(".")[2]


def _shown(path: Path) -> str:
    return f"templates/labels/{path.name}"
