"""Exercises of notebook 06_training."""
