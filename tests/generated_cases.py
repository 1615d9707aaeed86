"""Cases made up by hypothesis: people of many scripts, prose of every construct, figures of one to nine panels."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import get_args

from hypothesis import strategies as st

from pipeline.case.people import CreditRole, InterestCategory
from tests.figures.pictures import SVG

PRINTED_BY_US = "abcdefghijklmnoprstuvwxyzáàâäãåæçéèêëíìîïñóòôöõøœßúùûüýÿğışžčřďťňłżźćąęőűđðþάέαβγδικλμνοςщжбдяієї"
"""Letters of the scripts our own fonts have."""
SCRIPTS = (
    PRINTED_BY_US,
    "ạảấầẩẫậắằẳẵặẹẻẽếềểễệọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "कखगघचछजटडणतथदधनपबभमयरलवशसह",
    "王李张刘陈杨黄赵周吴",
    "さくらたなかやまもと",
    "김이박최정강조윤장임",
    "กขคงจฉชซดตถทนบปผพฟมยรลวสห",
    "👩🏽🩺",
)
SIGNS = (*"<5 µg/L 10⁹/L ½ … “so” o’clock <b> &amp; {x} { #2 a_b −3".split(), "A & B", "5 %")
"""What people write between words and machines take for their own."""
MARKS = r"""* **x** _y_ [1] [@r0] @fig-f0 ` $5 $x$ ^2^ ~2~ \ | " ' %} --- 1. <!-- ]]> &#65; ﬁ http://["""
LITERAL = (*SIGNS, *MARKS.split(), "- x", "> 5", "# x", "\u200dx", "a\u00adb", "5\u00a0mg", "x" * 70)
"""The same where no Markdown is read: each is a character, at the beginning of a text as well."""


@dataclass
class Made:
    """A case in files, and the words that every output must hold."""

    narrative: list[str] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        (folder / "figures").mkdir(parents=True)
        (folder / "figures" / "grey.svg").write_text(SVG.format('<rect width="40" height="30" fill="grey"/>'), "utf-8")
        # JSON is YAML too, and quotes every text.
        (folder / "case.yaml").write_text(json.dumps(self.facts, ensure_ascii=False, indent=1), "utf-8")
        (folder / "narrative.md").write_text("\n\n".join(self.narrative) + "\n", "utf-8")
        (folder / "references.bib").write_text("\n".join(self.references), "utf-8")


class Writer:
    """Draws the pieces of one case, and remembers each word that it uses."""

    def __init__(self, draw: st.DrawFn, scripts: tuple[str, ...]) -> None:
        self.draw = draw
        self.scripts = scripts
        self.random = Random(draw(st.integers(0, 2**32)))
        self.made = Made()
        self.notes: list[str] = []
        self.called: list[str] = []

    def word(self) -> str:
        """Not drawn letter by letter: that would take most of the time, and no letter is simpler than another."""
        letters = self.random.choices(self.random.choice(self.scripts), k=self.random.randint(1, 9))
        word = unicodedata.normalize(self.random.choice(("NFC", "NFD")), "".join(letters))
        word = word.capitalize() if self.random.random() < 0.3 else word
        self.made.words.append(word)
        return word

    def phrase(self, most: int = 4) -> str:
        return " ".join(self.word() for _ in range(self.random.randint(1, most)))

    def plain(self, most: int = 4) -> str:
        """A text that is printed as it is."""
        tokens = [self.phrase(most), *self.random.choices(LITERAL, k=self.random.randint(0, 2))]
        self.made.words += tokens[1:]
        self.random.shuffle(tokens)
        return " ".join(tokens)

    def one_of(self, *given: str) -> str:
        return self.draw(st.sampled_from(given))

    def sometimes(self) -> bool:
        return self.draw(st.booleans())

    def several(self, least: int, most: int) -> range:
        return range(self.draw(st.integers(least, most)))

    # --- people -------------------------------------------------------------------------------------

    def author(self, places: list[str]) -> dict[str, object]:
        if self.draw(st.integers(0, 9)) == 0:
            return {"group": self.plain()}
        author: dict[str, object] = {"given": self.plain(2), "family": self.one_of("", "O’", "D'") + self.word()}
        if self.sometimes():
            author["particle"] = self.one_of("van der", "de la", "al-", "d'", "von", "ter", "dos")
        if self.sometimes():
            author["suffix"] = self.one_of("Jr", "III")
        if self.sometimes():
            author |= {"at": self.draw(st.lists(st.sampled_from(places), unique=True, max_size=3)), "equal": True}
        if self.sometimes():
            author |= {"corresponding": "someone@example.org", "orcid": "0000-0002-1825-0097"}
        roles = self.draw(st.lists(st.sampled_from(get_args(CreditRole)), unique=True, max_size=3))
        return author | {"roles": roles, "interests": self.interests()}

    def interests(self) -> object:
        if self.sometimes():
            return "none"
        category = self.draw(st.sampled_from(get_args(InterestCategory)))
        return [{"category": category, "entity": self.plain(), "comment": self.plain()} for _ in self.several(0, 2)]

    def people(self) -> None:
        places = {f"p{n}": {"name": self.plain(), "city": self.plain(), "country": "JO"} for n in self.several(1, 3)}
        authors = [self.author(list(places)) for _ in self.several(1, 5)]
        authors[0]["at"] = list(places)
        self.made.facts |= {"affiliations": places, "authors": authors}

    # --- prose --------------------------------------------------------------------------------------

    def inline(self) -> str:
        kind = self.draw(st.integers(0, 13))
        if kind == 0 and self.made.references:
            return f"[@r{self.draw(st.integers(0, len(self.made.references) - 1))}]"
        if kind == 1 and self.made.references:
            return "@r0"
        if kind == 2 and self.called:
            return f"@{self.draw(st.sampled_from(self.called))}"
        if kind == 3:
            self.notes.append(self.phrase())
            return f"{self.word()}[^{len(self.notes)}]"
        marks = {
            4: "*{}*",
            5: "**{}**",
            6: "`{}`",
            7: "H~{}~",
            8: "x^{}^",
            9: "<https://example.org/{}>",
            10: "$x^2$ {}",
        }
        if kind == 11:
            return self.draw(st.sampled_from(SIGNS))
        if kind == 9:
            return "<https://example.org/a>"
        return marks.get(kind, "{}").format(self.word())

    def prose(self, most: int = 12) -> str:
        return " ".join([self.word(), *(self.inline() for _ in self.several(1, most)), self.word()]) + "."

    def block(self) -> str:
        match self.one_of("prose", "prose", "bullets", "numbers", "quote", "table", "code", "formula"):
            case "bullets":
                return "\n".join(f"- {self.prose(3)}" for _ in self.several(1, 3))
            case "numbers":
                return "\n".join(f"{n}. {self.prose(3)}" for n, _ in enumerate(self.several(1, 3), 1))
            case "quote":
                return f"> {self.prose()}"
            case "code":
                return f"    {self.phrase()}"
            case "formula":
                return "$$\n\\frac{a}{b}\n$$"
            case "table":
                return self.table()
            case _:
                return self.prose(25)

    def table(self) -> str:
        columns = self.draw(st.integers(1, 8))
        rows = [[self.phrase(3) for _ in range(columns)] for _ in self.several(2, 5)]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        caption = f"\n: {self.phrase()}" if self.sometimes() else ""
        return "\n".join([lines[0], "|" + "---|" * columns, *lines[1:]]) + caption

    def text(self) -> None:
        self.made.narrative.append(f"# {self.phrase(8)}")
        if self.sometimes():
            self.made.narrative += ["## Abstract", f"**{self.word()}:** {self.prose()}"]
        for _ in self.several(1, 4):
            self.made.narrative.append("## " + ("Discussion" if self.sometimes() else self.phrase()))
            self.made.narrative += [self.block() for _ in self.several(1, 4)]
        # A note may call the next one; that the last is written last ends it.
        self.made.narrative += [f"[^{n}]: {note}" for n, note in enumerate(self.notes, 1)]

    # --- figures, tables, statements ----------------------------------------------------------------

    def figure(self) -> dict[str, object]:
        panels = []
        for _ in self.several(1, 9):
            panel = {"file": "grey.svg", "alt": self.plain(6), "legend": self.phrase(5)}
            panels.append(panel | ({"credit": self.phrase()} if self.sometimes() else {}))
        return {"title": self.phrase(), "legend": self.phrase(6), "credit": self.phrase(), "panels": panels}

    def data_table(self) -> dict[str, object]:
        row = [self.phrase(3) for _ in self.several(1, 4)]
        return {"title": self.phrase(), "columns": row, "rows": [row, row[::-1]], "notes": [self.phrase()]}

    def illustrations(self) -> None:
        figures = {f"fig-f{n}": self.figure() for n in self.several(0, 2)}
        tables = {"tbl-t": self.data_table()} if self.sometimes() else {}
        self.called += [*figures, *tables]
        self.made.facts |= {"figures": figures, "tables": tables}

    def statements(self) -> None:
        names = ("ethics", "interests", "funding", "contributions", "data_availability", "ai_use", "acknowledgements")
        self.made.facts["statements"] = {name: self.phrase() for name in names if self.sometimes()}
        scope = {"status": self.one_of("given", "waived", "not_obtainable"), "note": self.phrase()}
        if self.sometimes():
            scope |= {"how": self.one_of("written", "oral_witnessed"), "by": self.one_of("patient", "next_of_kin")}
            scope |= {"assent": self.one_of("given", "refused"), "held_by": self.plain()}
        consent: dict[str, object] = {"publication": scope}
        consent |= {name: scope for name in ("treatment", "quotation", "online", "reuse") if self.sometimes()}
        if figures := self.made.facts["figures"]:
            assert isinstance(figures, dict)
            consent["images"] = dict.fromkeys(figures, scope)
        self.made.facts |= {"consent": consent, "unknown": {"history.family": self.plain()}}

    def front(self) -> None:
        self.made.facts |= {
            "casewright": "1",
            "language": self.one_of("en", "es", "en-US"),
            "keywords": [self.plain() for _ in self.several(0, 4)],
            "publication": self.publication() if self.sometimes() else {},
        }

    def publication(self) -> dict[str, object]:
        dates = {"received": "2025-02-03", "accepted": "2025-07", "published": "2025"}
        place = {"journal": self.plain(), "volume": "7", "issue": "3", "locator": "e12", "doi": "10.5555/made"}
        return {**place, "status": "published", "dates": dates, "licence": "CC BY 4.0", "peer_review": [self.plain()]}

    def library(self) -> None:
        for number in self.several(0, 3):
            fields = {"author": f"{{{self.word()}}} and {{{self.word()}}}", "title": f"{{{self.phrase(6)}}}"}
            fields |= {"journal": self.phrase(), "year": "2020", "doi": f"10.5555/r{number}"}
            listed = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
            self.made.references.append(f"@article{{r{number}, {listed}}}")


@st.composite
def cases(draw: st.DrawFn, scripts: tuple[str, ...] = SCRIPTS) -> Made:
    writer = Writer(draw, scripts)
    writer.front()
    writer.people()
    writer.illustrations()
    writer.statements()
    # Words of references that nothing cites are not printed.
    before = len(writer.made.words)
    writer.library()
    del writer.made.words[before:]
    writer.text()
    return writer.made
