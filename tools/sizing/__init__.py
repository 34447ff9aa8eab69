"""How long a round over all companies of a fleet takes, and what binds it: computed, without a request."""
