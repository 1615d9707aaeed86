"""Makes the static faces in print/ and web/ from variable fonts: packages fontpkg-source-serif-4 and -sans-3.

In: the packages, installed. Out: R, I, B and BI of both families as TrueType (for the PDF) and WOFF2 (for browsers),
the same bytes each time. Run by `make fonts`; the results are committed, so only who changes a font runs it.

The licence of Source Sans 3 reserves the name "Source": its cut faces are called Casewright Sans. That of
Source Serif 4 reserves no name.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent

RANGES = (
    (0x0020, 0x024F),  # Latin
    (0x0250, 0x036F),  # phonetic, modifiers, combining marks
    (0x0370, 0x052F),  # Greek and Cyrillic
    (0x1D00, 0x1DBF),  # phonetic superscripts
    (0x1E00, 0x1FFF),  # Vietnamese, polytonic Greek
    (0x2000, 0x20CF),  # punctuation, super- and subscripts, currencies
    (0x2100, 0x22FF),  # letter-like signs, fractions, arrows, operators
    (0x2300, 0x27BF),  # technical signs, shapes, male and female, ticks
    (0x2E00, 0x2E5D),  # more punctuation
    (0xA640, 0xA7FF),  # Latin and Cyrillic extended
    (0xFB00, 0xFB06),  # ligatures
    (0xFFFD, 0xFFFD),  # replacement character
)
FEATURES = (
    "ccmp locl mark mkmk kern liga calt rlig lnum tnum pnum onum smcp c2sc sups subs sinf numr dnom frac case"
).split()


@dataclass(frozen=True, slots=True)
class Face:
    """One static face and where it is cut from."""

    family: str
    style: str
    package: str
    source: str
    axes: dict[str, float]

    @property
    def postscript(self) -> str:
        return f"{self.family.replace(' ', '')}-{self.style.replace(' ', '')}"


def faces() -> list[Face]:
    """The eight faces: four of each family."""
    styles = (("Regular", "", 400), ("Italic", "-Italic", 400), ("Bold", "", 700), ("Bold Italic", "-Italic", 700))
    serif = [
        # Optical size 12 lies between print at 10 pt and the screen at 14 pt.
        Face(
            "Source Serif 4",
            style,
            "fontpkg_source_serif_4",
            f"SourceSerif4{i}[opsz,wght].ttf",
            {"opsz": 12, "wght": w},
        )
        for style, i, w in styles
    ]
    sans = [
        Face("Casewright Sans", style, "fontpkg_source_sans_3", f"SourceSans3{i}[wght].ttf", {"wght": w})
        for style, i, w in styles
    ]
    return serif + sans


def make(face: Face) -> TTFont:
    """Cut one face: subset first, which makes instancing several times faster."""
    # The date in the source is kept: two runs must give the same bytes.
    font = TTFont(str(files(face.package) / "files" / face.source), recalcTimestamp=False)
    options = Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True, glyph_names=False, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    instancer.instantiateVariableFont(font, dict(face.axes), inplace=True)
    _name(font, face)
    return font


def _name(font: TTFont, face: Face) -> None:
    """Link the face to its family as R, I, B or BI; drop what speaks of the variable font."""
    bold, italic = "Bold" in face.style, "Italic" in face.style
    table = font["name"]
    keep = {0, 5, 8, 9, 11, 13, 14}
    table.names = [record for record in table.names if record.nameID in keep and record.platformID == 3]
    names = {1: face.family, 2: face.style, 3: f"casewright;{face.postscript}", 6: face.postscript}
    names[4] = face.family if face.style == "Regular" else f"{face.family} {face.style}"
    for identifier, text in names.items():
        table.setName(text, identifier, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 700 if bold else 400
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 * bold | 0x01 * italic or 0x40)
    font["head"].macStyle = 0x01 * bold | 0x02 * italic
    for tag in ("STAT", "fvar", "avar", "MVAR", "HVAR", "DSIG"):
        if tag in font:
            del font[tag]


def main() -> None:
    """Write every face in both forms, and the licence beside them."""
    for folder in ("print", "web"):
        (HERE / folder).mkdir(exist_ok=True)
    for face in faces():
        font = make(face)
        font.save(HERE / "print" / f"{face.postscript}.ttf")
        font.flavor = "woff2"
        font.save(HERE / "web" / f"{face.postscript}.woff2")
    licences = [
        (files(package) / "LICENSE").read_text(encoding="utf-8").strip()
        for package in ("fontpkg_source_serif_4", "fontpkg_source_sans_3")
    ]
    (HERE / "OFL.txt").write_text("\n\n\n".join(licences) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
