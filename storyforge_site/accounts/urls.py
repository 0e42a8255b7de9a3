"""The site's pages about a person: the parents' gate and the account."""

from django.urls import path

from storyforge_site.accounts import gate, views

urlpatterns = [
    path("parents/", gate.parents, name="parents"),
    path("parents/close/", gate.close_gate, name="close-gate"),
    path("account/", views.account, name="account"),
    path("account/profile/", views.profile, name="change-profile"),
    path("account/preferences/", views.preferences, name="change-preferences"),
    path("account/keep/", views.keep, name="keep"),
    path("account/erase/", views.erase, name="erase"),
]
