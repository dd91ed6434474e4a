"""The bundled races, one TOML file each."""
