"""The demo: Meltano loads the sandbox into PostgreSQL twice, and every value is compared."""
