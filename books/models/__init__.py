"""The tables of books: what is wished (Job), what is written (StoryDraft, ImagePrompt), what is kept (Book, Page)."""

from books.models.book import Book, Page, Visibility
from books.models.calls import CallStatus, ProviderCall, Scope, Spending
from books.models.draft import ImagePrompt, StoryDraft
from books.models.job import MAKING_BOOKS, Job, JobKind, JobStatus
from books.models.share import BookShare
from books.models.version import PageVersion

__all__ = [
    "MAKING_BOOKS",
    "Book",
    "BookShare",
    "CallStatus",
    "ImagePrompt",
    "Job",
    "JobKind",
    "JobStatus",
    "Page",
    "PageVersion",
    "ProviderCall",
    "Scope",
    "Spending",
    "StoryDraft",
    "Visibility",
]
