"""HTTP as the network asks for it: session, TLS, proxies, timeouts, retries."""
