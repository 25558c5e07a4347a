"""The papers: one folder each, one file for each result."""
