"""How each kind of measurement is carried out; see `verifier.evidence.measurement`."""
