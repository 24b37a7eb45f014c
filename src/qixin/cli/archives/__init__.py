"""Backup of a running installation into one file, and its restoration elsewhere.

The archive holds the database as of one moment, every stored file, and a manifest with the count of
each table, the last seal and a SHA-256 of each file. Keys are never in it: without them telephone
numbers cannot be read and seals cannot be checked, so they travel by another road (`--keys`).
"""

from qixin.cli.archives.manifest import Manifest
from qixin.cli.archives.packing import back_up
from qixin.cli.archives.unpacking import restore

__all__ = ["Manifest", "back_up", "restore"]
