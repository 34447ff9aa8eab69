"""Singer tap for Sage 200."""
