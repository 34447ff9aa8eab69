"""Keeps secrets and control characters out of everything that a person sees: one filter for streams and log records."""

from __future__ import annotations

from tap_sage200.masking.secrets import SECRETS
from tap_sage200.masking.text import clean, escaped, one_line

__all__ = ["SECRETS", "clean", "escaped", "one_line"]
