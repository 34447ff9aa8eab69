"""The benchmark: measure the tap and its peers on loopback, in one run."""
