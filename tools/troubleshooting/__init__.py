"""Writes docs/troubleshooting.md from the declared problems."""
