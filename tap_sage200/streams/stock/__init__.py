"""Products and their groups, warehouses and what lies in them, every move of goods, stocktakes."""
