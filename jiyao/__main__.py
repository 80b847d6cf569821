"""``python -m jiyao``."""

from jiyao.cli.application import main

main()
