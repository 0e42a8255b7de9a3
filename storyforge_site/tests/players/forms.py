"""What is in a form with files, as a server reads it."""

from dataclasses import dataclass, field
from email import message_from_bytes

from storyforge_site.tests.vendor import Asked


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[File]] = field(default_factory=dict)


def form_in(asked: Asked) -> Form:
    """Empty for what is no such form."""
    head = f"Content-Type: {asked.headers.get('content-type', '')}\r\n\r\n".encode()
    form = Form()
    for part in message_from_bytes(head + asked.raw).walk():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(data, bytes):
            continue
        if file_name := part.get_filename():
            form.files.setdefault(name, []).append(File(file_name, part.get_content_type(), data))
        else:
            form.fields[name] = data.decode()
    return form
