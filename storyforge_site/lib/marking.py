"""The mark that says, machine-readably, that a trained model or an algorithm made something.

IPTC digital source type (https://cv.iptc.org/newscodes/digitalsourcetype/), asked for by EU AI Act Art. 50. Every
export carries it: pictures and PDFs as XMP, EPUBs in their package metadata.
"""

import unicodedata
from html import escape

_BY_MODEL = "trainedAlgorithmicMedia"
_BY_ALGORITHM = "algorithmicMedia"
_MARKED = "</rdf:RDF>"
_DUBLIN_CORE = (
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:creator><rdf:Seq><rdf:li>Storyforge</rdf:li></rdf:Seq></dc:creator>"
    "<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
    '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt></dc:description>'
    "</rdf:Description>"
)
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


def described(marked: str, title: str, description: str, language: str) -> str:
    """A mark made by `xmp` that also says what is marked."""
    told = _DUBLIN_CORE.format(language=language, title=escape(plain(title)), description=escape(plain(description)))
    return marked.replace(_MARKED, told + _MARKED)


def plain(text: str) -> str:
    """`text` in one line, without the characters that XML cannot say."""
    in_one_line = " ".join(text.split())
    return "".join(letter for letter in in_one_line if unicodedata.category(letter) not in ("Cc", "Cn", "Co", "Cs"))
