"""What all tests share. ``tests`` is no package, so its folder is put (last) on the path for what they import."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

pytest_plugins = ["changing_site", "chromium", "commands", "elasticsearch_node", "engines", "servers", "warm"]
