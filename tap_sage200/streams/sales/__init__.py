"""Customers, their contacts, their transactions, and what they owe."""
