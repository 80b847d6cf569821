"""The command line: one command per verb; each parses, calls one function, prints.

A command imports what it calls when it is called: Typer needs all signatures to
show one help page, and the runs, the stages and the engines take longer to
import than most commands take to run (tests/jiyao/test_startup.py).
"""
