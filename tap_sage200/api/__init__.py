"""The client for the Sage 200 API: requests, retries, rate limit, prefetch and errors in responses."""
