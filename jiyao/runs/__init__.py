"""What a door may ask for: harvest and rebuild. Each continues where it stopped when asked again."""

from jiyao.runs.harvests import SourceRun, harvest
from jiyao.runs.rebuilds import Rebuilt, rebuild

__all__ = ["Rebuilt", "SourceRun", "harvest", "rebuild"]
