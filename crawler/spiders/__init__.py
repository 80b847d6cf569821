"""The one spider class; :mod:`crawler.loader` makes a spider of it for every source file."""
