"""The soak: scheduled runs of the tap for an hour, while its source changes and fails."""
