"""Requisitions, purchase orders, receipts and returns."""
