"""Exercises of notebook 07_evaluation."""
