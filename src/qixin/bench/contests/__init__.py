"""Benchmarks of the planning engines on public instances, beside a peer in the same run."""
