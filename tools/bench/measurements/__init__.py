"""The measurements: one module per group of claims."""
