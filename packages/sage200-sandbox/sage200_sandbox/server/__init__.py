"""The HTTP server: responses, the request log, and actions between pages."""
