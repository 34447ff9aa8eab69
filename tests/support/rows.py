"""Small rows of the sandbox's tables."""

from sage200_sandbox.sample_rows import MORNING, customers, nested_row, row

__all__ = ["MORNING", "customers", "nested_row", "row"]
