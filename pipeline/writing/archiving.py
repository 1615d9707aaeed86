"""One PDF that is both PDF/A and PDF/UA: a file about to be written in, what it lacks for both added."""

from __future__ import annotations

from typing import Any

CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""The identifier of ISO 14289-1, clause 5, and the description that ISO 19005-2, 6.6.2.3, asks for with any
property that it does not know itself."""
END = b"</rdf:RDF>"


def finish(_: object, pdf: Any) -> None:  # pydyf has no types
    """What WeasyPrint leaves undone: it claims PDF/A or PDF/UA, not both, lets viewers smooth the pictures, and does
    not say what a header cell heads.

    Smoothing ("Interpolate") is forbidden by ISO 19005-2, 6.2.8; a header's scope is asked for by ISO 14289-1, 7.5.
    """
    for part in pdf.objects:
        extra = getattr(part, "extra", {})
        if "Interpolate" in extra:
            extra["Interpolate"] = "false"
        elif extra.get("Type") == "/Metadata":
            (packet,) = part.stream
            head, end, tail = packet.partition(END)
            part.stream = [head + CLAIM + end + tail]
        elif isinstance(part, dict) and part.get("S") == "/TH":
            # Our tables have no other header cells than those above a column.
            part["A"]["Scope"] = "/Column"
