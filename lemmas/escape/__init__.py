"""What the certified count of the steps of gradient descent rests on: the exact reduction of
one-dimensional deep linear networks to a scalar recursion, the clock and the drift of the gaps."""
