"""The command line: one command per verb; each parses, calls one function, prints."""

from jiyao.cli.application import app, main

__all__ = ["app", "main"]
