"""Random instances, counterexamples, dropped hypotheses, measurements; never a proof."""
