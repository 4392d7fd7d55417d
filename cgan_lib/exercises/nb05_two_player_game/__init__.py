"""Exercises of notebook 05_two_player_game."""
