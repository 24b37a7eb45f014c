"""Which units stand by which communities, and with how many members day by day."""
