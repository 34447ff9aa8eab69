"""The demo: load the sandbox into PostgreSQL with Meltano, twice, and compare every value."""
