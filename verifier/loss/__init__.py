"""Losses by name or as expressions in p, and what the decision engine proves of them."""
