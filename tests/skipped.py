"""What was not tested, for the lines at a run's end: the process that prints them has run no test itself."""

import pytest


def skipped_because(terminalreporter: pytest.TerminalReporter, why: str) -> list[str]:
    """Return what follows ``why`` in the reasons of skipped tests; a worker process knows only its own."""
    reasons = [str(report.longrepr[-1]) for report in terminalreporter.getreports("skipped")]
    return [reason.partition(why)[2] for reason in reasons if why in reason]
