"""What notebooks and scripts call: the commands' work on values that are made in Python."""
