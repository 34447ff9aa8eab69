"""The Sage 200 API: requests, rate limit, prefetch, and what its answers mean."""
