"""Decodes responses: from bytes to pages, rows and complete records."""
