"""Money and time as staff read them."""

from django import template

register = template.Library()


@register.filter
def dollars(microdollars: int) -> str:
    """Four digits, since a page's text costs less than a cent."""
    return f"${microdollars / 1_000_000:,.4f}" if microdollars else "—"


@register.filter
def lasted(seconds: float) -> str:
    """Of so many seconds: 40 ms, 1.4 s, 12 s, 3 min 20 s, 2 h 5 min, 3 days."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(int(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 48 else f"{hours // 24} days"
