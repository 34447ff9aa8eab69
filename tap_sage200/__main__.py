"""The command `tap-sage200`. `python -m tap_sage200` runs it too."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the tap."""
    gc.disable()  # objects of the start-up live until the end; collecting them repeatedly takes time
    from tap_sage200.masking.installation import filter_stderr_and_logs  # noqa: PLC0415 - the same

    filter_stderr_and_logs()
    from tap_sage200.tap import TapSage200  # noqa: PLC0415 - the import creates most of these objects, so it comes after the line above

    try:
        TapSage200.cli()
    finally:
        gc.freeze()  # spares Python a last collection of all objects at its end


if __name__ == "__main__":
    main()
