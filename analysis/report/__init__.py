"""What the document of the briefing may call: every number, table, chart and appendix as Markdown, each number linked to its trace."""

from .briefing import Briefing, open_briefing
from .markdown import Markdown, escape

__all__ = ["Briefing", "Markdown", "escape", "open_briefing"]
