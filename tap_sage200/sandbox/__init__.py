"""A Sage 200 of our own on loopback, with a demo company: to test against, to try out, to break on purpose."""

from tap_sage200.sandbox.companies import Demo
from tap_sage200.sandbox.faults import Fault
from tap_sage200.sandbox.rows import Delete, Insert, Update
from tap_sage200.sandbox.sandbox import Sandbox

__all__ = ["Delete", "Demo", "Fault", "Insert", "Sandbox", "Update"]
