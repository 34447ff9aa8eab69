"""Servers of other projects, and servers between the tap and Sage. Each is a process of its own."""
