"""Harvest: all that knows how to visit a site."""
