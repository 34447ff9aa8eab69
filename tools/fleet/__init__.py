"""The fleet: load 20 companies with Airflow, Celery, Redis and PostgreSQL while a worker dies, and compare."""
