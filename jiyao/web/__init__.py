"""The page: the corpus for people, rendered here, readable without JavaScript.

    address ──asked──► SearchQuery ──► Page ──templates──► HTML
    /               search          /people/NAME    one name's meetings, kept apart by place and posts
    /reports/ID     one report      /bodies/NAME    a body's meetings by number, with the missing ones
    /sources/NAME   one source      /docs           the API, described

Every state has an address. Nothing is loaded from elsewhere, text from archived
pages is always escaped, and an archived page itself is shown in a sandbox.
"""
