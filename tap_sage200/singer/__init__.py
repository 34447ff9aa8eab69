"""Where the Singer SDK is met: base streams, selection, messages."""
