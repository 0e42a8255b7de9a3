"""What the queue calls beside the pipeline. Each takes one key and returns nothing."""

from books import services


def empty_wastebasket(asked_by: str) -> None:
    services.empty_wastebasket()
