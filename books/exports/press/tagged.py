"""What a screen reader is told of each page: that here is a picture, what it shows, and then which paragraphs.

Drawn by xhtml2pdf a page is pictures, filled boxes and one text object for each paragraph, in reading order; each is
marked where it stands, and the document gets the tree of them (PDF 32000-1, 14.7 and 14.8).
"""

from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ContentStream,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

_SHOWING = {b"Tj", b"TJ", b"'", b'"'}
_PAINTING = {b"f", b"f*", b"F", b"S", b"s", b"B", b"B*", b"b", b"b*", b"n"}

Operation = tuple[Any, bytes]


def tag(writer: PdfWriter, alts: list[str]) -> None:
    """`alts`: for each page what its picture shows; a picture that nobody described is passed over."""
    tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    root = writer._add_object(tree)
    document = _element("Document", root)
    whole = writer._add_object(document)
    numbers = ArrayObject()
    for number, page in enumerate(writer.pages):
        sheet = _element("Sect", whole)
        section = writer._add_object(sheet)
        parts = [writer._add_object(part) for part in _tag_page(writer, page, alts[number], section)]
        sheet[NameObject("/K")] = ArrayObject(parts)
        document.setdefault(NameObject("/K"), ArrayObject()).append(section)
        numbers.extend((NumberObject(number), writer._add_object(ArrayObject(parts))))
        page[NameObject("/StructParents")] = NumberObject(number)
        page[NameObject("/Tabs")] = NameObject("/S")
    tree[NameObject("/K")] = whole
    tree[NameObject("/ParentTree")] = writer._add_object(DictionaryObject({NameObject("/Nums"): numbers}))
    writer.root_object[NameObject("/StructTreeRoot")] = root
    writer.root_object[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})


def _tag_page(writer: PdfWriter, page: PageObject, alt: str, section: IndirectObject) -> list[DictionaryObject]:
    """Mark what stands on the page; its elements in order."""
    elements: list[DictionaryObject] = []
    content = ContentStream(page["/Contents"], writer, "bytes")
    marked: list[Operation] = []
    for kind, operations in _objects(content.operations):
        if kind == "" or (kind == "P" and not _shows(operations)):
            marked += operations
        elif kind == "Artifact" or (kind == "Figure" and not alt):
            marked += [([NameObject("/Artifact")], b"BMC"), *operations, ([], b"EMC")]
        else:
            place = DictionaryObject({NameObject("/MCID"): NumberObject(len(elements))})
            marked += [([NameObject(f"/{kind}"), place], b"BDC"), *operations, ([], b"EMC")]
            elements.append(_marked_element(kind, len(elements), page, section))
            if kind == "Figure":
                elements[-1][NameObject("/Alt")] = TextStringObject(alt)
    content.operations = marked
    stream = StreamObject()
    stream.set_data(content.get_data())
    page.replace_contents(stream.flate_encode())
    return elements


def _objects(operations: list[Operation]) -> Iterator[tuple[str, list[Operation]]]:
    """The stream cut into graphics objects, each with its kind; "" for what draws nothing."""
    whole: list[Operation] = []
    ends: set[bytes] = set()
    kind = ""
    for operation in operations:
        name = operation[1]
        if not whole:
            kind, ends = _BEGINS.get(name, ("", {name}))
        whole.append(operation)
        if name in ends:
            yield kind, whole
            whole = []


_BEGINS = {
    b"BT": ("P", {b"ET"}),
    b"Do": ("Figure", {b"Do"}),
    b"re": ("Artifact", _PAINTING),
    b"m": ("Artifact", _PAINTING),
}


def _shows(operations: list[Operation]) -> bool:
    return any(name in _SHOWING for _operands, name in operations)


def _element(kind: str, parent: IndirectObject) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/StructElem"),
            NameObject("/S"): NameObject(f"/{kind}"),
            NameObject("/P"): parent,
        }
    )


def _marked_element(kind: str, number: int, page: PageObject, section: IndirectObject) -> DictionaryObject:
    element = _element(kind, section)
    element[NameObject("/K")] = NumberObject(number)
    if page.indirect_reference is not None:  # as every page of a writer has
        element[NameObject("/Pg")] = page.indirect_reference
    return element
