"""Kibana's saved objects: made of one description, checked without a Kibana, imported into one.

    index_mappings/kibana/description.yaml
            │ read_description (description)
            ▼
       Description ──saved_objects (objects, panels, dashboards)──► the lines of jiyao.ndjson ──► import (importing)
                                         │
                                         ├── checks     by themselves and against the mappings
                                         └── requests   what Kibana will ask Elasticsearch for each panel, control
                                                        and session; proving runs them

They have the shape of Kibana 8.19, which 9.x takes too: Kibana brings older objects up to date, and refuses newer ones.
"""

from jiyao.kibana.description import read_description
from jiyao.kibana.objects import DEFAULT_PAGE, ndjson, saved_objects

__all__ = ["DEFAULT_PAGE", "ndjson", "read_description", "saved_objects"]
