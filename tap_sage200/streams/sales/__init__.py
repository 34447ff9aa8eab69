"""Customers, how they are reached, what was posted to their accounts, and what they owe."""
