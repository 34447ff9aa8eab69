"""The readers that the tap is measured against, each a program of its own."""
