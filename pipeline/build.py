"""THE pipeline: read → resolve → check → write → inspect → commit. Start reading here."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial

from pipeline import checking, committing, inspecting
from pipeline.case import Case
from pipeline.findings import Finding, Location, Severity, worst
from pipeline.guidelines.answers import Checklist, Waiver
from pipeline.guidelines.asking import Asked
from pipeline.guidelines.filling import filled, filled_from_source
from pipeline.guidelines.loading import lineage
from pipeline.guidelines.printed import printed
from pipeline.journals import Journal, load_journal
from pipeline.labels import load_labels
from pipeline.library import Item, Library, reference_id
from pipeline.manuscript import Manuscript
from pipeline.pausing import pause
from pipeline.reading import read_case
from pipeline.reading.bibliography import read_library
from pipeline.references.concerning import concerning
from pipeline.references.retractions import read_notices
from pipeline.resolving import Setting, resolve
from pipeline.resolving.citations import UNKNOWN_CITATION
from pipeline.signing.deciding import decided
from pipeline.signing.waivers import set_aside
from pipeline.workspace import Workspace
from pipeline.writing import TEXTS, WRITERS, forms_among, writers_for
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from pipeline.writing.templates import TemplateError, Templates

STOPS = {Severity.REFUSAL, Severity.FATAL}
TRIES = 3
"""Of writing a draft: the number it prints may stand in for a number that was lost, and change what is found."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the author asked for on the command line."""

    writers: Sequence[str] = TEXTS
    """Names of writers and of forms."""
    style: str = ""
    journal: str = ""
    look: Look = field(default_factory=Look)
    guideline: str = ""
    """Instead of the case's guidelines."""
    language: str = ""
    """Of the fixed words, instead of the case's."""


@dataclass(slots=True)
class Result:
    """What became of one case."""

    case_id: str
    findings: list[Finding] = field(default_factory=list)
    case: Case | None = None
    library: Library = field(default_factory=lambda: Library({}))
    manuscript: Manuscript | None = None
    journal: Journal | None = None
    """For which it was resolved."""
    checklists: tuple[Checklist, ...] = ()
    """One for each guideline, the main one first."""
    waived: list[tuple[Finding, Waiver]] = field(default_factory=list)
    """Findings that a named person set aside; they are not among `findings`."""
    waivers: tuple[Waiver, ...] = ()
    """All that the case has, for what is found later."""
    outputs: dict[str, Output] = field(default_factory=dict)
    written: bool = False
    seconds: float = 0.0

    @property
    def stopped(self) -> bool:
        return worst(self.findings) in STOPS

    @property
    def cited(self) -> tuple[Item, ...]:
        """The references of the manuscript as they stand in the library, in the order of their numbers."""
        items = {reference_id(key): item for key, item in self.library.items.items()}
        return tuple(items[reference.id] for reference in self.manuscript.references) if self.manuscript else ()


def build_case(workspace: Workspace, case_id: str, wishes: Wishes) -> Result:
    """One case all the way. Its findings decide what is written; other cases are not touched."""
    begun = time.perf_counter()
    result = make_case(workspace, case_id, wishes)
    keep(workspace, result)
    result.seconds = time.perf_counter() - begun
    return result


def make_case(workspace: Workspace, case_id: str, wishes: Wishes) -> Result:
    """One case as far as inspected outputs in memory; build/ is not touched."""
    return finished(workspace, check_case(workspace, case_id, wishes), wishes)


def finished(workspace: Workspace, result: Result, wishes: Wishes) -> Result:
    """What `check_case` gave, with its outputs written and inspected."""
    begun = time.perf_counter()
    counted = -1
    before, waived_before = list(result.findings), list(result.waived)
    # Written again where writing itself found errors: the draft says how many there are.
    for _ in range(TRIES):
        if not (result.case and result.manuscript) or result.stopped or counted == result.manuscript.draft_errors:
            break
        counted = result.manuscript.draft_errors
        result.outputs, problems = _write(result.manuscript, result.checklists, workspace, wishes)
        result.findings = before + problems
        if not result.stopped:
            pause()
            problems += inspecting.inspect(result.case, result.manuscript, result.outputs, workspace.root)
        problems, aside = set_aside(problems, result.waivers)
        result.findings, result.waived = before + problems, waived_before + aside
        result.manuscript = replace(result.manuscript, draft_errors=_errors(result.findings))
    result.seconds += time.perf_counter() - begun
    return result


def keep(workspace: Workspace, result: Result) -> None:
    """What the findings call for: outputs put into build/, earlier ones left alone, or earlier ones removed."""
    folder = workspace.build / result.case_id
    if worst(result.findings) is Severity.REFUSAL:
        result.findings += committing.withdraw(folder, workspace.show(folder))
    elif result.manuscript and not result.stopped:
        result.findings += committing.commit(folder, result.outputs, workspace.show(folder))
        result.written = not result.stopped


def page_of(workspace: Workspace, case_id: str, wishes: Wishes, errors: int) -> Result:
    """One case as its page, as soon as that can be there: found is only what keeps it from being shown.

    `errors` is the number that a draft prints, until `make_case` has counted them.
    """
    begun = time.perf_counter()
    result = Result(case_id)
    setting, _ = _resolved(workspace, result, wishes)
    if setting and result.case and result.manuscript:
        result.findings += checking.consent.check(result.case)
        result.manuscript = replace(result.manuscript, draft_errors=errors)
        result.outputs, problems = _write(result.manuscript, result.checklists, workspace, wishes)
        result.findings += [*problems, *inspecting.private_dates(result.case, result.outputs)]
    result.seconds = time.perf_counter() - begun
    return result


def check_case(workspace: Workspace, case_id: str, wishes: Wishes) -> Result:
    """One case as far as the finished manuscript, and all that is found on the way."""
    begun = time.perf_counter()
    result = Result(case_id)
    setting, of_library = _resolved(workspace, result, wishes)
    pause()
    case = result.case
    if case and not case.narrative.is_written:
        result.findings += checking.consent.check(case)
    elif case and setting:
        today = datetime.now(tz=UTC).date()
        result.findings += _concerning(result, of_library, result.findings, workspace)
        result.findings += [*checking.check(case), *_of_references(workspace, result.cited, today)]
        pause()
        if manuscript := result.manuscript:
            writers, templates = (WRITERS[name] for name in writers_for(wishes.writers)), Templates(workspace.templates)
            result.findings += [f for writer in writers for f in writer.problems(case, manuscript, templates)]
            guidelines = [name for chosen in case.facts.guidelines for name in lineage(workspace, chosen)]
            result.findings += checking.journals.check(case, manuscript, setting.journal, today, guidelines)
            pause()
        _answer(result, setting, workspace, wishes)
        people = decided(case.folder, workspace.show, result.findings, result.checklists)
        result.findings, result.waived = people.findings, people.waived
        result.checklists, result.waivers = people.checklists, people.waivers
        if result.manuscript:
            result.manuscript = replace(result.manuscript, draft_errors=_errors(result.findings))
    result.seconds = time.perf_counter() - begun
    return result


def _resolved(workspace: Workspace, result: Result, wishes: Wishes) -> tuple[Setting | None, list[Finding]]:
    """Read and resolve into `result`; gives for what, None where there was nothing to resolve, and what is wrong with
    the library.
    """
    result.case, result.findings = read_case(workspace, result.case_id)
    if not result.case or not result.case.narrative.is_written:
        return None, []
    if wishes.language:
        facts = result.case.facts.model_copy(update={"language": wishes.language})
        result.case = replace(result.case, facts=facts)
    result.library, of_library = read_library([result.case.folder, workspace.bibliography], workspace.show)
    setting = _setting(workspace, result.case, wishes, result.findings)
    result.journal = setting.journal
    result.manuscript, problems = resolve(result.case, result.library, setting)
    result.findings += problems
    return setting, of_library


def _answer(result: Result, setting: Setting, workspace: Workspace, wishes: Wishes) -> None:
    """Fill in the checklists: what was found so far is evidence, too."""
    case, manuscript, words = result.case, result.manuscript, setting.labels.words
    if case and manuscript:
        asked = Asked(case, manuscript, printed(manuscript), setting.journal, tuple(result.findings), words)
        result.checklists, problems = filled(asked, workspace, wishes.guideline)
        result.findings += problems
    elif case:
        result.checklists, problems = filled_from_source(case, setting.journal, workspace, words, wishes.guideline)
        result.findings += problems


def _errors(findings: list[Finding]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in set(findings))


def _concerning(
    result: Result, of_library: list[Finding], of_text: list[Finding], workspace: Workspace
) -> list[Finding]:
    """A case is not a draft for what is wrong with references that it does not cite."""
    if not result.manuscript:
        return of_library
    unknown = {finding.quote for finding in of_text if finding.rule is UNKNOWN_CITATION}
    shared = workspace.show(workspace.bibliography)
    return concerning(of_library, result.library.items.values(), result.cited, unknown, shared)


def _of_references(workspace: Workspace, cited: Sequence[Item], today: date) -> list[Finding]:
    path = workspace.retractions
    notices, findings = read_notices(path, workspace.show(path), cited)
    return [*findings, *checking.references.check(cited, notices, today)]


def _setting(workspace: Workspace, case: Case, wishes: Wishes, findings: list[Finding]) -> Setting:
    """Journal, style and labels to resolve for; what is wrong with them goes to `findings`."""
    labels, problems = load_labels(workspace, case.facts.language, case.sources.value("language"))
    findings += problems
    where = Location("--journal") if wishes.journal else case.sources.value("journal")
    journal, problems = load_journal(workspace, wishes.journal or case.facts.journal, where)
    findings += problems
    return Setting(journal, wishes.style, labels, workspace)


def _write(
    manuscript: Manuscript, checklists: Sequence[Checklist], workspace: Workspace, wishes: Wishes
) -> tuple[dict[str, Output], list[Finding]]:
    outputs: dict[str, Output] = {}
    findings: list[Finding] = []
    templates = Templates(workspace.templates)
    names = writers_for(wishes.writers)
    look = replace(wishes.look, beside=wishes.look.beside or tuple((name, WRITERS[name].suffix) for name in names))
    writes = {name: partial(WRITERS[name].write, manuscript, templates, look) for name in names}
    for form in forms_among(wishes.writers):
        writes[form.name] = partial(form.write, manuscript, checklists, outputs, templates, look)
    for name, write in writes.items():
        pause()
        try:
            outputs[name] = write()
        except TemplateError as problem:
            findings.append(problem.finding)
        else:
            findings += outputs[name].findings
    return outputs, findings
