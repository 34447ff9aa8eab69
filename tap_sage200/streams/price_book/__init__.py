"""Bands of prices, the price of each product in them, discounts, and whom they are for."""
