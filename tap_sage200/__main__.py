"""The commands `tap-sage200` and `sage200`. `python -m tap_sage200` runs the tap too."""

from __future__ import annotations

import gc
import signal

from tap_sage200 import output_encoding
from tap_sage200.masking.installation import filter_stderr_and_logs


def main() -> None:
    """Run the tap."""
    _end_quietly_on_ctrl_c()
    gc.disable()  # objects of the start-up live until the end; collecting them repeatedly takes time
    output_encoding.use_utf8()
    filter_stderr_and_logs()
    from tap_sage200.tap import TapSage200  # noqa: PLC0415 - the import creates most of these objects, so it comes after the line above

    try:
        TapSage200.cli()
    finally:
        gc.freeze()  # spares Python a last collection of all objects at its end


def sage200() -> None:
    """Run a command of `sage200`."""
    _end_quietly_on_ctrl_c()
    from tap_sage200.cli import cli  # noqa: PLC0415 - the import takes long, so it comes after the line above

    cli()


def _end_quietly_on_ctrl_c() -> None:
    """End without a traceback until the imports are done. Nothing is half-done until then."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    main()
