"""Generate the data dictionary in `docs/dictionary/` from the stream classes."""
