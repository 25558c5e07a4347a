"""What Lemma 1 speaks of: one random variable w and its size."""

from verifier import expectation, random_family

w = random_family("w")
SIZE = abs(w[1])
MEAN, MEAN_SQUARE, MEAN_SIZE = expectation(w[1]), expectation(w[1] ** 2), expectation(SIZE)
