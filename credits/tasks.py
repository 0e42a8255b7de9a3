"""What the queue calls on a schedule."""

from credits import subscriptions


def renew_subscriptions() -> None:
    subscriptions.renew_due()
