"""The settings of a run: their schema, their checks, and the companies that they choose."""
