"""What is believed: theorems, rules, certificate checks, the replay of proof files."""
