"""A small internet of our own on loopback: four invented sites to harvest, for the demo and for our tests.

    /county     a county's portal as a TRS system makes it: UTF-8, pages named index_{n}.html
    /oldtown    a site of tables from 2006: GB18030 that declares gb2312, a link to the next page
    /gate       a Traditional mirror: Big5
    /assembly   a shell whose list comes as JSON

All texts are our own; every person in them is invented, and so is what they say.
"""

from jiyao.demo.pages import DemoPage, demo_pages
from jiyao.demo.server import PORT, DemoSite, demo_sources, serve_demo_site

__all__ = ["PORT", "DemoPage", "DemoSite", "demo_pages", "demo_sources", "serve_demo_site"]
