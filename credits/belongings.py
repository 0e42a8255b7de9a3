"""What credits keeps of a person. The account goes; the ledger and what was paid for stay, without the person."""

from credits import services, subscriptions
from credits.models import CreditTransaction, Subscription, UserCredits
from storyforge_site.accounts.belongings import Belongings, Table
from storyforge_site.accounts.models import User


def hold(user: User) -> None:
    """Whoever moves money holds the account first and the person only at the end."""
    UserCredits.objects.select_for_update().filter(user=user).first()


def forget(user: User) -> None:
    services.forget(user)
    subscriptions.forget(user)


BELONGINGS = Belongings(
    app="credits",
    tables={
        "account": Table(lambda user: UserCredits.objects.filter(user=user)),
        "transactions": Table(lambda user: CreditTransaction.objects.filter(user=user)),
        "subscriptions": Table(lambda user: Subscription.objects.filter(user=user)),
    },
    hold=hold,
    forget=forget,
)
