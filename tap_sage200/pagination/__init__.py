"""Paginators: read all pages of a table. They work on pages and keys, and never see bytes."""
