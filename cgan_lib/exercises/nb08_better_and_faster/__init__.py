"""Exercises of notebook 08_better_and_faster."""
