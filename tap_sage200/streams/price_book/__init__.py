"""Price bands, product prices, discounts, and the customers that they apply to."""
