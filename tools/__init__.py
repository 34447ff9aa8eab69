"""What `make` runs and no user installs: the demo, the soak, the benchmark and the data dictionary."""
