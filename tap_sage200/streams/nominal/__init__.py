"""Nominal accounts, cost centres and departments, what was posted, budgets, and lines of the accounts."""
