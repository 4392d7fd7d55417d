"""Exercises of notebook 09_exploring_the_latent_space."""
