"""What is computed: metrics by topic, the registry that declares them, and the trace from a number to its words."""

from .arithmetic import annual_rate, annual_rate_of_sum, change, compounded, doubling_time, factor, time_to_pass
from .derived import TABLES, computed_files, derived_issues, write_derived
from .registry import DATELINE, Metric, compute, metric, metrics_table, published, registry
from .trace import Trace, trace

__all__ = [
    "DATELINE", "TABLES", "Metric", "Trace", "annual_rate", "annual_rate_of_sum", "change", "compounded", "computed_files", "derived_issues",
    "doubling_time", "factor", "metric", "metrics_table", "published", "registry", "compute", "time_to_pass", "trace", "write_derived",
]  # fmt: skip
