"""The bundled races: one TOML file per scenario, with its stages."""
