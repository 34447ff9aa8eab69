"""Nominal accounts, cost centres, departments, report categories, nominal transactions and budgets."""
