"""Stages: from bytes to reports. Pure functions, one module a concern."""
