"""EndNote's types of reference, by name or number → the types of RIS."""

from __future__ import annotations

_NAMED = {
    "aggregated database": "AGGR", "ancient text": "ANCIENT", "artwork": "ART", "audiovisual material": "ADVS",
    "bill": "BILL", "blog": "BLOG", "book": "BOOK", "book section": "CHAP", "case": "CASE", "catalog": "CTLG",
    "chart or table": "CHART", "classical work": "CLSWK", "computer program": "COMP", "conference paper": "CPAPER",
    "conference proceedings": "CONF", "dataset": "DATA", "dictionary": "DICT", "discussion forum": "SOCIAL",
    "edited book": "EDBOOK", "electronic article": "EJOUR", "electronic book": "EBOOK",
    "electronic book section": "ECHAP", "electronic source": "ELEC", "encyclopedia": "ENCYC", "equation": "EQUA",
    "figure": "FIGURE", "film or broadcast": "MPCT", "generic": "GEN", "government document": "GOVDOC",
    "grant": "GRANT", "hearing": "HEAR", "interview": "INTV", "journal article": "JOUR",
    "legal rule or regulation": "LEGAL", "magazine article": "MGZN", "manuscript": "MANSCPT", "map": "MAP",
    "multimedia application": "MULTI", "music": "MUSIC", "newspaper article": "NEWS", "online database": "DBASE",
    "online multimedia": "MULTI", "pamphlet": "PAMP", "patent": "PAT", "personal communication": "PCOMM",
    "podcast": "POD", "preprint": "PREPRINT", "press release": "PRESS", "report": "RPRT", "serial": "SER",
    "social media": "SOCIAL", "standard": "STAND", "statute": "STAT", "television episode": "VIDEO", "thesis": "THES",
    "unpublished work": "UNPB", "web page": "WEB",
}  # fmt: skip
_NUMBERED = {
    "5": "CHAP", "6": "BOOK", "10": "CONF", "12": "WEB", "13": "GEN", "17": "JOUR", "19": "MGZN", "23": "NEWS",
    "27": "RPRT", "28": "EDBOOK", "32": "THES", "34": "UNPB", "43": "EJOUR", "47": "CPAPER", "59": "DATA",
}  # fmt: skip


def ris_type(name: str, number: str = "") -> str:
    """The type of RIS that a type of EndNote's is; its name, or its number, where it is none."""
    return _NAMED.get(name.strip().lower()) or _NUMBERED.get(number) or name.strip() or number
