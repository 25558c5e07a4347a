"""Proof scripts: what an author writes, run step by step against the kernel."""
