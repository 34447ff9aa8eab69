"""What is measured, one module for each of the claims that belong together."""
