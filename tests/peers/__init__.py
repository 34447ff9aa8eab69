"""Servers that this project did not write, or that stand between the tap and Sage: each a process of its own."""
