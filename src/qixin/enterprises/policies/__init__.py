"""Who may do what in this room, a module a noun."""
