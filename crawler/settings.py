"""What ``scrapy.cfg`` names: Scrapy's settings for the installation that the environment describes."""

import os
from pathlib import Path

from crawler.configuration import scrapy_settings
from jiyao.settings import read_settings

globals().update(scrapy_settings(read_settings(os.environ, Path("jiyao.toml"))))
