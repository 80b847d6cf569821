"""What the tests of Kibana share."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

from kibana_corpus import kept

__all__ = ["kept"]
