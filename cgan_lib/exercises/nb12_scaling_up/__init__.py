"""Exercises of notebook 12_scaling_up."""
