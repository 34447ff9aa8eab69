"""The demo: a Sage 200 of our own into a PostgreSQL of its own, with Meltano, twice, and every value compared."""
