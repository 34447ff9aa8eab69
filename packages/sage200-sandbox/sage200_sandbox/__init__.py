"""A Sage 200 of our own on loopback, with a demo company: to test against, to try out, to break on purpose."""

from sage200_sandbox.companies import Demo
from sage200_sandbox.faults import Fault
from sage200_sandbox.rows import Delete, Insert, Update
from sage200_sandbox.sandbox import Sandbox

__all__ = ["Delete", "Demo", "Fault", "Insert", "Sandbox", "Update"]
