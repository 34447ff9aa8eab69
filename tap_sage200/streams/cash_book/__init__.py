"""Bank accounts, and what was posted to them."""
