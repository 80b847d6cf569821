"""The search over HTTP: the corpus for other programs.

    GET /api/search           a page of what matches
    GET /api/reports/{id}     one report, whole
    GET /api/health           how the engine is
    GET /openapi.json, /docs  the description

Every error is a problem document (RFC 9457). :mod:`jiyao.api.schemas` can be
imported without the server: the command line prints what the API answers.
"""
