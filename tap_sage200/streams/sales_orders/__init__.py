"""Quotes, proformas, orders, despatches and returns of customers."""
