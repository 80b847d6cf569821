"""The command line: one command per verb; each parses, calls one function, prints."""
