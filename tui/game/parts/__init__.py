"""Painters that several pages share."""
