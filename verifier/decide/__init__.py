"""Finding certificates for relations between finitely many scalars; nothing here is trusted."""
