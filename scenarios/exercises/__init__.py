"""The bundled exercises: one TOML file each, and beside it the module with the proofs of its answers."""
