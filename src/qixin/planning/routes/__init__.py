"""Deliveries and rounds: vehicles or squads, depots, places, windows, trips, rests; on PyVRP."""
