"""The search over HTTP: the corpus for other programs.

    /v1/reports  /v1/attendances  /v1/statements   a page of what matches; a walk through all of it
    /v1/reports/{id}  …/alike  …/capture  …/citation  …/versions  …/changes
    /v1/facets  /v1/suggest  /v1/people/{name}  /v1/sources  /v1/feed
    /healthz  /readyz  /metrics  /openapi.json

A request comes through the door (:mod:`~jiyao.api.door`: its id, key, limit and
time), then to a route, which reads its parameters (:mod:`jiyao.api.parameters`)
and refuses all others in words (:mod:`jiyao.api.mistakes`). Every error is a problem document (RFC 9457).
:mod:`jiyao.api.schemas` can be imported without the server: the command line
prints what the API answers.
"""
