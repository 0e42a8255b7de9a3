"""Staff pages about money: `accounts` with what may be given, `ledger`, `plans`, and `figures` for other pages."""

from credits.admin import accounts, figures, ledger, plans

__all__ = ["accounts", "figures", "ledger", "plans"]
