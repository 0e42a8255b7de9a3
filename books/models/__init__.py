"""The tables of books: what is wished (Job), what is written (StoryDraft, ImagePrompt), what is kept (Book, Page)."""

from books.models.book import Book, Page, Visibility
from books.models.calls import CallStatus, ProviderCall, Scope, Spending
from books.models.draft import ImagePrompt, StoryDraft
from books.models.job import Job, JobKind, JobStatus
from books.models.share import BookShare

__all__ = [
    "Book",
    "BookShare",
    "CallStatus",
    "ImagePrompt",
    "Job",
    "JobKind",
    "JobStatus",
    "Page",
    "ProviderCall",
    "Scope",
    "Spending",
    "StoryDraft",
    "Visibility",
]
