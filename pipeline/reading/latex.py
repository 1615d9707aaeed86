"""LaTeX as bibliographies use it → Unicode text with the markup of `pipeline.library.Item`.

Linear in the length of the text and without recursion, because a bibliography may come from anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial

Finish = Callable[[str], str]

_TOKEN = re.compile(r"\\[A-Za-z]+\*?\s*|\\.|[{}$~^_]|-{2,3}|``|''|[^\\{}$~^_`'-]+|.", re.S)
_MOST_COMMANDS_ON_ONE_ARGUMENT = 20
_NEEDS_DECODING = re.compile(r"[\\{}$~]|--|``|''")

_ACCENTS = dict(zip("'`^\"~=.uvHcbdkrtU", map(chr, (
    0x301, 0x300, 0x302, 0x308, 0x303, 0x304, 0x307, 0x306, 0x30C, 0x30B,
    0x327, 0x331, 0x323, 0x328, 0x30A, 0x361, 0x30E,
)), strict=True)) | {"bar": "\u0304", "overline": "\u0305"}  # fmt: skip
_TAGS = {
    "i": ("textit", "emph", "textsl", "mkbibemph", "mathit", "it", "em", "itshape", "slshape", "sl"),
    "b": ("textbf", "mathbf", "mkbibbold", "bf", "bfseries"),
    "sup": ("textsuperscript", "mkbibsuperscript"),
    "sub": ("textsubscript", "mkbibsubscript"),
    "sc": ("textsc", "sc", "scshape"),
}
_TAG_OF = {macro: tag for tag, macros in _TAGS.items() for macro in macros}
_DECLARATIONS = {"it", "em", "itshape", "slshape", "sl", "bf", "bfseries", "sc", "scshape"}
_IGNORED = set(
    "relax rm rmfamily tt ttfamily sf sffamily normalfont upshape mdseries small footnotesize large protect text "
    "textrm textsf texttt textup textmd textnormal mathrm mathsf mathtt mathnormal mbox hbox operatorname ensuremath "
    "url path nolinkurl uppercase MakeUppercase lowercase displaystyle left right limits bibstring hspace "
    "vspace".split()
)
_QUOTING = {"enquote", "mkbibquote"}
_DROPPED = {"href", "noopsort", "label", "cite", "index", "vphantom", "phantom", "hskip"}
_SPACING = {
    ",": "\u202f",
    " ": " ",
    "\\": " ",
    ";": " ",
    ":": " ",
    "-": "",
    "/": "",
    "!": "",
    "@": "",
    "(": "",
    ")": "",
}
_MORE_SYMBOLS = {
    "copyright": "©",
    "textcopyright": "©",
    "ell": "ℓ",
    "degree": "°",
    "celsius": "°C",
    "micro": "µ",
    "and": "and",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "slash": "/",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
}
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "~": "\u00a0"}


def decode(text: str, *, protect: bool = False) -> str:
    """One field of a BibTeX entry as Unicode (NFC) with markup.

    With `protect`, braces that keep capitals (`{DNA}`) become `<span class="nocase">`; a group that begins with a
    command (`{\\"o}`) does not protect, as in BibTeX. An unknown command stays as it was typed.
    """
    if _NEEDS_DECODING.search(text):
        decoder = _Decoder(protect)
        tokens = _TOKEN.findall(text)
        for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
            decoder.feed(token, following)
        text = decoder.close()
        text = text.replace('</span><span class="nocase">', "")
    return unicodedata.normalize("NFC", " ".join(text.split(" ")).strip())


def unknown_command(text: str) -> str:
    """The first command in a field that is not known and so stays as it was typed; '' where there is none."""
    if "\\" in text:
        for token in _TOKEN.findall(text):
            name = token[1:].strip().rstrip("*")
            if token[0] == "\\" and name.isalpha() and not _is_known(name):
                return f"\\{name}"
    return ""


@dataclass(slots=True)
class _Group:
    """A brace group, or the whole text: what it holds so far and what becomes of it at its end."""

    finish: list[Finish] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    protects: bool = False
    declared: set[str] = field(default_factory=set)
    """Declarations such as `\\it` that hold for it; a second one of the same changes nothing."""

    def text(self) -> str:
        text = "".join(self.pieces)
        for finish in self.finish:
            text = finish(text)
        return text


class _Decoder:
    def __init__(self, protect: bool) -> None:
        self.protect = protect
        self.groups = [_Group()]
        self.waiting: Finish | None = None
        """A command whose argument comes next."""
        self.commands_waiting = 0
        self.maths = False

    def feed(self, token: str, following: str) -> None:
        if token == "{":
            self._open(following)
        elif token == "}":
            self._close_group()
        elif token == "$":
            self.maths = not self.maths
        elif token in "^_" and self.maths:
            self.waiting = partial(_tagged, "sup" if token == "^" else "sub")
        elif token.startswith("\\") and len(token) > 1:
            self._command(token)
        else:
            self._add(token.replace("-", "−") if self.maths else _LIGATURES.get(token, token))

    def close(self) -> str:
        while len(self.groups) > 1:
            self._close_group()
        return self.groups[0].text()

    def _open(self, following: str) -> None:
        group = _Group()
        if self.waiting:
            group.finish.append(self.waiting)
            self.waiting = None
        elif (
            self.protect
            and not self.maths
            and not following.startswith("\\")
            and not any(outer.protects for outer in self.groups)
        ):
            group.protects = True
            group.finish.append(_no_case)
        self.groups.append(group)

    def _close_group(self) -> None:
        # A closing brace too many cannot come from a file that was parsed; it would be harmless.
        if len(self.groups) > 1:
            text = self.groups.pop().text()
            self.groups[-1].pieces.append(text)

    def _add(self, text: str) -> None:
        if self.waiting and text.strip():
            text = text.lstrip()
            waiting, self.waiting = self.waiting, None
            text = waiting(text[0]) + text[1:]
        self.groups[-1].pieces.append(text)

    def _command(self, token: str) -> None:
        name = token[1:].strip().rstrip("*") or " "
        if name in _ACCENTS:
            self.waiting = self._around(partial(_accented, _ACCENTS[name]))
        elif name in _DECLARATIONS:
            self._declare(_TAG_OF[name])
        elif name in _TAG_OF:
            self.waiting = self._around(partial(_tagged, _TAG_OF[name]))
        elif name in _QUOTING:
            self.waiting = self._around(lambda text: f"“{text}”")
        elif name in _DROPPED:
            self.waiting = lambda _: ""
        elif name in _SPACING:
            self._add(_SPACING[name])
        elif name not in _IGNORED:
            symbol = _symbol(name)
            self._add(token if symbol == f"\\{name}" else symbol)

    def _declare(self, tag: str) -> None:
        group = self.groups[-1]
        if tag not in group.declared:
            group.declared.add(tag)
            group.finish.append(partial(_tagged, tag))

    def _around(self, inner: Finish) -> Finish:
        """A command that is itself the argument of a command: `\\textit\\'e`."""
        outer = self.waiting
        self.commands_waiting = self.commands_waiting + 1 if outer else 1
        if outer is None or self.commands_waiting > _MOST_COMMANDS_ON_ONE_ARGUMENT:
            return inner
        return lambda text: outer(inner(text))


def _is_known(name: str) -> bool:
    known = name in _ACCENTS or name in _TAG_OF or name in _QUOTING or name in _DROPPED or name in _IGNORED
    return known or name in _SPACING or _symbol(name) != f"\\{name}"


def _accented(mark: str, text: str) -> str:
    base = {"ı": "i", "ȷ": "j"}.get(text[:1], text[:1]) or "\u00a0"
    return unicodedata.normalize("NFC", base + mark + text[1:])


def _tagged(tag: str, text: str) -> str:
    if not text:
        return ""
    return f'<span style="font-variant:small-caps">{text}</span>' if tag == "sc" else f"<{tag}>{text}</{tag}>"


def _no_case(text: str) -> str:
    return f'<span class="nocase">{text}</span>' if any(c.isalpha() for c in text) else text


@lru_cache(maxsize=2048)
def _symbol(name: str) -> str:
    """The character a command stands for: `ss` → ß, `beta` → β, `%` → %; the command itself where unknown."""
    if not name.isalpha():
        return name
    if name in _MORE_SYMBOLS:
        return _MORE_SYMBOLS[name]
    from pylatexenc.latex2text import get_default_latex_context_db

    meaning = get_default_latex_context_db().get_macro_spec(name)
    text = getattr(meaning, "simplify_repl", "")
    return text if isinstance(text, str) and text and "%" not in text else f"\\{name}"
