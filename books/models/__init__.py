"""The tables of books: what is wished (Job), what is written (StoryDraft, ImagePrompt), what is kept (Book, Page)."""

from books.models.book import Book, Page, Visibility
from books.models.calls import CallStatus, ProviderCall, Scope, Spending
from books.models.draft import ImagePrompt, StoryDraft
from books.models.edition import PDF_EDITIONS, Edition, KeptEdition
from books.models.job import IN_STUDIO, MAKING_BOOKS, Job, JobKind, JobStatus
from books.models.share import BookShare
from books.models.studio import StudioStory
from books.models.version import PageVersion

__all__ = [
    "IN_STUDIO",
    "MAKING_BOOKS",
    "PDF_EDITIONS",
    "Book",
    "BookShare",
    "CallStatus",
    "Edition",
    "ImagePrompt",
    "Job",
    "JobKind",
    "JobStatus",
    "KeptEdition",
    "Page",
    "PageVersion",
    "ProviderCall",
    "Scope",
    "Spending",
    "StoryDraft",
    "StudioStory",
    "Visibility",
]
