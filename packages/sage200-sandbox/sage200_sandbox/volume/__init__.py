"""Large companies: copies of a year's postings as earlier years."""
