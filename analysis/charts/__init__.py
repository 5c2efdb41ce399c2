"""The charts of the briefing: each a function of the package and a width, and nothing else."""

from analysis.charts.deal import flows, ratios
from analysis.charts.growth import clouds, paths

CHARTS = {"flows": flows, "ratios": ratios, "paths": paths, "clouds": clouds}

__all__ = ["CHARTS"]
