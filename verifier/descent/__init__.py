"""Gradient descent on products of scalars: objectives, starts, events, stepping backends."""
