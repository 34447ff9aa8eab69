"""Products and product groups, warehouses and their stock, stock movements and stocktakes."""
