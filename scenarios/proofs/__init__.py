"""What re-derives the exercises: a module each, with PROOFS and NUMBERS."""
