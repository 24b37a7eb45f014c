"""Reads of this room; each takes the user, and fails closed."""
