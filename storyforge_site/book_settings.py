"""The part of the settings about making books: how long a job may take, what it may cost, what families get."""

from storyforge_site.environment import env

# One walk, one task: after `JOB_WALK_SECONDS` nothing more is begun, by `JOB_WALK_LIMIT_SECONDS` all of it has ended,
# and so has the heartbeat that renews the lease; only then would the queue kill the task.
JOB_LEASE_SECONDS: int = env.int("JOB_LEASE_SECONDS", default=30)
JOB_HEARTBEAT_SECONDS: float = env.float("JOB_HEARTBEAT_SECONDS", default=3.0)
JOB_WALK_SECONDS: int = env.int("JOB_WALK_SECONDS", default=60)
JOB_WALK_LIMIT_SECONDS: int = env.int("JOB_WALK_LIMIT_SECONDS", default=110)
JOB_MAX_ATTEMPTS: int = env.int("JOB_MAX_ATTEMPTS", default=3)
JOB_REST_SECONDS: float = env.float("JOB_REST_SECONDS", default=2.5)  # after vendors failed; then twice as long
JOB_SOFT_LIMIT_SECONDS: int = env.int("JOB_SOFT_LIMIT_SECONDS", default=540)
JOB_HARD_LIMIT_SECONDS: int = env.int("JOB_HARD_LIMIT_SECONDS", default=600)
JOB_FORGOTTEN_SECONDS: int = env.int("JOB_FORGOTTEN_SECONDS", default=120)
WATCHDOG_SECONDS: float = env.float("WATCHDOG_SECONDS", default=5.0)
QUEUE_SILENCE_SECONDS: int = env.int("QUEUE_SILENCE_SECONDS", default=45)
STORAGE_ATTEMPTS: int = env.int("STORAGE_ATTEMPTS", default=7)  # with growing pauses, about half a minute
# What providers may take, in micro-dollars: for one book, for one user's day, for the whole site's day (UTC).
COST_CAP_JOB: int = env.int("COST_CAP_JOB", default=2_000_000)
COST_CAP_USER_DAY: int = env.int("COST_CAP_USER_DAY", default=10_000_000)
COST_CAP_SITE_DAY: int = env.int("COST_CAP_SITE_DAY", default=200_000_000)
PDF_SECONDS: float = env.float("PDF_SECONDS", default=40.0)  # after which its process is killed
PDF_WAIT_SECONDS: float = env.float("PDF_WAIT_SECONDS", default=10.0)  # for a free one of two such processes
EDITION_DAYS: int = env.int("EDITION_DAYS", default=30)  # that a file nobody asks for is kept; it can be made again
SHARE_LIFETIME_DAYS: int = env.int("SHARE_LIFETIME_DAYS", default=30)
REPAINTER = "books.mending.repaint"  # who has a picture painted again that staff found unfit
SPENDING_LEDGER = "books.spending.DayBudget"  # who counts what is asked of a model outside a book
OPENING_CREDITS = 3
SUPPORT_GIFT_CREDITS: int = env.int("SUPPORT_GIFT_CREDITS", default=3)  # by support, to one family a day
DAILY_STORY_REVIEW: bool = env.bool("DAILY_STORY_REVIEW", default=False)  # staff let each one out, in the admin
MAX_CHARACTERS: int = env.int("MAX_CHARACTERS", default=200)  # of one family
# Credits a month by plan. A payment is believed when the verifier at this dotted path says so; none: nobody is.
PLANS: dict[str, int] = {
    "free": 0,
    "basic": env.int("PLAN_BASIC", default=10),
    "premium": env.int("PLAN_PREMIUM", default=40),
}
PAYMENT_VERIFIER: str = env.str("PAYMENT_VERIFIER", default="")
BOOK_PRICE_CREDITS = 1
PAGE_REMAKES: int = env.int("PAGE_REMAKES", default=24)  # free of charge, for each book
