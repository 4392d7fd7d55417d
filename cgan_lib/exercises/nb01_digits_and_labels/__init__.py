"""Exercises of notebook 01_digits_and_labels."""
