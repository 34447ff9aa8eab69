"""The tap with the SDK's writer, which conforms and writes each record separately."""

from __future__ import annotations

from singer_sdk.singerlib.encoding import SimpleSingerWriter

from tap_sage200.tap import TapSage200


class SdkWriterTap(TapSage200):
    """The tap with the SDK's writer."""

    message_writer_class = SimpleSingerWriter


if __name__ == "__main__":
    SdkWriterTap.cli()
