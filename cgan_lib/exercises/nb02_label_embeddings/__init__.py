"""Exercises of notebook 02_label_embeddings."""
