"""What is written about the tap, and what writes the data dictionary from the tap's own classes."""
