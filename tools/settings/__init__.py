"""Writes docs/settings.md from the schema of the configuration."""
