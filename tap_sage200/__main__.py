"""The command `tap-sage200`, which is also `python -m tap_sage200`."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the tap."""
    gc.disable()  # what is made until the first request stays: looking it over again and again takes time
    from tap_sage200.tap import TapSage200  # noqa: PLC0415 - after the line above: it makes most of it

    try:
        TapSage200.cli()
    finally:
        gc.freeze()  # so that Python does not look over all of it once more before it ends


if __name__ == "__main__":
    main()
