"""From the bytes of a page to typed, complete records."""
