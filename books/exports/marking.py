"""The mark that says, machine-readably, that a trained model or an algorithm made something.

IPTC digital source type (https://cv.iptc.org/newscodes/digitalsourcetype/), asked for by EU AI Act Art. 50. Every
export carries it: pictures and PDFs as XMP, EPUBs in their package metadata.
"""

_BY_MODEL = "trainedAlgorithmicMedia"
_BY_ALGORITHM = "algorithmicMedia"
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:DigitalSourceType='
    '"{source}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def digital_source_type(*, by_model: bool) -> str:
    return f"http://cv.iptc.org/newscodes/digitalsourcetype/{_BY_MODEL if by_model else _BY_ALGORITHM}"


def xmp(*, by_model: bool) -> str:
    return _XMP.format(source=digital_source_type(by_model=by_model))
