"""The peers of the tap. Each one is a separate program."""
