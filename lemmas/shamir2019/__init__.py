"""Ohad Shamir, "Exponential Convergence Time of Gradient Descent for One-Dimensional Deep Linear
Neural Networks", Proceedings of the Thirty-Second Conference on Learning Theory (COLT), PMLR 99,
2691-2713, 2019."""
