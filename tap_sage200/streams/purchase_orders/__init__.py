"""Requisitions, orders to suppliers, receipts and returns."""
