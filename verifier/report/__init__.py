"""From lemma files to a report: worker processes, re-checking, cache, forms of output."""
