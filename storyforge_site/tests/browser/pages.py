"""Every page of the site, by the name of its address: who opens it, and where. A new address needs a row here."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from storyforge_site.tests.browser.house import House

NOBODY = ""


@dataclass(frozen=True, slots=True)
class Page:
    """`args` are names of `House.places`, or what is put into the address as it stands."""

    name: str
    args: tuple[str, ...] = ()
    who: str = "mina"
    query: str = ""
    state: str = ""  # which of several faces of the page
    path: str = ""  # for what has no name
    status: int = 200
    is_main: bool = False  # looked at in every language

    @property
    def title(self) -> str:
        return "-".join(filter(None, (self.name, self.state)))

    def address(self, house: House) -> str:
        args = [house.places.get(arg, arg) for arg in self.args]
        return house.url + (self.path or reverse(self.name, args=args)) + self.query


PAGES = (
    # the house
    Page("home", who=NOBODY, is_main=True),
    Page("home", state="signed-in"),
    Page("offline", who=NOBODY),
    Page("not-found", path="/nowhere/", who=NOBODY, status=404),
    # making a book
    Page("make", is_main=True),
    Page("make", query="?topic=a+shy+dragon", who=NOBODY, state="wish"),
    Page("make", who="poor", state="no-credits"),
    Page("make-photo"),
    Page("make-hero", ("hero",)),
    Page("wait", ("being_made",), is_main=True),
    Page("wait", ("failed",), state="failed"),
    # reading
    Page("read", ("book",), is_main=True),
    Page("read", ("sample",), who=NOBODY, state="sample"),
    Page("the-end", ("book",)),
    Page("take-along", ("book",)),
    Page("change-page", ("book", "2"), is_main=True),
    Page("change-page", ("book", "2"), query="?look", state="compare"),
    Page("retell", ("book",)),
    Page("sequel", ("book",)),
    Page("share", ("book",)),
    Page("share", ("korean_book",), state="not-yet"),
    Page("shared", ("link",), who=NOBODY),
    Page("shared", ("a-link-taken-back",), who=NOBODY, state="ended", status=404),
    # the family's
    Page("library", is_main=True),
    Page("library", who="newcomer", state="empty"),
    Page("library", query="?q=nothing+like+it", state="not-found"),
    Page("library", query="?favorite=on", state="no-favourites"),
    Page("rename-book", ("book",)),
    Page("heroes", is_main=True),
    Page("heroes", who="newcomer", state="empty"),
    Page("new-hero"),
    Page("hero", ("hero",)),
    Page("edit-hero", ("hero",)),
    Page("streak", is_main=True),
    Page("streak", who="newcomer", state="empty"),
    Page("parents"),
    Page("parents", who="newcomer", state="gate"),
    Page("report", is_main=True),
    Page("credits", is_main=True),
    Page("account", is_main=True),
    Page("account", who="guest", state="guest"),
    Page("keep", who="guest"),
    Page("erase"),
    # signing in
    Page("account_login", who=NOBODY, is_main=True),
    Page("account_signup", who=NOBODY, is_main=True),
    Page("account_logout"),
    Page("account_inactive", who=NOBODY),
    Page("account_reauthenticate"),
    Page("account_email"),
    Page("account_email_verification_sent", who=NOBODY),
    Page("account_confirm_email", ("an-old-key",), who=NOBODY),
    Page("account_change_password"),
    Page("account_set_password", who="guest"),
    Page("account_reset_password", who=NOBODY),
    Page("account_reset_password_done", who=NOBODY),
    Page("account_reset_password_from_key", ("1", "an-old-key"), who=NOBODY),
    Page("account_reset_password_from_key_done", who=NOBODY),
    Page("mfa_index"),
    Page("mfa_index", who="careful", state="on"),
    Page("mfa_reauthenticate", who="careful"),
    Page("mfa_activate_totp"),
    Page("mfa_deactivate_totp", who="careful"),
    Page("mfa_view_recovery_codes", who="careful"),
    Page("mfa_generate_recovery_codes", who="careful"),
    Page("mfa_list_webauthn", who="careful"),
    Page("mfa_add_webauthn"),
    Page("mfa_reauthenticate_webauthn", who="careful"),
    Page("mfa_edit_webauthn", ("key",), who="careful"),
    Page("mfa_remove_webauthn", ("key",), who="careful"),
    Page("socialaccount_connections"),
    Page("socialaccount_login_cancelled", who=NOBODY),
    Page("socialaccount_login_error", who=NOBODY, status=401),
)

_CHANGES = "changes something and leads on"
_LEADS_ON = "leads on"
_A_PART = "a part of a page"
_A_FILE = "a file"

# Addresses of the site that are no pages, and why.
NO_PAGES = {
    "appearance": _CHANGES,
    "set_language": _CHANGES,
    "manifest": _A_FILE,
    "service-worker": _A_FILE,
    "make-ideas": _A_PART,
    "make-enter": "only on the way of a newcomer, whose test looks at it",
    "make-again": _LEADS_ON,
    "stop": _CHANGES,
    "hear": _CHANGES,
    "rewrite-page": _CHANGES,
    "put-back": _CHANGES,
    "finished": _CHANGES,
    "unshare": _CHANGES,
    "shared-picture": _A_FILE,
    "shared-sound": _A_FILE,
    "being-made": _A_PART,
    "love-book": _CHANGES,
    "throw-away-book": _CHANGES,
    "take-back-book": _CHANGES,
    "hero-from-sentence": _CHANGES,
    "hero-from-photo": _CHANGES,
    "hero-from-preset": _CHANGES,
    "throw-away-hero": _CHANGES,
    "take-back-hero": _CHANGES,
    "make-today": _CHANGES,
    "close-gate": _CHANGES,
    "change-profile": _CHANGES,
    "change-preferences": _CHANGES,
    "cancel-plan": _CHANGES,
    "mfa_authenticate": "between password and second step, where a test of signing in looks at it",
    "mfa_download_recovery_codes": _A_FILE,
    "mfa_login_webauthn": "what a key is asked for",
    "account_confirm_login_code": "signing in by a code is off",
    "socialaccount_signup": "leads to signing in unless another house has just sent somebody",
    "accounts/social/login/cancelled/": _LEADS_ON,
    "accounts/social/login/error/": _LEADS_ON,
    "accounts/social/signup/": _LEADS_ON,
    "accounts/social/connections/": _LEADS_ON,
}
_ELSEWHERE = ("admin/", "v1/", "api/", "^(?:v1|api)/", "files/", "health", "metrics")


def addresses_of_the_site() -> set[str]:
    """The names of all addresses that families see; of one without a name, the address."""
    return {name or route for route, name in _walk(get_resolver(), "") if not route.startswith(_ELSEWHERE)}


def _walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, str | None]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.name
        else:
            yield from _walk(entry, route)
