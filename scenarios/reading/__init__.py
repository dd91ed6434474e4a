"""Scenario and exercise files: their shape, their rules, and how they become an experiment."""
