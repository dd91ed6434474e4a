"""Scenarios as data: files, their schema, and the checks that hold their claims."""
