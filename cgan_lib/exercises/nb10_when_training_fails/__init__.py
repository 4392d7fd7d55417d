"""Exercises of notebook 10_when_training_fails."""
