"""The REST API: paths, and reading tables and rows."""
