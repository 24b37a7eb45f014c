"""Duty rosters: who stands where, in which shift, on which day."""
