"""The benchmark: the tap against its peers, on loopback, in one run."""
