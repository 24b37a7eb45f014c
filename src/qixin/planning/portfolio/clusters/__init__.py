"""Column generation: clusters of work that only factors, money, land and the end tie together.

Each cluster's plans are priced exactly, and a linear program mixes them: Dantzig & Wolfe 1960,
Operations Research 8. Its bound is at least the relaxation's by period, for modes and parcels are
whole in every plan; a choice of one plan each among those generated is an answer.
"""
