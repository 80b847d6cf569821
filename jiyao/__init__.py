"""Jiyao (纪要): the archive of government meeting reports."""

__version__ = "0.1.0"
