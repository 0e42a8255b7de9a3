"""People, as staff see them: what they have, and what can be done for them."""

from collections.abc import Iterator
from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Count, Q
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from storyforge_site.accounts import desk, seeing, staff
from storyforge_site.accounts.models import User
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib.acts import Act, ActingAdmin, ReasonForm
from storyforge_site.lib.clock import midnight, now
from storyforge_site.lib.ids import first_id

# Staff sign in where everybody does: with the same limits on wrong passwords and their second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class EraseForm(ReasonForm):
    """The reason is chosen and not written: it stays when the person is gone."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            ("They asked for it.", _("They asked for it.")),
            ("It breaks our rules.", _("It breaks our rules.")),
            ("It was for a test.", _("It was for a test.")),
        ],
    )
    typed = forms.CharField(
        label=_("To confirm"), help_text=_("Type their e-mail address, or their id if they have none.")
    )

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"]).strip()
        if typed.lower() != (self.row.email or self.row.pk):
            raise forms.ValidationError(_("This is not whom the page is about."))
        return typed


def _see(request: HttpRequest, person: User, said: dict[str, Any]) -> HttpResponseBase:
    return seeing.begin(request, signed_in(request), person, reason=said["reason"])


def _export(request: HttpRequest, person: User, said: dict[str, Any]) -> HttpResponseBase:
    archive = staff.export(signed_in(request), person, reason=said["reason"])
    return FileResponse(archive, as_attachment=True, filename=f"storyforge-{person.pk}-{now():%Y-%m-%d}.zip")


def _erase(request: HttpRequest, person: User, said: dict[str, Any]) -> Any:
    staff.erase(signed_in(request), person, reason=said["reason"])
    return _("They are erased, and everything of theirs.")


def _is_no_house(person: User) -> bool:
    return not person.is_house


@admin.register(User)
class UserAdmin(ActingAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    ordering = ("-pk",)
    search_fields = ("pk",)
    ids: ClassVar = {"user": "pk"}
    person = "pk"
    list_display = ("id", "email", "display_name", "is_guest", "is_staff", "date_joined", "last_login")
    list_filter = ("is_guest", "is_staff", "is_active", "language", "groups")
    readonly_fields = ("id", "date_joined", "last_login")
    for_all: ClassVar[Any] = (
        (None, {"fields": ("id", "email", "display_name", "is_active", "is_staff")}),
        (_("Preferences"), {"fields": ("language", "time_zone", "preferences", "is_guest")}),
        (_("Dates"), {"fields": ("date_joined", "last_login")}),
    )
    fieldsets = (
        (None, {"fields": ("id", "email", "password", "display_name")}),
        for_all[1],
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        for_all[2],
    )
    filter_horizontal = ()  # a handful of roles are boxes to tick
    add_fieldsets = ((None, {"fields": ("email", "password1", "password2")}),)
    change_form_template = "admin/accounts/person.html"
    acts: ClassVar = {
        "see": Act(
            _("See the site as they do"),
            seeing.PERMISSION,
            _see,
            explanation=_("For half an hour, and without changing anything. A bar on every page ends it."),
            is_offered=seeing.may_be_seen_as,
        ),
        "export": Act(
            _("Export"),
            "accounts.export_user",
            _export,
            explanation=_("Everything that is kept of them as a zip, as they get it themselves."),
            is_offered=_is_no_house,
        ),
        "erase": Act(
            _("Erase"),
            "accounts.delete_user",
            _erase,
            explanation=_("Their books, heroes, files and sign-in are gone for good. Amounts of money stay, nameless."),
            form=EraseForm,
            is_offered=_is_no_house,
            is_grave=True,
        ),
    }

    def get_urls(self) -> list[Any]:
        end = self.admin_site.admin_view(require_POST(self.end_seeing))
        return [path("seen/end/", end, name="end-seeing"), *super().get_urls()]

    def end_seeing(self, request: HttpRequest) -> HttpResponseBase:
        person = seeing.end(request)
        return redirect(self.address_of(person)) if person else redirect("admin:index")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **{"widget": forms.CheckboxSelectMultiple, **kwargs})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who only looks sees neither hashes nor permissions."""
        return super().get_fieldsets(request, obj) if self.has_change_permission(request, obj) else self.for_all

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the act alone, which asks twice."""
        return False

    def beside(self, request: HttpRequest, row: User) -> dict[str, Any]:
        return {"figures": desk.of_person(signed_in(request), row)}


@desk.shows_of_person("accounts.view_user", place=90)
def last_signed_in(person: User) -> Iterator[desk.Figure]:
    yield desk.Figure(_("last sign-in"), person.last_login.date() if person.last_login else _("never"))


@desk.shows_today("accounts.view_user", place=50)
def new_families() -> Iterator[desk.Figure]:
    since = first_id("user", midnight())
    counted = User.objects.filter(pk__gte=since).aggregate(all=Count("pk"), guests=Count("pk", filter=Q(is_guest=True)))
    people = reverse("admin:accounts_user_changelist") + f"?id__gte={since}"
    yield desk.Figure(_("new families"), counted["all"] - counted["guests"], f"{people}&is_guest__exact=0")
    yield desk.Figure(_("new guests"), counted["guests"], f"{people}&is_guest__exact=1")
