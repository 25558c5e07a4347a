"""kernel/certificates."""
