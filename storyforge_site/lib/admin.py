"""What our admin pages share: they stay quick however many rows there are, and code alone writes most of them."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

_COUNTED = 10_000  # nobody turns that many pages; they search
_PEOPLE = 50  # whose addresses begin alike
_ID = re.compile(r"([a-z]+)_[0-9a-z]{26}")


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than `_COUNTED`: counting all of a large table costs more than showing a page of it."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        return rows.order_by()[:_COUNTED].count() if isinstance(rows, QuerySet) else len(rows)


class StaffAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list that is searched by index: by a whole id, by the beginning of an e-mail address, else by `words`.

    `ids` says which column an id is looked for in, by the id's prefix; `person` which column leads to a person. Ids
    grow with time, so the newest come first by the primary key's own index.
    """

    ids: ClassVar[Mapping[str, str]] = {}
    person: ClassVar[str] = ""
    words: ClassVar[tuple[str, ...]] = ()
    show_full_result_count = False
    paginator = CappedPaginator
    list_per_page = 50
    search_help_text = _("An id, or the beginning of an e-mail address.")

    def get_ordering(self, request: HttpRequest) -> Any:
        return self.ordering or ("-pk",)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return self.words or tuple(self.search_fields) or (("pk",) if self.ids or self.person else ())

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        is_id = _ID.fullmatch(term)
        if is_id and is_id[1] in self.ids:
            return queryset.filter(**{self.ids[is_id[1]]: term}), False
        if term and self.person and ("@" in term or not self.words):
            return queryset.filter(**{f"{self.person}__in": _people(term)}), False
        return super().get_search_results(request, queryset, search_term)


class LookOnlyAdmin(StaffAdmin):
    """For rows that only code may write: staff look, and act through actions and forms that say what they do."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _people(beginning: str) -> list[str]:
    """Ids, so that what is searched needs no join. Addresses are kept in lower case."""
    found = get_user_model().objects.filter(email__startswith=beginning.lower())
    return list(found.values_list("pk", flat=True)[:_PEOPLE])
