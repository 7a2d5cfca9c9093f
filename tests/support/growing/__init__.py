"""Texts of every kind that can be made as long as one likes, for tests and benchmarks of costs."""
