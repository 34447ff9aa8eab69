"""Suppliers, how they are reached and paid, what was posted to their accounts, and what we owe."""
