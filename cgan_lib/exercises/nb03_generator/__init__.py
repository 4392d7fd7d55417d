"""Exercises of notebook 03_generator."""
