"""A case in Spanish: every fixed word, date and list of its outputs is Spanish, and its headings are CARE's parts."""

import re
from pathlib import Path

import pytest
import yaml
from lxml import etree

from pipeline.build import Result, Wishes, make_case
from pipeline.manuscript import Section
from pipeline.workspace import Workspace

ROOT = Path(__file__).parents[1]
ENGLISH = yaml.safe_load((ROOT / "templates" / "labels" / "en.yaml").read_text("utf-8"))["labels"]

CASE = """\
casewright: 1
language: es
keywords: [hematopoyesis extramedular, talasemia]
authors:
  - {given: Íñigo, family: Muñoz Peña, at: [hema], corresponding: inigo@example.org, orcid: 0000-0002-1825-0097,
     equal: true, roles: [writing-original-draft, supervision], interests: none}
  - {given: Ana, family: Iglesias, at: [hema], equal: true, roles: [writing-original-draft],
     interests: [{category: lectures, entity: Laboratorio Inventado}]}
affiliations:
  hema: {name: Servicio de Hematología, city: Ammán, country: JO}
publication:
  status: accepted
  journal: Revista de Ejemplos
  dates: {received: 2025-07-04, accepted: 2025-11}
patient: {age: 34 years, sex: female}
treatments:
  hidroxiurea: {name: hidroxiurea, kind: drug, from: day 12, to: 6 months}
figures:
  fig-rm:
    title: Resonancia magnética
    panels:
      - {file: a.svg, alt: Corte sagital, legend: corte sagital}
      - {file: b.svg, alt: Corte axial, legend: corte axial}
  fig-otra:
    title: Otra imagen
    panels: [{file: a.svg, alt: Imagen gris}]
tables:
  tbl-lab: {title: Analítica, columns: [Prueba, Valor], rows: [[Ferritina, "912"]], notes: [Valores en ayunas.]}
statements: {funding: Sin financiación externa.}
consent:
  publication: {status: given, how: written, by: patient, held_by: el hospital}
  images: {fig-rm: given, fig-otra: given}
unknown: {treatments.hidroxiurea.dose: no consta, history.family: no consta}
"""
NARRATIVE = """\
# Una masa paraespinal en una mujer con talasemia

## Resumen

Se describe el caso de una {{ patient }}.

## Introducción

La talasemia es un trastorno de la síntesis de hemoglobina, como refieren @ejemplo2020 y otros.

## Presentación del caso

Acudió por debilidad de las piernas [^uno] (véanse @fig-rm-a y [@fig-rm; @fig-otra; @tbl-lab]).

[^uno]: Una nota.

### Tratamiento

Recibió hidroxiurea ({{ treatments.hidroxiurea.kind }}) desde el {{ treatments.hidroxiurea.from }} durante
{{ treatments.hidroxiurea.to }}.

## Discusión

Un caso aislado no permite concluir; véase @sec-introduccion.

## Consentimiento informado

La paciente dio su consentimiento.
"""
LIBRARY = """\
@article{ejemplo2020, author = {Pérez, Ana and Ibáñez, Luis}, title = {Una serie inventada},
  journal = {Revista de Ejemplos}, year = {2020}, doi = {10.5555/ejemplo}}
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30"/></svg>'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Result:
    root = tmp_path_factory.mktemp("spanish")
    folder = root / "cases" / "caso"
    (folder / "figures").mkdir(parents=True)
    files = {"case.yaml": CASE, "narrative.md": NARRATIVE, "references.bib": LIBRARY}
    files |= {f"figures/{name}.svg": DRAWING for name in "ab"}
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    return make_case(Workspace(root), "caso", Wishes(writers=("html", "text")))


def text(result: Result) -> str:
    return " ".join(result.outputs["text"].files["caso.txt"].decode().split())


def html(result: Result) -> str:
    return result.outputs["html"].files["caso.html"].decode()


def test_it_is_built_without_findings_and_says_its_language(built: Result) -> None:
    assert [str(f.where) + f.message for f in built.findings] == []
    assert '<html lang="es"' in html(built)


@pytest.mark.parametrize(
    "printed",
    [
        "mujer de 34 años",
        "Pérez e Ibáñez",
        "Figura 1A",
        "Figuras 1 y 2 y Tabla 1",
        "(fármaco) desde el día 12 durante 6 meses",
        "Servicio de Hematología, Ammán, Jordania",
        "Recibido: 4 de julio de 2025",
        "Aceptado: noviembre de 2025",
        "Estado: Aceptado para publicación",
        "El consentimiento para la publicación fue otorgado por escrito por la paciente.",
        "El documento firmado está en poder de: el hospital.",
        "El consentimiento para mostrar la Figura 1 fue otorgado.",
        "Supervisión: Íñigo Muñoz Peña; Redacción – borrador original: Íñigo Muñoz Peña y Ana Iglesias.",
        "Íñigo Muñoz Peña declara no tener ningún conflicto de intereses.",
        "Ana Iglesias: pagos por conferencias, Laboratorio Inventado.",
        "Dosis de hidroxiurea; antecedentes familiares: no consta.",
        "[Imagen A: Corte sagital]",
        "véase Introducción.",
    ],
)
def test_what_is_composed_is_spanish(printed: str, built: Result) -> None:
    shown = text(built).replace("\N{NO-BREAK SPACE}", " ")
    assert printed in shown


def test_no_english_label_is_left(built: Result) -> None:
    spanish = yaml.safe_load((ROOT / "templates" / "labels" / "es.yaml").read_text("utf-8"))["labels"]
    translated = [word for key, word in ENGLISH.items() if word != spanish[key]]
    pieces = {piece.strip(" .:,") for word in translated for piece in re.split(r"\{\w+\}", word)}
    english = {piece for piece in pieces if len(piece) > 3 and not piece.isupper()}
    for shown in (text(built), said(built)):
        assert {piece for piece in english if re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", shown)} == set()


def said(result: Result) -> str:
    """What the page shows, says or keeps ready to say."""
    page = etree.fromstring(html(result).encode(), etree.HTMLParser(encoding="utf-8"))
    etree.strip_elements(page, "script", "style", with_tail=False)
    kept = {"alt", "aria-label", "title", "data-copied", "data-link", "data-show"}
    spoken = [re.sub(r"\{\w+\}", "", element.get(name, "")) for element in page.iter() for name in kept]
    return " ".join([*"".join(str(text) for text in page.itertext()).split(), *spoken])


def test_spanish_headings_are_parts_of_care(built: Result) -> None:
    assert built.manuscript is not None
    assert built.manuscript.abstract is not None

    def parts(sections: tuple[object, ...]) -> list[str]:
        return [p for s in sections if isinstance(s, Section) for p in (s.part, *parts(s.blocks))]

    assert parts((built.manuscript.abstract, *built.manuscript.sections)) == [
        "abstract",
        "introduction",
        "case-presentation",
        "therapeutic-intervention",
        "discussion",
        "informed-consent",
    ]
