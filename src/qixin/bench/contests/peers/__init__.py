"""The peers: public solvers, called as their manuals say."""
