"""Bank accounts and their transactions."""
