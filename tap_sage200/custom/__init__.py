"""Streams of a user's own: views, custom tables, and streams that were added to the catalogue by hand."""
