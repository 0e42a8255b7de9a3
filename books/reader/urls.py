"""Addresses of a finished book: read it, hear it, change it, lend it, go on with it."""

from django.urls import path

from books.reader import changing, keeping, lending, telling, views

urlpatterns = [
    path("books/<slug:book_id>/", views.read, name="read"),
    path("books/<slug:book_id>/voice/", views.hear, name="hear"),
    path("books/<slug:book_id>/pages/<int:page_number>/", changing.change_page, name="change-page"),
    path("books/<slug:book_id>/pages/<int:page_number>/words/", changing.rewrite_page, name="rewrite-page"),
    path("books/<slug:book_id>/pages/<int:page_number>/back/<slug:version_id>/", changing.put_back, name="put-back"),
    path("books/<slug:book_id>/retell/", telling.retell, name="retell"),
    path("books/<slug:book_id>/sequel/", telling.sequel, name="sequel"),
    path("books/<slug:book_id>/take-along/", keeping.take_along, name="take-along"),
    path("books/<slug:book_id>/share/", lending.share, name="share"),
    path("books/<slug:book_id>/share/stop/", lending.unshare, name="unshare"),
    path("shared/<str:token>/", lending.shared, name="shared"),
    path("shared/<str:token>/<int:page_number>.jpg", lending.shared_picture, name="shared-picture"),
    path("shared/<str:token>/<int:page_number>-<str:size>", lending.shared_picture, name="shared-picture"),
    path("shared/<str:token>/<int:page_number>.mp3", lending.shared_sound, name="shared-sound"),
]
