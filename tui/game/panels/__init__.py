"""Parts of the result page, one file per panel."""
