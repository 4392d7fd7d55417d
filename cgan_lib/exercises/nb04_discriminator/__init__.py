"""Exercises of notebook 04_discriminator."""
