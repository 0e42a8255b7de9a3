"""What each kind of provider promises, whoever the vendor is.

A request carries both faces of the same wish: prose for a vendor's model and structure for the
offline engine. A result carries what was made, by whom, and what it cost in micro-dollars.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from storyforge_site.providers.scene import Scene
from storyforge_site.providers.sheet import CharacterSheet

MAX_ANSWER_TOKENS = 12_000  # of a text model: twelve pages with their scenes, and room to think


class Task(StrEnum):
    """What a text model is asked to write; the offline storyteller knows each by name."""

    STORY = "story"
    CHARACTER_SHEET = "character_sheet"
    PAGE = "page"
    RETELLING = "retelling"
    SEQUEL = "sequel"
    CHARACTER = "character"  # somebody to keep, from a sentence or a photo
    VERDICT = "verdict"  # no writing: how fit something is for a child


@dataclass(frozen=True, slots=True)
class Usage:
    provider: str
    model: str
    cost_microdollars: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    pictures: int = 0
    letters: int = 0  # read aloud
    vendor_id: str = ""


@dataclass(frozen=True, slots=True)
class JsonRequest:
    """`system` and `user` are for a model; `brief` is the same wish as data; `schema` is JSON Schema.

    `pictures` are JPEGs for the model to look at. They may show a child, so they are never part of a `repr`.
    """

    task: Task
    system: str
    user: str
    schema: Mapping[str, Any]
    brief: Mapping[str, Any]
    seed: int
    pictures: Sequence[bytes] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class TextRequest:
    """Words of the asker's own. `timeout` in seconds; `sampling` as servers other than OpenAI's take it."""

    system: str
    user: str
    json_mode: bool
    seed: int
    timeout: float
    language: str
    sampling: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TextResult:
    text: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class JsonResult:
    data: dict[str, Any]
    usage: Usage


class Ticket(Protocol):
    """Where the id of a picture in the making is kept, so that after a restart that one is asked for again."""

    def read(self, provider: str) -> str: ...

    def write(self, provider: str, vendor_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """`prompt` is for a vendor; `scene`, `sheets` and `style` are what the offline illustrator paints.

    `references` are JPEGs of the same heroes, for a model that takes such to go by.
    """

    prompt: str
    negative_prompt: str
    style: str
    seed: int
    scene: Scene
    sheets: Sequence[CharacterSheet]
    width: int = 1024
    height: int = 1024
    is_cover: bool = False
    references: Sequence[bytes] = field(default=(), repr=False)
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class ImageResult:
    """`data` is untrusted bytes in some picture format; the caller decodes and re-encodes them."""

    data: bytes
    usage: Usage


@dataclass(frozen=True, slots=True)
class WordTiming:
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    text: str
    language: str
    voice: str = ""


@dataclass(frozen=True, slots=True)
class SpeechResult:
    """`data` is an MP3; `words` are timings measured from its start."""

    data: bytes
    words: Sequence[WordTiming]
    usage: Usage


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105  (not a password)
    REVIEW = "review"
    BLOCK = "block"


def worse(first: Outcome, second: Outcome) -> Outcome:
    """The stricter of two."""
    return max(first, second, key=list(Outcome).index)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`categories` names what was found, e.g. {"violence": 0.92}; `scores` all that was looked for, from 0 to 1."""

    outcome: Outcome
    usage: Usage
    categories: Mapping[str, float] = field(default_factory=dict)
    policy: str = ""
    scores: Mapping[str, float] = field(default_factory=dict)


class StoryModel(Protocol):
    name: str

    def complete_json(self, request: JsonRequest) -> JsonResult: ...

    def complete_text(self, request: TextRequest) -> TextResult: ...


class ImageModel(Protocol):
    name: str
    takes_references: bool  # it paints the heroes of another picture again

    def generate(self, request: ImageRequest) -> ImageResult: ...


class SpeechModel(Protocol):
    name: str

    def synthesize(self, request: SpeechRequest) -> SpeechResult: ...


class Moderator(Protocol):
    name: str
    sees_pictures: bool

    def check_text(self, text: str, *, language: str, target_age: str) -> Verdict: ...

    def check_image(self, data: bytes, *, target_age: str, drawn_from_closed_vocabulary: bool) -> Verdict:
        """`drawn_from_closed_vocabulary`: our own illustrator composed it from shapes we know, all fit for a child."""
        ...
