"""The generator of the data dictionary in `docs/dictionary/`. It reads the classes of the tables."""
