"""The control path `/_sandbox/`: what the Python API can do, as JSON over HTTP."""
