"""Sandbox for Sage 200: the REST API, the OAuth sign-in and a demo company, served on this machine."""

from sage200_sandbox.companies import Demo
from sage200_sandbox.faults import Fault
from sage200_sandbox.rows import Delete, Insert, Update
from sage200_sandbox.sandbox import Sandbox

__all__ = ["Delete", "Demo", "Fault", "Insert", "Sandbox", "Update"]
