from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reading import endnote_xml, pubmed_xml
from tests.reading.normal_form import faults

ENDNOTE = """\
<?xml version="1.0" encoding="UTF-8"?>
<xml><records>
<record>
  <database name="My.enl" path="/x">My.enl</database>
  <ref-type name="Journal Article">17</ref-type>
  <contributors><authors>
    <author><style face="normal" font="default" size="100%">Rund, Deborah</style></author>
    <author>Made-up Group,</author>
  </authors></contributors>
  <titles>
    <title>
      <style face="normal">Mass in</style>
      <style face="italic"> Fakus fakus</style>
      <style face="normal"> with Ca</style>
      <style face="superscript">2+</style>
    </title>
    <secondary-title>New Journal of Fakes</secondary-title>
  </titles>
  <periodical><full-title>New Journal of Fakes</full-title><abbr-1>N J Fakes</abbr-1></periodical>
  <pages>1135-46</pages><volume>353</volume><number>11</number>
  <dates><year>2005</year><pub-dates><date>Sep 15</date></pub-dates></dates>
  <isbn>1234-5678 (Electronic)&#xD;8765-4321 (Linking)</isbn>
  <accession-num>12345678</accession-num>
  <urls><related-urls><url>https://www.ncbi.nlm.nih.gov/pubmed/12345678</url></related-urls>
    <pdf-urls><url>internal-pdf://1.pdf</url></pdf-urls></urls>
  <custom2>PMC1234567</custom2>
  <electronic-resource-num>10.5555/fake</electronic-resource-num>
  <language>eng</language>
</record>
</records></xml>
"""
PUBMED = """\
<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.example.org/pubmed.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID Version="1">12345678</PMID>
  <Article>
    <Journal><ISSN IssnType="Electronic">1234-5678</ISSN>
      <JournalIssue><Volume>353</Volume><Issue>11</Issue>
        <PubDate><Year>2005</Year><Month>Sep</Month><Day>15</Day></PubDate></JournalIssue>
      <Title>New Journal of Fakes</Title><ISOAbbreviation>N J Fakes</ISOAbbreviation></Journal>
    <ArticleTitle>Mass in <i>Fakus fakus</i> with Ca<sup>2+</sup>.</ArticleTitle>
    <Pagination><MedlinePgn>1135-46</MedlinePgn></Pagination>
    <ELocationID EIdType="doi">10.5555/fake</ELocationID>
    <AuthorList><Author><LastName>Rund</LastName><ForeName>Deborah</ForeName></Author>
      <Author><CollectiveName>Made-up Group</CollectiveName></Author></AuthorList>
    <Language>eng</Language>
    <PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList>
  </Article></MedlineCitation>
  <PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC1234567</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle>
</PubmedArticleSet>
"""
BOTH = {
    "type": "article-journal",
    "author": [{"family": "Rund", "given": "Deborah"}, {"literal": "Made-up Group"}],
    "title": "Mass in <i>Fakus fakus</i> with Ca<sup>2+</sup>",
    "container-title": "New Journal of Fakes",
    "container-title-short": "N J Fakes",
    "page": "1135-46",
    "volume": "353",
    "issue": "11",
    "issued": {"date-parts": [[2005, 9, 15]]},
    "ISSN": "1234-5678",
    "PMID": "12345678",
    "PMCID": "PMC1234567",
    "DOI": "10.5555/fake",
    "language": "en",
}


def test_an_article_of_endnote() -> None:
    (item,), findings = endnote_xml.read(ENDNOTE, "bibliography/a.xml")
    assert findings == []
    assert (item.key, str(item.origin)) == ("rund2005", "bibliography/a.xml:3:1")
    assert dict(item.csl) == BOTH | {"URL": "https://www.ncbi.nlm.nih.gov/pubmed/12345678"}


def test_an_article_of_pubmed() -> None:
    (item,), findings = pubmed_xml.read(PUBMED, "bibliography/a.xml")
    assert findings == []
    assert (item.key, str(item.origin)) == ("rund2005", "bibliography/a.xml:4:1")
    assert dict(item.csl) == BOTH


def endnote(*fields: str, kind: str = '<ref-type name="Book">6</ref-type>') -> str:
    return (
        f"<xml><records>\n<record>{kind}<titles><title>T</title></titles>\n{''.join(fields)}</record></records></xml>"
    )


@pytest.mark.parametrize(
    ("kind", "csl_type"),
    [
        ('<ref-type name="Book">6</ref-type>', "book"),
        ('<ref-type name="Book Section">5</ref-type>', "chapter"),
        ('<ref-type name="Meine Zeitschrift">17</ref-type>', "article-journal"),
        ("<ref-type>17</ref-type>", "article-journal"),
        ('<ref-type name="Conference Proceedings">10</ref-type>', "paper-conference"),
        ('<ref-type name="Web Page">12</ref-type>', "webpage"),
        ('<ref-type name="Dataset">59</ref-type>', "dataset"),
    ],
)
def test_types_of_endnote(kind: str, csl_type: str) -> None:
    (item,), findings = endnote_xml.read(endnote(kind=kind), "a.xml")
    assert (item.csl["type"], findings) == (csl_type, [])


@pytest.mark.parametrize("kind", ["", '<ref-type name="Gadget">99</ref-type>'])
def test_an_unknown_type_of_endnote(kind: str) -> None:
    (item,), (finding,) = endnote_xml.read(endnote(kind=kind), "a.xml")
    assert (item.csl["type"], finding.rule.id) == ("document", "unknown-reference-type")


def test_an_unknown_element_is_a_finding_at_its_line() -> None:
    _, (finding,) = endnote_xml.read(endnote("<label>x</label><colour>red</colour>"), "a.xml")
    assert (finding.rule.id, finding.where.line, finding.quote) == ("unknown-reference-tag", 3, "red")


@pytest.mark.parametrize(
    ("month", "issued"),
    [
        ("<Year>2005</Year>", {"date-parts": [[2005]]}),
        ("<Year>2005</Year><Month>09</Month>", {"date-parts": [[2005, 9]]}),
        ("<Year>2005</Year><Season>Winter</Season>", {"date-parts": [[2005]], "season": 4}),
    ],
)
def test_dates_of_pubmed(month: str, issued: object) -> None:
    text = PUBMED.replace("<Year>2005</Year><Month>Sep</Month><Day>15</Day>", month)
    (item,), _ = pubmed_xml.read(text, "a.xml")
    assert item.csl["issued"] == issued


def test_an_article_of_pubmed_that_was_retracted_and_translated() -> None:
    notice = '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">J Fakes</CommentsCorrections>'
    text = PUBMED.replace("</Article></Med", f"</Article>{notice}</CommentsCorrectionsList></Med")
    text = text.replace("Mass in <i>Fakus fakus</i> with Ca<sup>2+</sup>.", "[A mass.]")
    (item,), (finding,) = pubmed_xml.read(text, "a.xml")
    assert item.csl["title"] == "[A mass.]"
    assert (finding.rule.id, finding.quote) == ("marked-as-retracted", "rund2005")


def test_a_book_of_pubmed_is_a_finding_that_says_how_to_export() -> None:
    text = PUBMED.replace("<PubmedArticleSet>", "<PubmedArticleSet>\n<PubmedBookArticle/>")
    items, (finding,) = pubmed_xml.read(text, "a.xml")
    assert (len(items), finding.where.line) == (1, 4)
    assert ".nbib" in finding.hint


@pytest.mark.parametrize(
    ("text", "items", "said"),
    [
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><xml><records/></xml>", 0, "entities of its own"),
        ("<!DOCTYPE x SYSTEM 'file:///etc/passwd'>" + endnote("<notes>&a;</notes>"), 1, ""),
        (endnote("<notes>one &nbsp; two &foo;</notes>"), 1, ""),
        (endnote("<notes>one & two &#0; &#55296; &#x110000;</notes>"), 1, ""),
        (endnote() + "</xml>", 1, "damaged"),
        (endnote()[:-40], 1, "damaged"),
        (endnote("<notes>" + "<b>" * 1000), 1, "damaged"),
        (endnote("<abstract>" + "x" * 900_000 + "</abstract>"), 1, "200,000"),
        (endnote("<abstract>" + "x & " * 3_000_000 + "</abstract>"), 1, "200,000"),
        ("<html><body>Not found</body></html>", 0, "no reference"),
        ("PMC some PMC", 0, "damaged"),
        ("", 0, ""),
    ],
)
def test_broken_and_hostile_xml_is_a_finding(text: str, items: int, said: str) -> None:
    start = time.process_time()
    found, findings = endnote_xml.read(text, "a.xml")
    assert time.process_time() - start < 10
    assert len(found) == items
    assert [said in finding.message for finding in findings] == ([True] if said else [])


def test_entities_of_html_are_read_and_markup_stays_text() -> None:
    text = endnote("<notes>&alpha;&nbsp;&lt;script&gt;&LT;b&GT; &foo;</notes>")
    (item,), _ = endnote_xml.read(text, "a.xml")
    assert item.csl["note"] == "α\u00a0<script><b> &foo;"


@given(st.text(alphabet=st.sampled_from("<>/&;\"'=\n ai1]\x00\x0bé"), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_within_gives_items_in_normal_form(inner: str) -> None:
    for read, text in ((endnote_xml.read, endnote(inner)), (pubmed_xml.read, PUBMED.replace("Fakus", inner))):
        items, _ = read(text, "a.xml")
        assert [faults(item) for item in items] == [[] for _ in items]
        read(inner, "a.xml")
