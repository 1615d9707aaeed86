"""Works made up by hypothesis, as items in normal form: every kind a case report cites, people of many scripts, markup,
and the signs that some format takes for its own."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.findings import Location
from pipeline.library import Item

WORDS = (
    "thalassemia haematopoiesis Paraspinal DNA COVID-19 Kaplan–Meier β-globin São İzmir Łódź Ångström naïve Việt "
    "тромбоз Ἱπποκράτης العظم 骨髄 서울 E. coli pH 10⁹/L o’clock … “so”"
).split()
ODD_SIGNS = (
    "50%", "A&B", "#2", "a_b", "$5", "US$", "{", "}", "{x}", r"\foo", r"\'e", "~", "x~y", "^2", "a--b", "---", "``so''",
    '"so"', "'so'", "<5", ">", "</i>", "<b>", "@x{y,", "a=b", "5\u00a0mg", "1\u202f000", "−3", "x/y", "[sic]",
    "*", "|", "2005-09-15", "TY - x", "ER -", "PMID- 1", "- x", ": x", "x:", "key: x", "# x", "? x", "!x", "%x", "no",
    "null", "1.10",
)  # fmt: skip
FAMILIES = (
    "Rund", "De Sanctis", "O’Neil", "D'Ambrosio", "Nguyễn", "İnce", "王", "العظم", "Silva Santos", "Łoś-Nowak",
    "Öztürk", "Şahin", "Sjögren", "Иванов", "Ng",
)  # fmt: skip
GIVEN = ("Deborah", "J. A.", "Jean-Luc", "María José", "小明", "A", "Ángel M.", "محمد", "Ivan I.", "J.-P.")
PARTICLES = ("van", "van der", "de la", "von", "dos", "ter")
ORGANISATIONS = (
    "World Health Organization", "Kaiser, Foundation and Friends", "GBD 2019 Diseases Collaborators", "NCD-RisC",
    "Centers for Disease Control and Prevention", "R&D {Group} #1", "the Study Group",
)  # fmt: skip
LANGUAGES = ("en", "en-GB", "de", "es", "tr", "zh", "ar", "pt-BR", "de; fr")


def sentences(*, markup: bool) -> st.SearchStrategy[str]:
    """A text of one to six words, at least one of them a word."""
    token = st.sampled_from(WORDS) | st.sampled_from(ODD_SIGNS)
    if markup:
        token |= st.builds("<{0}>{1}</{0}>".format, st.sampled_from(("i", "b", "sup", "sub")), st.sampled_from(WORDS))
        token |= st.builds('<span class="nocase">{}</span>'.format, st.sampled_from(("DNA", "Paris", "E. coli", "i%")))
        token |= st.sampled_from((
            '<span style="font-variant:small-caps">l</span>-dopa', 'CO<sub>2</sub>', 'x<sup>2</sup><sub>a</sub>',
            '<i><span class="nocase">E. coli</span> K12</i>', '<span class="nocase"><i>Mus</i> Paris</span>',
            "<i>in <b>vivo</b></i>", "<i>the <i>C. elegans</i> model</i>",
        ))  # fmt: skip
    return st.tuples(st.sampled_from(WORDS), st.lists(token, max_size=5), st.booleans()).map(
        lambda drawn: " ".join(drawn[1] + [drawn[0]] if drawn[2] else [drawn[0], *drawn[1]])
    )


PLAIN = sentences(markup=False)
SHORT = PLAIN.map("Short {}".format)
RICH = sentences(markup=True)

PEOPLE = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {"family": st.sampled_from(FAMILIES), "given": st.sampled_from(GIVEN)},
            optional={"suffix": st.sampled_from(("Jr.", "III", "Sr"))},
        ),
        st.fixed_dictionaries(
            {"family": st.sampled_from(FAMILIES), "given": st.sampled_from(GIVEN)},
            optional={
                "non-dropping-particle": st.sampled_from((*PARTICLES, "Van", "al-", "d'")),
                "dropping-particle": st.sampled_from(PARTICLES),
            },
        ),
        st.fixed_dictionaries({"family": st.sampled_from(("Plato", "Abu Bakr", "van Gogh", "Avicenna"))}),
        st.fixed_dictionaries({"family": st.sampled_from(("van Gogh", "Silva e Costa", "de")), "given": st.just("A.")}),
        st.fixed_dictionaries({"literal": st.sampled_from(ORGANISATIONS)}),
    ),
    min_size=1,
    max_size=4,
).flatmap(lambda people: st.sampled_from((people, people, [*people, {"literal": "others"}])))

YEARS = st.sampled_from((-43, 450, 1665, 1899, 1999, 2005, 2024))
DATES = st.one_of(
    YEARS.map(lambda year: {"date-parts": [[year]]}),
    st.tuples(YEARS, st.integers(1, 12)).map(lambda parts: {"date-parts": [list(parts)]}),
    st.tuples(YEARS, st.integers(1, 12), st.integers(1, 28)).map(lambda parts: {"date-parts": [list(parts)]}),
    st.sampled_from((
        {"date-parts": [[2010, 5], [2011, 3]]}, {"date-parts": [[2010], [2011]]},
        {"date-parts": [[2010, 5, 1], [2010, 6, 2]]}, {"date-parts": [[2014]], "season": 1},
        {"date-parts": [[2014]], "season": 4}, {"date-parts": [[1900]], "circa": True},
        {"date-parts": [[1900, 2]], "circa": True}, {"literal": "in press"}, {"literal": "n.d. 50% {x}"},
    )),
)  # fmt: skip
FULL_DATES = st.tuples(YEARS, st.integers(1, 12), st.integers(1, 28)).map(lambda parts: {"date-parts": [list(parts)]})

PAGES = st.sampled_from(("1135-1146", "1135-46", "S1-S9", "1-1", "e1234", "12", "1-3, 7-9", "xii-xv", "1099-102"))
NUMBERS = st.sampled_from(("1", "12", "3 Suppl 1", "A", "2-3", "10%", "IV"))
ADDRESSES = st.sampled_from((
    "https://example.org/a_b%20c?x=1&y=#z", "https://example.org/~a", "http://example.org/{x}", "https://example.org/a;b",
))  # fmt: skip
DOIS = st.sampled_from(("10.5555/abc_1", "10.5555/(SICI)1097<1::AID-S1>3.0.CO;2-2", "10.5555/a%b#c&d"))
ISBNS = st.sampled_from(("978-0-00-000000-2", "0000000000"))
ISSNS = st.sampled_from(("0000-0000", "1234-567X"))

_PUBLISHED = {"publisher": PLAIN, "publisher-place": PLAIN}
_IN_A_BOOK = {
    "editor": PEOPLE, "container-title": RICH, "page": PAGES, "ISBN": ISBNS, "volume": NUMBERS, **_PUBLISHED,
    "collection-title": PLAIN, "collection-number": NUMBERS,
}  # fmt: skip
VARIABLES: dict[str, dict[str, st.SearchStrategy[object]]] = {
    "article-journal": {
        "container-title": PLAIN, "container-title-short": SHORT, "volume": NUMBERS, "issue": NUMBERS, "page": PAGES,
        "number": st.just("e123"), "status": st.just("in press"), "keyword": st.just("iron, blood"), "ISSN": ISSNS,
        "PMID": st.sampled_from(("1", "20204423")), "PMCID": st.just("PMC2899982"),
    },
    "chapter": {**_IN_A_BOOK, "edition": st.sampled_from(("2", "revised")), "chapter-number": NUMBERS},
    "paper-conference": {**_IN_A_BOOK, "event-title": PLAIN, "event-place": PLAIN, "event-date": FULL_DATES},
    "book": {
        **_PUBLISHED, "editor": PEOPLE, "edition": st.sampled_from(("2", "revised")), "volume": NUMBERS, "ISBN": ISBNS,
        "number-of-pages": st.just("321"), "number-of-volumes": st.just("3"), "collection-title": PLAIN,
        "collection-number": NUMBERS, "original-date": DATES, "collection-editor": PEOPLE,
        "original-title": PLAIN, "original-publisher": PLAIN, "original-publisher-place": PLAIN,
    },
    "thesis": {**_PUBLISHED, "genre": st.sampled_from(("PhD thesis", "Master’s thesis", "Habilitation"))},
    "webpage": {"container-title": PLAIN, "accessed": FULL_DATES, "publisher": PLAIN},
    "article": {
        "publisher": PLAIN | st.just("arXiv"), "number": st.sampled_from(("arXiv:2101.00001", "12")),
        "archive": st.just("Figstore"), "archive_location": st.sampled_from(("a_1", "Box 3")),
        "genre": st.just("preprint"), "version": NUMBERS,
    },
    "dataset": {"publisher": PLAIN, "version": NUMBERS, "medium": PLAIN},
    "report": {**_PUBLISHED, "number": NUMBERS, "collection-title": PLAIN, "genre": PLAIN, "page": PAGES},
    "article-newspaper": {"container-title": PLAIN, "page": PAGES, "section": PLAIN},
    "software": {"version": NUMBERS, "publisher": PLAIN},
    "broadcast": {"container-title": PLAIN, "number": NUMBERS},
    "review-book": {"container-title": PLAIN, "volume": NUMBERS, "issue": NUMBERS, "reviewed-title": PLAIN},
    "map": {"scale": PLAIN},
    "document": {"status": PLAIN},
}  # fmt: skip
_ALWAYS: dict[str, st.SearchStrategy[object]] = {
    "author": PEOPLE, "issued": DATES, "DOI": DOIS, "URL": ADDRESSES, "language": st.sampled_from(LANGUAGES),
    "note": PLAIN,    "abstract": PLAIN, "title-short": SHORT, "translator": PEOPLE, "source": PLAIN,
}  # fmt: skip

KEYS = st.sampled_from(
    ("rund2005", "Rund_2005:a", "DBLP:conf/x", "müller-1", "o'neil 2005", "a{b}", "x=y", "10.5555/a")
)


def csl(csl_type: str) -> st.SearchStrategy[dict[str, object]]:
    """The variables of one work: a title, and any of the others that its type may have."""
    return st.fixed_dictionaries(
        {"type": st.just(csl_type), "title": RICH}, optional={**_ALWAYS, **VARIABLES[csl_type]}
    )


def items() -> st.SearchStrategy[list[Item]]:
    """A library of one to three works with keys of their own."""
    works = st.sampled_from(sorted(VARIABLES)).flatmap(csl)
    return st.lists(st.tuples(KEYS, works), min_size=1, max_size=3, unique_by=lambda work: work[0]).map(
        lambda drawn: [Item(key, found, Location("made.json", number)) for number, (key, found) in enumerate(drawn, 1)]
    )
