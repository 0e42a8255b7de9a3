"""Staff pages: `book` is what families see, `job` and `work` how it is made, `providers` by whom, `figures` what other
pages say of all that.
"""

from books.admin import book, figures, job, providers, work

__all__ = ["book", "figures", "job", "providers", "work"]
