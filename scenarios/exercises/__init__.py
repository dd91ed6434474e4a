"""The bundled exercises: a TOML file each, and beside it the module that proves its answers."""
