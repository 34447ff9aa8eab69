"""Columns that tables of several ledgers share."""
