"""The soak: scheduled runs of the tap for an hour, while people work in Sage and things go wrong."""
