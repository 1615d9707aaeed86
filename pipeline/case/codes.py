"""Codes of public ontologies as an author gives them, `HP:0001250`; what each ontology is called and where it lives.

None of their terms ships with us and none is guessed: a code is the author's, and so are the words beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from pipeline.case.fields import mistake


@dataclass(frozen=True, slots=True)
class Ontology:
    name: str
    url: str
    """Its home."""
    iri: str
    """What an identifier follows: `http://purl.obolibrary.org/obo/HP_` and 0001250."""
    pattern: str = ""
    """Form of an identifier, without the prefix; '' where authors give no codes of it."""
    example: str = ""


_OBO = "http://purl.obolibrary.org/obo"
_BIOPORTAL = "http://purl.bioontology.org/ontology"
ONTOLOGIES: dict[str, Ontology] = {
    "HP": Ontology("Human Phenotype Ontology", f"{_OBO}/hp.owl", f"{_OBO}/HP_", r"\d{7}", "0001250"),
    "MONDO": Ontology("Mondo Disease Ontology", f"{_OBO}/mondo.owl", f"{_OBO}/MONDO_", r"\d{7}", "0005148"),
    "ORPHA": Ontology(
        "Orphanet rare diseases", "https://www.orpha.net", "http://www.orpha.net/ORDO/Orphanet_", r"\d{1,7}", "848"
    ),
    "OMIM": Ontology(
        "Online Mendelian Inheritance in Man", "https://omim.org", "https://omim.org/entry/", r"\d{6}", "613985"
    ),
    "ICD10": Ontology(
        "International Classification of Diseases, 10th revision",
        "https://icd.who.int/browse10",
        "http://id.who.int/icd/release/10/",
        r"[A-Z]\d\d(\.\w{1,4})?",
        "D56.1",
    ),
    "NCIT": Ontology("NCI Thesaurus", f"{_OBO}/ncit.owl", f"{_OBO}/NCIT_", r"C\d{1,7}", "C15632"),
    "MAXO": Ontology("Medical Action Ontology", f"{_OBO}/maxo.owl", f"{_OBO}/MAXO_", r"\d{7}", "0000004"),
    "RXNORM": Ontology(
        "RxNorm", "https://www.nlm.nih.gov/research/umls/rxnorm", f"{_BIOPORTAL}/RXNORM/", r"\d{1,8}", "5552"
    ),
    "ATC": Ontology(
        "Anatomical Therapeutic Chemical Classification",
        "https://atcddd.fhi.no",
        f"{_BIOPORTAL}/ATC/",
        r"[A-Z]\d\d([A-Z]([A-Z](\d\d)?)?)?",
        "L01XX05",
    ),
    "DRUGCENTRAL": Ontology(
        "DrugCentral", "https://drugcentral.org", "https://drugcentral.org/drugcard/", r"\d{1,6}", "1396"
    ),
    "CHEBI": Ontology(
        "Chemical Entities of Biological Interest", f"{_OBO}/chebi.owl", f"{_OBO}/CHEBI_", r"\d{1,7}", "15377"
    ),
    "LOINC": Ontology("LOINC", "https://loinc.org", "https://loinc.org/"),
    "UCUM": Ontology("Unified Code for Units of Measure", "https://ucum.org", "http://unitsofmeasure.org/"),
}
"""Prefix → ontology. Those without a pattern are written in fields of their own: `loinc`, `unit`."""
_OPEN = {prefix: ontology for prefix, ontology in ONTOLOGIES.items() if ontology.pattern}
_OWN_FIELD = {"LOINC": "the code of a test is written in `loinc`", "UCUM": "a unit is written in `unit`"}


def _code(value: object) -> object:
    if not isinstance(value, str):
        return value
    prefix, colon, number = (part.strip() for part in value.partition(":"))
    prefix = prefix.upper()
    if prefix in _OWN_FIELD:
        raise mistake(_OWN_FIELD[prefix])
    ontology = _OPEN.get(prefix)
    if not colon or ontology is None:
        raise mistake(f"a code begins with its ontology, such as HP:0001250; known here: {', '.join(_OPEN)}")
    if not re.fullmatch(ontology.pattern, number, re.ASCII):
        raise mistake(f"a code of {ontology.name} is written like {prefix}:{ontology.example}")
    return f"{prefix}:{number}"


_PATTERN = "|".join(f"{prefix}:({ontology.pattern})" for prefix, ontology in _OPEN.items())
Code = Annotated[
    str,
    BeforeValidator(_code),
    WithJsonSchema({"type": "string", "pattern": f"^({_PATTERN})$", "examples": ["HP:0001250", "MONDO:0005148"]}),
]
"""A code that the author looked up, with the prefix of its ontology."""
