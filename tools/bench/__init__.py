"""The benchmark: the tap and its peers, measured on loopback in one run."""
