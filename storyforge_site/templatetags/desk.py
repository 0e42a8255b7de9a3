from typing import Any

from django import template

from storyforge_site.accounts import desk

register = template.Library()


@register.simple_tag(takes_context=True)
def figures_of_today(context: dict[str, Any]) -> list[desk.Figure]:
    return desk.today(context["request"].user)
