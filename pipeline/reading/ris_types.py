"""The types and tags of RIS: as its specification of 2001 has them, and as the exports of today's programs use them."""

from __future__ import annotations

TYPES = {
    "ABST": "article-journal", "ADVS": "motion_picture", "AGGR": "dataset", "ANCIENT": "classic", "ART": "graphic",
    "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter", "CHART": "figure",
    "CLSWK": "classic", "COMP": "software", "CONF": "paper-conference", "CPAPER": "paper-conference",
    "CTLG": "book", "DATA": "dataset", "DBASE": "dataset", "DICT": "entry-dictionary", "EBOOK": "book",
    "ECHAP": "chapter", "EDBOOK": "book", "EJOUR": "article-journal", "ELEC": "webpage", "ENCYC": "entry-encyclopedia",
    "EQUA": "figure", "FIGURE": "figure", "GEN": "document", "GOVDOC": "report", "GRANT": "document",
    "GRNT": "document", "HEAR": "hearing", "ICOMM": "post", "INPR": "article-journal", "INTV": "interview",
    "JFULL": "periodical", "JOUR": "article-journal", "LEGAL": "legislation", "MANSCPT": "manuscript", "MAP": "map",
    "MGZN": "article-magazine", "MPCT": "motion_picture", "MULTI": "webpage", "MUSIC": "musical_score",
    "NEWS": "article-newspaper", "PAMP": "pamphlet", "PAT": "patent", "PCOMM": "personal_communication",
    "POD": "broadcast", "PREPRINT": "article", "PRESS": "document", "PRPT": "article", "RPRT": "report",
    "SER": "book", "SLIDE": "speech", "SOCIAL": "post", "SOUND": "song", "STAND": "standard", "STAT": "legislation",
    "STD": "standard", "THES": "thesis", "UNBILL": "bill", "UNPB": "manuscript", "UNPD": "manuscript",
    "VIDEO": "motion_picture", "WEB": "webpage",
    # What people write by hand.
    "ARTICLE": "article-journal", "JOURNAL": "article-journal", "JOURN": "article-journal", "THESIS": "thesis",
    "REPORT": "report", "CHAPTER": "chapter", "WEBSITE": "webpage", "DATASET": "dataset", "SOFTWARE": "software",
}  # fmt: skip
"""Types of RIS, in capitals → types of CSL."""

SERIAL = frozenset("article-journal article-magazine article-newspaper review review-book periodical".split())
"""Here the second title is the journal's."""
OF_A_SERIES = frozenset("book report thesis pamphlet classic manuscript map standard musical_score".split())
"""Here the second title is that of a series; everywhere else it is that of what the work appeared in."""

NEVER_PRINTED = frozenset(
    # Addresses, places in archives, attached files, numbers of databases, indexing, and what programs keep for
    # themselves: no style prints them.
    "AD AV C1 C3 C4 C5 C6 C8 CA CR DB DP DS EM FU FX GA H1 H2 L1 L2 L3 L4 LB LK M1 M2 M4 NR OA PA RI RN RP SC SF SL "
    "SR TC TS TT U1 U2 U3 U4 U5 UT VO WE WP WT WV Z9".split()
)
