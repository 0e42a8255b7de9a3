"""The text model of the settings as a moderator: our rubric as a question, a strict verdict as the answer.

Whether the model has eyes nobody knows beforehand. One that has none fails or says so, and nothing passes.
"""

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.contracts import JsonRequest, JsonResult, Task, Usage, Verdict
from storyforge_site.providers.moderation import rubric
from storyforge_site.providers.moderation.policy import Category, judge


class ModelModerator:
    name = "model"
    sees_pictures = True

    def check_text(self, text: str, *, language: str, target_age: str) -> Verdict:
        return self._ask(rubric_request(text, target_age), target_age)

    def check_image(self, data: bytes, *, target_age: str, drawn_from_closed_vocabulary: bool) -> Verdict:
        return self._ask(rubric_request("", target_age, picture=data), target_age)

    def _ask(self, request: JsonRequest, target_age: str) -> Verdict:
        """Raises PROVIDER_UNAVAILABLE. A model that declines to look has said enough."""
        try:
            result: JsonResult = registry.story_model().complete_json(request)
        except StoryforgeError as error:
            if error.code is Code.SAFETY_OUTPUT:
                return judge({Category.DECLINED: 1.0}, target_age, Usage(provider=self.name, model=""))
            raise StoryforgeError(
                Code.PROVIDER_UNAVAILABLE, error.note, kind=error.kind, retry_after=error.retry_after
            ) from error
        return judge(rubric.scores_in(result.data), target_age, result.usage)


def rubric_request(text: str, target_age: str, *, picture: bytes = b"") -> JsonRequest:
    return JsonRequest(
        task=Task.VERDICT,
        system=rubric.system(of_a_picture=bool(picture)),
        user=rubric.question(text, target_age),
        schema=rubric.schema(),
        brief={},
        seed=1,
        pictures=(picture,) if picture else (),
    )
