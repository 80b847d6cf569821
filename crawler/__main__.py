"""``python -m crawler``: see :mod:`crawler.harvest`. The processes that it begins import none of it."""

from crawler.harvest import main

if __name__ == "__main__":
    main()
