"""Paginators: which page to ask for next, and when a table has ended."""
