"""Exercises of notebook 13_ways_to_ask."""
