"""The control path `/_sandbox/`: the functions of the Python API as JSON over HTTP."""
