"""The name of a language as bibliographies write it (`eng`, `English`, `ngerman`) → its code (`en`)."""

from __future__ import annotations

_NAMES = {
    "en": "english eng", "en-US": "american usenglish", "en-GB": "british ukenglish",
    "de": "german ngerman deutsch ger deu",
    "fr": "french français fre fra", "es": "spanish español castellano spa", "it": "italian italiano ita",
    "pt": "portuguese português por", "pt-BR": "brazilian", "nl": "dutch nederlands dut nld", "ru": "russian rus",
    "pl": "polish polski pol", "tr": "turkish türkçe tur", "ar": "arabic ara", "zh": "chinese chi zho",
    "ja": "japanese jpn", "ko": "korean kor", "sv": "swedish svenska swe", "da": "danish dansk dan",
    "el": "greek gre ell", "no": "norwegian norsk nor", "fi": "finnish suomi fin", "cs": "czech čeština cze ces",
    "sk": "slovak slo slk", "hu": "hungarian magyar hun", "ro": "romanian română rum ron", "bg": "bulgarian bul",
    "hr": "croatian hrvatski hrv scr", "sr": "serbian srpski srp scc", "sl": "slovenian slovene slv",
    "uk": "ukrainian ukr", "he": "hebrew heb", "fa": "persian farsi per fas", "hi": "hindi hin", "th": "thai tha",
    "vi": "vietnamese vie", "id": "indonesian ind", "ca": "catalan català cat", "et": "estonian est",
    "lt": "lithuanian lit", "lv": "latvian lav", "is": "icelandic ice isl", "la": "latin lat", "af": "afrikaans afr",
}  # fmt: skip
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}


def language_code(name: str) -> str:
    """The code of a language; a name that is not known, several languages or a code stay as they are."""
    return _CODES.get(name.strip().casefold(), name.strip())
