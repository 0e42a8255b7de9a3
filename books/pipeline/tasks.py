"""What the queue calls. Each takes one key and returns nothing."""

from books.pipeline import runner


def advance(job_id: str) -> None:
    runner.advance(job_id)
