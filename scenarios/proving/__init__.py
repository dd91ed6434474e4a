"""The proof of what a scenario file claims: fresh runs against its sentences."""
