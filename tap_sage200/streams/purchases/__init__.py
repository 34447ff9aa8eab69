"""Suppliers, their contacts and payment details, their transactions, and what we owe."""
