"""What can be said: terms and statements, their text, LaTeX, JSON and rigorous values."""
