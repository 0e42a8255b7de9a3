"""What text models are asked in tests."""

from storyforge_site.providers.contracts import JsonRequest, Task, TextRequest

TITLED = {
    "type": "object",
    "properties": {"title": {"type": "string", "minLength": 1, "maxLength": 120}},
    "required": ["title"],
    "additionalProperties": False,
}
REQUEST = JsonRequest(Task.STORY, "You write.", "A dragon.", TITLED, {}, seed=1)
WORDS = TextRequest("You write.", "A line.", True, 1, 5.0, "en", {"temperature": 0.9, "top_p": 0.8, "max_tokens": 300})
