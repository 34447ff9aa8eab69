"""Columns that tables of several ledgers have in common."""
