"""Harvest: all that knows how to visit a site.

sources/*.yaml ──loader──► SiteSpider ──listing──► links ──► Capture ──► pipelines.items
                               ▲ middlewares: on site only, conditional, patient
                               └ monitors: what was counted, what was expected
"""
