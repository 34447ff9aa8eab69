"""The tap on the SDK's own path: each record a dictionary that the SDK conforms, and each message written by itself."""

from __future__ import annotations

from singer_sdk.singerlib.encoding import SimpleSingerWriter

from tap_sage200.tap import TapSage200


class EverythingOff(TapSage200):
    """The tap without the writer that it goes past the SDK with."""

    message_writer_class = SimpleSingerWriter


if __name__ == "__main__":
    EverythingOff.cli()
