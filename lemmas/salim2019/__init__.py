"""Adil Salim, "Exponential Convergence Time of Gradient Descent for One-Dimensional Deep Linear
Neural Networks by Ohad Shamir (2018)", slides of a talk, KAUST, Spring 2019."""
