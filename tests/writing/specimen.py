"""A manuscript made by hand that holds every kind of node, for the tests of the writers. All facts are invented."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import count
from pathlib import Path

import yaml
from PIL import Image as Pixels
from PIL import ImageDraw

from pipeline.findings import Location
from pipeline.manuscript import (
    Affiliation,
    Alignment,
    Author,
    Block,
    BulletList,
    Cell,
    Citation,
    Code,
    CodeBlock,
    CrossReference,
    DisplayMath,
    Emphasis,
    Figure,
    Image,
    Inline,
    Inlines,
    Kind,
    LineBreak,
    Link,
    LinkedText,
    Manuscript,
    Math,
    Name,
    Note,
    NoteReference,
    NumberedList,
    Panel,
    Paragraph,
    Passage,
    Placeholder,
    Publication,
    Quote,
    Reference,
    Section,
    SmallCaps,
    SourceRecord,
    Statement,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)
from pipeline.writing.templates import Templates

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "templates"
LABELS: dict[str, str] = yaml.safe_load((SHIPPED / "labels/en.yaml").read_text(encoding="utf-8"))["labels"]
MATHML = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline">{}</math>'
FRACTION = MATHML.format(
    "<mrow><mi>R</mi><mo>=</mo><mfrac><mrow><mi>ALT</mi><mo>/</mo><mn>35</mn></mrow>"
    "<mrow><mi>ALP</mi><mo>/</mo><mn>120</mn></mrow></mfrac></mrow>"
)
POWER = MATHML.format("<mrow><mn>1.2</mn><mo>×</mo><msup><mn>10</mn><mn>9</mn></msup></mrow>")

_lines = count(1)


def here() -> Location:
    """A new place in the narrative at each call."""
    return Location("cases/specimen/narrative.md", next(_lines), 1)


def t(text: str) -> Text:
    return Text(text, here())


def p(*children: Inline | str) -> Paragraph:
    origin = here()
    return Paragraph(tuple(t(child) if isinstance(child, str) else child for child in children), origin)


def cite(number: int, *targets: str, superscript: bool = False) -> Citation:
    parts = [LinkedText("[")]
    for n, target in enumerate(targets):
        parts += [LinkedText(", ")] * bool(n) + [LinkedText(target.rsplit("-", 1)[-1], f"ref-{target}")]
    return Citation((*parts, LinkedText("]")), superscript, f"cite-{number}", here())


def cross(text: str, target: str) -> CrossReference:
    return CrossReference((LinkedText(text, target),), here())


def section(own: str, title: str, *blocks: Block, level: int = 2) -> Section:
    origin = here()
    return Section(own, level, (t(title),), "", (), blocks, origin)


def picture(name: str, width: int, height: int, seed: int) -> Image:
    """A grey picture that looks a little like a scan."""
    pixels = Pixels.new("L", (width, height), 12)
    draw = ImageDraw.Draw(pixels)
    for n in range(14):
        x, y = (seed * 97 + n * 61) % width, (seed * 53 + n * 89) % height
        r = 20 + (seed * 31 + n * 37) % (min(width, height) // 4)
        draw.ellipse((x - r, y - r, x + r, y + r * 1.3), fill=40 + (n * 47 + seed * 29) % 170)
    data = io.BytesIO()
    pixels.save(data, "PNG")
    return Image(name, "image/png", data.getvalue(), width, height)


def chart() -> Image:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 260">'
        '<rect width="640" height="260" fill="#fff"/>'
        '<path d="M40 220H620M40 220V20" stroke="#444" fill="none"/>'
        '<path d="M50 200L150 60L260 90L400 150L600 205" stroke="#a3341f" stroke-width="3" fill="none"/></svg>'
    )
    return Image("fig-course.svg", "image/svg+xml", svg.encode(), 640, 260)


def row(*cells: str) -> tuple[Cell, ...]:
    return tuple(Cell((t(cell),) if cell else (), here()) for cell in cells)


L, R, C = Alignment.LEFT, Alignment.RIGHT, Alignment.CENTRE


def labs() -> Table:
    rows = (
        row("Alanine aminotransferase", "U/L", "<35", "88", "912 H", "24"),
        row("Bilirubin", "mg/dL", "0.2–1.2", "0.9", "3.45 H", "0.8"),
        row("Eosinophils", "10⁹/L", "0.02–0.5", "1.9 H", "4.25 H", "0.3"),
        row("Creatinine", "mg/dL", "0.6–1.1", "0.8", "1.0", "0.85"),
    )
    head = row("Test", "Unit", "Reference range", "Day 0", "Day 12", "Day 90")
    notes = ((Superscript((t("a"),), here()), t(" H: above the reference range. Blood was drawn before breakfast.")),)
    return Table("tbl-labs", "Table 1", (t("Laboratory course"),), (L, L, R, R, R, R), head, rows, notes, here())


def wide() -> Table:
    words = "a cell with several words in it"
    head = row(*(f"Column {n} with a long head" for n in range(1, 10)))
    rows = tuple(row(f"Row {n}", *[words] * 8) for n in range(1, 4))
    return Table("tbl-wide", "Table 2", (t("A table wider than the page"),), (L,) * 9, head, rows, (), here())


def skin() -> Figure:
    panels = tuple(
        Panel(letter, picture(f"fig-skin-{letter.lower()}.png", 480, 400, n), f"{what} (invented picture)", here())
        for n, (letter, what) in enumerate(
            [
                ("A", "Confluent papules on the trunk"),
                ("B", "The same on the left forearm"),
                ("C", "Pustules, close up"),
            ],
            1,
        )
    )
    legend = (
        t("Photographs at presentation. "),
        Strong((t("(A)"),), here()),
        t(" Trunk: confluent erythematous papules. "),
        Strong((t("(B)"),), here()),
        t(" Left forearm. "),
        Strong((t("(C)"),), here()),
        t(" Close view of follicular pustules; scale bar 5 mm."),
    )
    return Figure(
        "fig-skin", 1, "Figure 1", (t("Exanthem on day 0"),), legend, (t("Photographs: B. Muster."),), panels, 3, here()
    )


def course() -> Figure:
    panel = Panel("", chart(), "Line falling from a peak on day 12 to normal on day 90", here())
    legend = (t("Alanine aminotransferase rises to 912 U/L and returns to normal after the drug was stopped."),)
    return Figure("fig-course", 2, "Figure 2", (t("Course of the hepatitis"),), legend, (), (panel,), 1, here())


LOREM = (
    "She had taken lamotrigine for five weeks, the dose raised every seven days, when an itchy rash spread from the "
    "trunk to both arms within two days. Her temperature was 38.9 °C; the face was swollen, and lymph nodes were felt "
    "in both axillae. There was no mucosal lesion, and the Nikolsky sign was absent. "
)


def sections() -> tuple[Section, ...]:
    nested = BulletList(
        ((p("viral exanthem: serology negative for EBV, CMV and HHV-6 on days 2 and 16"),), (p("lymphoma"),)), here()
    )
    reasons = NumberedList(
        (
            (p("drug reaction with eosinophilia and systemic symptoms, RegiSCAR score 6"), nested),
            (p("acute hepatitis of another cause"),),
        ),
        1,
        here(),
    )
    return (
        section(
            "sec-introduction",
            "Introduction",
            p(
                "A reaction with ",
                Emphasis((t("eosinophilia"),), here()),
                " and systemic symptoms is rare but may be fatal ",
                cite(1, "one-1", "two-2"),
                ". It follows anticonvulsants most often",
                NoteReference(1, "note-1", "note-mark-1", here()),
                ".",
            ),
            p("We report one in which the liver failed first, and follow the CARE guideline ", cite(2, "one-1"), "."),
        ),
        section(
            "sec-case",
            "Case presentation",
            p(LOREM + "The skin is shown in ", cross("Figure 1A", "fig-skin-a"), "."),
            skin(),
            section(
                "sec-tests",
                "Diagnostic assessment",
                p(
                    "Results are in ",
                    cross("Table 1", "tbl-labs"),
                    ". White cells were ",
                    Math(r"1.2 \times 10^9", POWER, here()),
                    "/L, CO",
                    Subscript((t("2"),), here()),
                    " 22 mmol/L, CD4",
                    Superscript((t("+"),), here()),
                    " cells normal. ",
                    Passage((t("The assay was repeated twice."),), "psg-assay", ("8b",), here()),
                ),
                labs(),
                p("The ratio of the enzymes was"),
                DisplayMath(r"R = \frac{ALT/35}{ALP/120}", FRACTION, here()),
                p("which speaks for a hepatocellular pattern. We considered:"),
                reasons,
                level=3,
            ),
            section("sec-course", "Course and outcome", p(LOREM), course(), p(LOREM + LOREM), wide(), level=3),
        ),
        section(
            "sec-discussion",
            "Discussion",
            p(
                "Not everything could be resolved: ",
                Placeholder("citation ‘nobody2001’ is not in the library", here()),
                ". Text that looks like markup stays text: <script>alert(1)</script> & {{ 7*7 }}.",
            ),
            section(
                "sec-limits",
                "Limitations",
                p(
                    LOREM,
                    Code("HLA-B*58:01", here()),
                    " was not typed. See ",
                    Link("https://example.org/a b/ü?q=1&r=2", (t("the registry"),), here()),
                    " or ",
                    cross("Discussion", "sec-discussion"),
                    ".",
                ),
                level=3,
            ),
            Quote((p("It was like a sunburn that would not stop."), p("The patient, day 90")), here()),
            ThematicBreak(here()),
            CodeBlock("dose <- c(25, 50, 100)\nmean(dose)", here()),
            p("Pneumonoultramicroscopicsilicovolcanoconiosis" * 3, LineBreak(here()), "after the break"),
        ),
    )


def references() -> tuple[Reference, ...]:
    def entry(*children: Inline | str) -> Inlines:
        return tuple(t(child) if isinstance(child, str) else child for child in children)

    doi = "https://doi.org/10.5555/specimen.1"
    return (
        Reference(
            "ref-one-1",
            1,
            "1.",
            entry(
                "Müller-Łukasiewicz Ž, Nguyễn TH. An invented review of reactions to drugs. ",
                Emphasis((t("Journal of Examples"),), here()),
                ". 2019;12(3):45–67. ",
                Link(doi, (t("doi:10.5555/specimen.1"),), here()),
            ),
            (),
            ("cite-1", "cite-2"),
            here(),
        ),
        Reference(
            "ref-two-2",
            2,
            "2.",
            entry(
                "Example A, ",
                SmallCaps((t("Sample"),), here()),
                " B. Invented scores and what they miss. ",
                Strong((t("Ann Specimens"),), here()),
                ". 2021;4:e17.",
            ),
            (Link("https://example.org/specimen.2", (t("example.org/specimen.2"),), here()),),
            ("cite-1",),
            here(),
        ),
    )


def authors() -> tuple[Author, ...]:
    return (
        Author(
            "Zoë Åkerström-Ibáñez",
            Name("Zoë", "Åkerström-Ibáñez"),
            (1,),
            "https://orcid.org/0000-0002-1825-0097",
            "zoe@example.org",
            True,
            here(),
        ),
        Author("Đặng Thị Ngọc", Name("Thị Ngọc", "Đặng"), (1, 2), "", "", True, here()),
        Author("Bjørn van der Muster", Name("Bjørn", "van der Muster"), (2,), "", "", False, here()),
    )


def record() -> SourceRecord:
    published = Publication("published", "Journal of Examples", "9", published="2019", doi="10.5555/record")
    return SourceRecord((Name("Nemo", "Nobody"), Name("N", "Body")), "The record & its <title>", published, "the tests")


def specimen(kind: Kind = Kind.OWN, draft_errors: int = 0) -> Manuscript:
    """The manuscript; the places it comes from are new at each call."""
    notices = {Kind.SYNTHETIC: LABELS["notice_synthetic"], Kind.RETOLD: LABELS["notice_retold"], Kind.OWN: ""}
    retold = kind is Kind.RETOLD
    return Manuscript(
        case_id="specimen",
        kind=kind,
        language="en",
        title=(
            t(
                "Liver failure before the rash: a reaction to lamotrigine with eosinophilia in a young woman. "
                "A case report"
            ),
        ),
        short_title="Liver failure before the rash",
        byline="Reconstruction from the public record of Nobody et al., Journal of Examples 2019" if retold else "",
        authors=() if retold else authors(),
        affiliations=()
        if retold
        else (
            Affiliation(1, "Department of Dermatology, Example University, Exampletown, Jordan", ""),
            Affiliation(
                2, "Institute of Hepatology, Université d’Exemple, Exempleville, France", "https://ror.org/00000example"
            ),
        ),
        correspondence="" if retold else "Zoë Åkerström-Ibáñez, zoe@example.org",
        notice=notices[kind],
        draft_errors=draft_errors,
        publication=Publication()
        if retold
        else Publication(
            status="published" if kind is Kind.OWN else "",
            journal="Journal of Examples",
            volume="12",
            issue="3",
            locator="e45",
            received="2025-03-02",
            published="2025-07-04",
            doi="10.5555/specimen",
            licence="CC BY 4.0",
        ),
        source=record() if retold else None,
        cite_as=()
        if kind is Kind.SYNTHETIC
        else (t("Åkerström-Ibáñez Z. Liver failure. J Examples. 2025;12(3):e45."),),
        abstract=section(
            "abstract",
            "Abstract",
            p(
                Strong((t("Background."),), here()),
                " The rash usually comes first. In this invented patient it did not, "
                "and the diagnosis was late by six days.",
            ),
            p(
                Strong((t("Case."),), here()),
                " A 34-year-old woman presented with jaundice five weeks after starting "
                "lamotrigine; an exanthem followed on day 6. The drug was stopped, prednisolone given, "
                "and the liver recovered by day 90.",
            ),
            p(
                Strong((t("Conclusion."),), here()),
                " Hepatitis with eosinophilia in the weeks after a new anticonvulsant "
                "should raise suspicion even without a rash.",
            ),
        ),
        keywords=("DRESS syndrome", "lamotrigine", "acute liver failure", "case report"),
        sections=sections(),
        statements=(
            Statement(
                "st-consent",
                "Consent for publication",
                (
                    p(
                        "The patient gave written consent to publication of the text and all figures. "
                        "It is held by the institution."
                    ),
                ),
                here(),
            ),
            Statement("st-interests", "Competing interests", (p("None declared."),), here()),
            Statement(
                "st-contributions",
                "Contributions",
                (p("ZÅ: writing – original draft. ĐTN: investigation. BM: visualization."),),
                here(),
            ),
        ),
        notes=(Note("note-1", 1, (p("Carbamazepine and allopurinol are the others."),), ("note-mark-1",), here()),),
        references=references(),
        labels=LABELS,
    )


def with_body(*blocks: Block) -> Manuscript:
    """The specimen with nothing but these blocks in its one section."""
    return replace(specimen(), sections=(section("sec-only", "Only", *blocks),))


def shipped() -> Templates:
    return Templates([SHIPPED])
