"""What a door may ask for: harvest, rebuild, export. Each continues where it stopped when asked again."""

from jiyao.runs.exports import FORMATS, Format, export, export_articles
from jiyao.runs.harvests import SourceRun, harvest
from jiyao.runs.progress import Progress, Watch
from jiyao.runs.rebuilds import Rebuilt, rebuild

__all__ = [
    "FORMATS",
    "Format",
    "Progress",
    "Rebuilt",
    "SourceRun",
    "Watch",
    "export",
    "export_articles",
    "harvest",
    "rebuild",
]
