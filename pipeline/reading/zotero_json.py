"""One element of Zotero's own JSON (as Better BibTeX exports it) → the same reference as CSL-JSON.

Types and fields follow Zotero's own table of what each means in CSL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.reading.person_names import family_first

_TYPES = {
    "artwork": "graphic", "audioRecording": "song", "bill": "bill", "blogPost": "post-weblog", "book": "book",
    "bookSection": "chapter", "case": "legal_case", "computerProgram": "software",
    "conferencePaper": "paper-conference", "dataset": "dataset", "dictionaryEntry": "entry-dictionary",
    "document": "document", "email": "personal_communication", "encyclopediaArticle": "entry-encyclopedia",
    "film": "motion_picture", "forumPost": "post", "hearing": "hearing", "instantMessage": "personal_communication",
    "interview": "interview", "journalArticle": "article-journal", "letter": "personal_communication",
    "magazineArticle": "article-magazine", "manuscript": "manuscript", "map": "map",
    "newspaperArticle": "article-newspaper", "patent": "patent", "podcast": "song", "preprint": "article",
    "presentation": "speech", "radioBroadcast": "broadcast", "report": "report", "standard": "standard",
    "statute": "legislation", "thesis": "thesis", "tvBroadcast": "broadcast", "videoRecording": "motion_picture",
    "webpage": "webpage",
}  # fmt: skip
_FIELDS = {
    "title": "title", "abstractNote": "abstract", "shortTitle": "title-short", "publicationTitle": "container-title",
    "bookTitle": "container-title", "proceedingsTitle": "container-title", "encyclopediaTitle": "container-title",
    "dictionaryTitle": "container-title", "blogTitle": "container-title", "forumTitle": "container-title",
    "websiteTitle": "container-title", "programTitle": "container-title",
    "journalAbbreviation": "container-title-short", "volume": "volume", "issue": "issue", "pages": "page",
    "numPages": "number-of-pages", "numberOfVolumes": "number-of-volumes", "edition": "edition",
    "place": "publisher-place", "publisher": "publisher", "university": "publisher", "institution": "publisher",
    "label": "publisher", "company": "publisher", "studio": "publisher", "distributor": "publisher",
    "network": "publisher", "repository": "publisher", "series": "collection-title",
    "seriesTitle": "collection-title", "seriesNumber": "collection-number", "number": "number",
    "reportNumber": "number", "patentNumber": "number", "billNumber": "number", "docketNumber": "number",
    "versionNumber": "version", "DOI": "DOI", "ISBN": "ISBN", "ISSN": "ISSN", "url": "URL", "accessDate": "accessed",
    "date": "issued", "originalDate": "original-date", "language": "language", "archive": "archive",
    "archiveLocation": "archive_location", "callNumber": "call-number", "section": "section", "type": "genre",
    "thesisType": "genre", "reportType": "genre", "genre": "genre", "websiteType": "genre", "manuscriptType": "genre",
    "letterType": "genre", "presentationType": "genre", "conferenceName": "event-title",
    "meetingName": "event-title", "extra": "note",
}  # fmt: skip
_ROLES = {
    "editor": "editor", "translator": "translator", "seriesEditor": "collection-editor",
    "bookAuthor": "container-author", "contributor": "contributor", "director": "director", "composer": "composer",
    "interviewer": "interviewer", "performer": "performer", "recipient": "recipient",
    "reviewedAuthor": "reviewed-author", "scriptwriter": "script-writer", "producer": "producer", "guest": "guest",
    **dict.fromkeys(("author", "artist", "inventor", "programmer", "presenter", "interviewee", "podcaster"), "author"),
}  # fmt: skip
_HOUSEKEEPING = frozenset(
    "itemType itemID itemKey key version libraryID uri select relations collections tags notes attachments seeAlso "
    "dateAdded dateModified libraryCatalog rights creators citationKey citekey inPublications multi relation".split()
)
_KEY_IN_EXTRA = re.compile(r"^\s*Citation Key\s*:\s*(\S+)[ \t]*\n?", re.I | re.M)


def is_zotero(element: object) -> bool:
    """Whether an element of a list is in Zotero's own format."""
    return isinstance(element, Mapping) and isinstance(element.get("itemType"), str)


def to_csl_json(element: Mapping[str, object]) -> dict[str, object] | None:
    """The element in CSL-JSON, None for a note or an attachment; a field that is not known keeps its name."""
    kind = str(element["itemType"])
    if kind in ("note", "attachment", "annotation"):
        return None
    extra = element.get("extra")
    if isinstance(extra, list) and all(isinstance(line, str) for line in extra):
        extra = "\n".join(extra)
    in_extra = _KEY_IN_EXTRA.search(extra) if isinstance(extra, str) else None
    csl: dict[str, object] = {"type": _TYPES.get(kind, kind)}
    if key := element.get("citationKey") or element.get("citekey") or (in_extra and in_extra[1]):
        csl["id"] = key
    for name, value in element.items():
        if name not in _HOUSEKEEPING and value not in (None, "", [], {}):
            csl.setdefault(_FIELDS.get(name, name), value)
    if isinstance(extra, str):
        csl["note"] = _KEY_IN_EXTRA.sub("", extra)
    creators = element.get("creators")
    for creator in creators if isinstance(creators, list) else []:
        role = _ROLES.get(str(creator.get("creatorType")), "contributor") if isinstance(creator, Mapping) else "author"
        people = csl.setdefault(role, [])
        if isinstance(people, list):
            people.append(_name(creator))
    return csl


def _name(creator: object) -> object:
    """Zotero keeps particles in the family name."""
    if not isinstance(creator, Mapping):
        return creator
    if creator.get("name"):
        return {"literal": creator["name"]}
    family, given = creator.get("lastName"), creator.get("firstName")
    if isinstance(family, str) and isinstance(given, str) and family and given and "," not in family + given:
        return family_first(f"{family}, {given}")[0]
    return {"family": family, "given": given}
