"""Certificates checked without searching, and the normal form that serves for it."""
