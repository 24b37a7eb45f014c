"""Background jobs of this room, a module a noun: thin shells around actions."""
