"""The soak test: run the tap again and again for an hour, while its source changes and fails."""
