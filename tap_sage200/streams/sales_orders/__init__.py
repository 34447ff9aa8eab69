"""Quotes, proformas, sales orders, despatches and returns."""
