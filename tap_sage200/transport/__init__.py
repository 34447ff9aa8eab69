"""HTTP transport: session, TLS, proxies, timeouts and retries."""
