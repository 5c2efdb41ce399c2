"""What is computed: metrics by topic, the registry that declares them, and the trace from a number to its words."""

# Metrics are declared as these are imported, which is the order of the report.
from . import deal, since, peers, gigawatt, anthropic, spending, capex, cloud  # noqa: F401, I001

# isort: split
from .arithmetic import annual_rate, annual_rate_of_sum, change, compounded, factor, span, time_to_pass, total
from .derived import TABLES, computed_files, derived_issues, write_derived
from .peers import PeerDeal, peer_deals
from .registry import DATELINE, Metric, compute, metric, metrics_table, published, registry
from .trace import Trace, trace

__all__ = [
    "DATELINE", "TABLES", "Metric", "PeerDeal", "Trace", "annual_rate", "annual_rate_of_sum", "change", "compounded", "compute",
    "computed_files", "derived_issues", "factor", "metric", "metrics_table", "peer_deals", "published", "registry", "span", "time_to_pass",
    "total", "trace", "write_derived",
]  # fmt: skip
