"""Certified iteration counts: an enclosure of the first iteration of an event, without stepping."""
