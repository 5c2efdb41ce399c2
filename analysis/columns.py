"""Which rows of a large table need a closer look: a screen in columns, before Frictionless judges the rows one by one.

The screen only ever lets rows pass of which nothing can be said: a cell in its plainest form, a key that stands once,
a rule that plainly holds. Every other row is a suspect, and Frictionless decides and words what is wrong with it, in an
excerpt that has the suspects, whatever they must be compared with, and the first rows of the table. A table with
anything that the screen does not know is left to Frictionless whole.
"""

from __future__ import annotations

import ast
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.package import Row

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Mask = np.ndarray[Any, np.dtype[np.bool_]]

LARGE = 1_000_000  # bytes: below, Frictionless alone is as fast
ALWAYS = 100  # rows that Frictionless sees in any case, with the header
MOST = 20_000  # more suspects than this are no exceptions, and Frictionless reads the whole table

_KNOWN_FIELD = {"name", "type", "title", "description", "unit", "constraints", "categories"}
_KNOWN_SCHEMA = {
    "$schema", "fields", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues", "rowRules", "idOf", "idInWords",
    "statementOf", "sortedBy",
}  # fmt: skip
_KNOWN_CONSTRAINTS = {"required", "unique", "enum", "pattern", "minimum", "maximum"}
# The plain forms of types; at most 15 digits, so that two numbers are equal as doubles only if they are equal.
_PLAIN = {
    "integer": "^(0|-?[1-9][0-9]{0,14})$",
    "number": r"^(0|-?[1-9][0-9]{0,14}|-?(0|[1-9][0-9]{0,7})\.[0-9]{0,6}[1-9])$",
    "boolean": "^(true|false)$",
    "date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}
_SPACE = "".join(f"\\x{{{code:x}}}" for code in range(sys.maxunicode + 1) if chr(code).isspace())
_ODD = f"^[{_SPACE}]|[{_SPACE}]$"


class Unscreened(Exception):  # noqa: N818 - it says what the table is
    """The table has something that the screen does not know."""


@dataclass(frozen=True)
class Excerpt:
    """Rows of a table with their lines in the file, and the rows of other tables that their foreign keys name."""

    rows: list[list[str]]
    lines: list[int]
    targets: dict[str, tuple[list[str], list[list[str]]]]


class Screen:
    """Reads the large tables of a package, one after the other; keeps of each no more than the keys that others name."""

    def __init__(self, descriptor: Row, base: Path) -> None:
        self._resources = {resource["name"]: resource for resource in descriptor["resources"]}
        self._base = base
        self._keys: dict[tuple[str, tuple[str, ...]], pa.Array] = {}

    def excerpt(self, name: str) -> Excerpt | None:
        """What Frictionless has to judge of the table, or None where it must read the whole of it."""
        resource = self._resources[name]
        targets = [key["reference"].get("resource") or name for key in resource["schema"].get("foreignKeys", [])]
        paths = [self._resources[one]["path"] for one in (name, *targets) if one in self._resources]
        if all((self._base / path).stat().st_size < LARGE for path in paths):
            return None
        try:
            return self._excerpt(resource)
        except Unscreened:
            return None

    def _excerpt(self, resource: Row) -> Excerpt:
        import numpy as np

        schema = resource["schema"]
        if not (set(resource) <= _KNOWN_RESOURCE and set(schema) <= _KNOWN_SCHEMA and schema.get("missingValues", [""]) == [""]):
            raise Unscreened
        table = self._read(resource)
        columns = {field["name"]: table.column(field["name"]) for field in schema["fields"]}
        suspects = np.zeros(len(table), bool)
        with ThreadPoolExecutor() as pool:
            for found in pool.map(_cells, schema["fields"], columns.values()):
                suspects |= found
        self._check_keys_are_plain(schema, columns)
        suspects |= _twice(schema, columns)
        wanted = []  # (what the rows name, in which table, under which fields)
        for key in schema.get("foreignKeys", []):
            target, fields = key["reference"].get("resource") or resource["name"], tuple(_listed(key["reference"]["fields"]))
            named = _joined(columns, _listed(key["fields"]))
            known = _joined(columns, fields) if target == resource["name"] else self._target(target, fields)
            suspects |= _dangling(named, known, len(_listed(key["fields"])))
            wanted.append((named, target, fields, known))
        rules = _Rules(schema["fields"], columns, suspects)
        for rule in schema.get("rowRules", []):
            suspects |= ~rules.holds(rule["formula"])
        suspects[:ALWAYS] = True
        suspects = _with_parents(suspects, [(named, known) for named, target, _, known in wanted if target == resource["name"]])
        if suspects.sum() > MOST:
            raise Unscreened
        places = np.flatnonzero(suspects)
        rows = [list(row) for row in zip(*(column.take(places).to_pylist() for column in columns.values()), strict=True)]
        targets: dict[str, tuple[list[str], list[list[str]]]] = {}
        for named, target, fields, known in wanted:
            if target != resource["name"]:
                targets[target] = _add(targets.get(target), list(fields), _present(named.take(places), known))
        self._keep(resource["name"], columns)
        return Excerpt(rows, (places + 2).tolist(), targets)

    def _read(self, resource: Row, only: list[str] | None = None) -> pa.Table:
        """The table as text, as it stands in the file."""
        import pyarrow as pa
        from pyarrow import csv

        names = [field["name"] for field in resource["schema"]["fields"]]
        try:
            table = csv.read_csv(
                self._base / resource["path"],
                csv.ReadOptions(block_size=16 << 20),
                csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
                csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, include_columns=only or []),
            )
        except (pa.ArrowInvalid, pa.ArrowKeyError) as error:  # rows of different length, bytes that are no UTF-8
            raise Unscreened from error
        if table.column_names != (only or names):
            raise Unscreened
        return table

    def _target(self, name: str, fields: tuple[str, ...]) -> pa.ChunkedArray:
        """The keys of another table, under these fields."""
        if (name, fields) not in self._keys:
            if name not in self._resources or "schema" not in self._resources[name]:
                raise Unscreened
            table = self._read(self._resources[name], list(fields))
            columns = {field: table.column(field) for field in fields}
            self._check_plain(self._resources[name]["schema"], columns, fields)
            self._keys[name, fields] = _joined(columns, fields)
        return self._keys[name, fields]

    def _keep(self, name: str, columns: dict[str, pa.ChunkedArray]) -> None:
        """Keep the keys that other tables name; the rest of the table is let go."""
        for resource in self._resources.values():
            for key in resource.get("schema", {}).get("foreignKeys", []):
                fields = tuple(_listed(key["reference"]["fields"]))
                if key["reference"].get("resource") == name != resource["name"]:
                    self._keys[name, fields] = _joined(columns, fields)

    def _check_keys_are_plain(self, schema: Row, columns: dict[str, pa.ChunkedArray]) -> None:
        keys = [schema.get("primaryKey", []), *schema.get("uniqueKeys", []), *(key["fields"] for key in schema.get("foreignKeys", []))]
        names = {name for key in keys for name in _listed(key)}
        names |= {field["name"] for field in schema["fields"] if field.get("constraints", {}).get("unique")}
        for resource in self._resources.values():
            for key in resource.get("schema", {}).get("foreignKeys", []):
                names |= set(_listed(key["reference"]["fields"])) & set(columns)
        self._check_plain(schema, columns, names)

    def _check_plain(self, schema: Row, columns: dict[str, pa.ChunkedArray], names: Any) -> None:
        """A key is compared as text, so each value must have one form: 7 must not stand as 07 elsewhere."""
        import pyarrow.compute as pc

        types = {field["name"]: field["type"] for field in schema["fields"]}
        for name in names:
            if name not in columns or name not in types:
                raise Unscreened
            plain = _PLAIN.get(types[name])
            if plain and not pc.all(pc.or_(pc.match_substring_regex(columns[name], plain), pc.equal(columns[name], ""))).as_py():
                raise Unscreened


_KNOWN_RESOURCE = {
    "$schema", "name", "type", "path", "title", "description", "format", "mediatype", "encoding", "bytes", "hash", "licenses",
    "sources", "schema", "rows",
}  # fmt: skip


def _listed(key: str | list[str]) -> list[str]:
    return [key] if isinstance(key, str) else list(key)


def _mask(found: Any) -> Mask:
    mask: Mask = found.to_numpy(zero_copy_only=False) if not hasattr(found, "combine_chunks") else found.combine_chunks().to_numpy(False)
    return mask


def _cells(field: Row, cells: pa.ChunkedArray) -> Mask:
    """The rows whose cell is not plainly what its field asks for."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind, constraints = field["type"], field.get("constraints", {})
    if not (set(field) <= _KNOWN_FIELD and set(constraints) <= _KNOWN_CONSTRAINTS and kind in ("string", *_PLAIN)):
        raise Unscreened
    empty = pc.equal(cells, "")
    found = empty if constraints.get("required") else pc.and_(empty, False)
    if kind != "string":
        odd = pc.invert(pc.match_substring_regex(cells, _PLAIN[kind]))
        found = pc.or_(found, pc.and_(odd, pc.invert(empty)))
        if kind == "date":
            real = [day for day in pc.unique(cells).to_pylist() if _is_day(day)]
            found = pc.or_(found, pc.and_(pc.invert(empty), pc.invert(pc.is_in(cells, pa.array(real, pa.string())))))
        found = pc.or_(found, _out_of_bounds(kind, constraints, cells, _mask(pc.or_(odd, empty))))
    else:
        if {"minimum", "maximum"} & set(constraints):
            raise Unscreened
        found = pc.or_(found, pc.match_substring_regex(cells, _ODD))
        if "pattern" in constraints:
            found = pc.or_(found, pc.and_(_unlike(constraints["pattern"], cells), pc.invert(empty)))
    if "enum" in constraints:
        if not all(isinstance(value, str) for value in constraints["enum"]) or kind != "string":
            raise Unscreened
        found = pc.or_(found, pc.and_(pc.invert(pc.is_in(cells, pa.array(constraints["enum"], pa.string()))), pc.invert(empty)))
    return _mask(found)


def _unlike(pattern: str, cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells that the pattern may not match. Engines differ on other characters than these, and on the end of the text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        re.compile(pattern)
        alike = pc.match_substring_regex(cells, f"^(?:^{pattern}$)$")
    except (re.error, pa.ArrowInvalid) as error:
        raise Unscreened from error
    return pc.or_(pc.invert(alike), pc.match_substring_regex(cells, r"[^\x20-\x7e]"))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _out_of_bounds(kind: str, constraints: Row, cells: pa.ChunkedArray, skipped: Mask) -> pa.Array:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    outside = np.zeros(len(cells), bool)
    ends = {end: constraints[end] for end in ("minimum", "maximum") if end in constraints}
    if ends and (kind not in ("integer", "number") or not all(isinstance(end, int) and not isinstance(end, bool) for end in ends.values())):
        raise Unscreened
    if ends:
        values = _mask(pc.cast(pc.if_else(pa.array(skipped), "nan", cells), pa.float64()))
        outside |= values < ends.get("minimum", -np.inf)
        outside |= values > ends.get("maximum", np.inf)
    return pa.array(outside)


def _joined(columns: dict[str, pa.ChunkedArray], names: Any) -> pa.ChunkedArray:
    """The cells of a key as one text."""
    import pyarrow.compute as pc

    cells = [columns[name] for name in names]
    if not cells:
        raise Unscreened
    return cells[0] if len(cells) == 1 else pc.binary_join_element_wise(*cells, "\x1f")


def _twice(schema: Row, columns: dict[str, pa.ChunkedArray]) -> Mask:
    """The rows that share a key with another row; where a field is unique, an empty cell is none."""
    import numpy as np
    import pyarrow.compute as pc

    found = np.zeros(len(next(iter(columns.values()))), bool)
    for key in (schema.get("primaryKey", []), *schema.get("uniqueKeys", [])):
        found |= _repeated(_joined(columns, _listed(key)))
    for field in schema["fields"]:
        if field.get("constraints", {}).get("unique"):
            found |= _repeated(columns[field["name"]]) & ~_mask(pc.equal(columns[field["name"]], ""))
    return found


def _repeated(key: pa.ChunkedArray) -> Mask:
    """The rows whose key stands in another row too."""
    import pyarrow.compute as pc

    counts = pc.value_counts(key)
    often = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    return _mask(pc.is_in(key, often))


def _dangling(named: pa.ChunkedArray, known: pa.ChunkedArray, width: int) -> Mask:
    """The rows that name a key which is not there; an empty key names none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.is_in(named, pa.concat_arrays(known.chunks) if known.num_chunks else pa.array([], pa.string()))
    return _mask(pc.invert(pc.or_(found, pc.equal(named, "\x1f" * (width - 1)))))


def _with_parents(suspects: Mask, own: list[tuple[pa.ChunkedArray, pa.ChunkedArray]]) -> Mask:
    """The suspects and the rows of the same table that they name, and those that these name."""
    import pyarrow as pa
    import pyarrow.compute as pc

    while True:
        more = suspects.copy()
        for named, known in own:
            more |= _mask(pc.is_in(known, pc.unique(named.filter(pa.array(suspects)))))
        if (more == suspects).all():
            return suspects
        suspects = more


def _present(named: pa.ChunkedArray, known: pa.ChunkedArray) -> list[str]:
    import pyarrow.compute as pc

    wanted = pc.unique(named)
    found: list[str] = wanted.filter(pc.is_in(wanted, known.combine_chunks())).to_pylist()
    return found


def _add(target: tuple[list[str], list[list[str]]] | None, fields: list[str], keys: list[str]) -> tuple[list[str], list[list[str]]]:
    """The rows of a target table with these keys added, over all the fields that are named there."""
    rows = [key.split("\x1f") for key in keys]
    if target is None:
        return fields, rows
    if target[0] != fields:
        raise Unscreened
    return fields, [list(row) for row in dict.fromkeys(map(tuple, target[1] + rows))]


_TRUTHS = (ast.Compare, ast.BoolOp)  # nodes that are true or false


class _Rules:
    """Row rules worked out over whole columns, as Python would row by row; what would raise an error there does not hold."""

    def __init__(self, fields: list[Row], columns: dict[str, pa.ChunkedArray], skipped: Mask) -> None:
        self._types = {field["name"]: field["type"] for field in fields}
        self._columns, self._skipped = columns, skipped
        self._numbers: dict[str, Any] = {}

    def holds(self, formula: str) -> Mask:
        """Where the rule holds."""
        import numpy as np

        try:
            tree = ast.parse(formula, mode="eval").body
        except SyntaxError as error:
            raise Unscreened from error
        value, wrong = self._of(tree)
        holds: Mask = np.broadcast_to(np.asarray(value, bool) & ~wrong, self._skipped.shape)
        return holds

    def _of(self, node: ast.AST) -> tuple[Any, Any]:
        """The truth of a node in each row, and where working it out would raise an error."""
        import numpy as np
        import pyarrow.compute as pc

        match node:
            case ast.BoolOp(op=op, values=values):
                value, wrong = self._of(values[0])
                for other in values[1:]:
                    second, wrong_too = self._of(other)
                    reached = value if isinstance(op, ast.And) else ~value
                    wrong = wrong | (reached & wrong_too)
                    value = value & second if isinstance(op, ast.And) else value | second
                return value, wrong
            case ast.IfExp(test=test, body=body, orelse=orelse):
                (asked, wrong), one, two = self._of(test), self._of(body), self._of(orelse)
                return np.where(asked, one[0], two[0]), wrong | np.where(asked, one[1], two[1])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                value, wrong = self._of(operand)
                return ~value, wrong
            case ast.Constant(value=bool(value)):
                return np.full(self._skipped.shape, value), np.zeros(self._skipped.shape, bool)
            case ast.Name(id=name) if self._types.get(name) == "boolean":
                return _mask(pc.equal(self._columns[name], "true")), np.zeros(self._skipped.shape, bool)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._compare(left, op, right)
        raise Unscreened

    def _compare(self, left: ast.AST, op: ast.cmpop, right: ast.AST) -> tuple[Any, Any]:
        import numpy as np

        if isinstance(op, (ast.NotEq, ast.NotIn)):
            value, wrong = self._compare(left, ast.Eq() if isinstance(op, ast.NotEq) else ast.In(), right)
            return ~value, wrong
        if isinstance(op, ast.Eq) and isinstance(left, _TRUTHS) and isinstance(right, _TRUTHS):
            (first, wrong), (second, wrong_too) = self._of(left), self._of(right)
            return first == second, wrong | wrong_too
        never_wrong = np.zeros(self._skipped.shape, bool)
        if (same := self._same(left, op, right)) is not None:
            return _mask(same), never_wrong
        a, b = self._number(left), self._number(right)
        neither = np.isnan(a) | np.isnan(b)
        if isinstance(op, ast.Eq):
            return np.where(neither, np.isnan(a) & np.isnan(b), a == b), never_wrong
        compare = {ast.Lt: np.less, ast.LtE: np.less_equal, ast.Gt: np.greater, ast.GtE: np.greater_equal}.get(type(op))
        if compare is None:
            raise Unscreened
        return compare(a, b), neither

    def _same(self, left: ast.AST, op: ast.cmpop, right: ast.AST) -> pa.ChunkedArray | None:
        """Where a column has a certain text, or one of several, or is empty, or two columns have the same; None for numbers."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if not isinstance(left, ast.Name) or left.id not in self._types:
            return None
        cells, kind = self._columns[left.id], self._types[left.id]
        match op, right:
            case ast.In(), ast.Tuple(elts=items) if kind == "string":
                values = [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str) and item.value]
                if len(values) != len(items):
                    raise Unscreened
                return pc.is_in(cells, pa.array(values))
            case ast.Eq(), ast.Constant(value=None):
                return pc.equal(cells, "")
            case ast.Eq(), ast.Constant(value=str(text)) if kind == "string" and text:
                return pc.equal(cells, text)
            case ast.Eq(), ast.Constant(value=bool(truth)) if kind == "boolean":
                return pc.equal(cells, str(truth).lower())
            case ast.Eq(), ast.Name(id=other) if kind == self._types.get(other) == "string":
                return pc.equal(cells, self._columns[other])
        return None

    def _number(self, node: ast.AST) -> Any:
        """The numbers of a column or a constant, not a number where the cell is empty or the row a suspect already."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        match node:
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._number(left) + self._number(right)
            case ast.Compare():
                truth, wrong = self._of(node)
                if not wrong.any():
                    return truth.astype(float)
            case ast.Constant(value=int(value)) if not isinstance(value, bool):
                return np.full(self._skipped.shape, float(value))
            case ast.Name(id=name) if self._types.get(name) in ("integer", "number"):
                if name not in self._numbers:
                    cells = self._columns[name]
                    left_out = pc.or_(pc.equal(cells, ""), pa.array(self._skipped))
                    self._numbers[name] = _mask(pc.cast(pc.if_else(left_out, "nan", cells), pa.float64()))
                return self._numbers[name]
        raise Unscreened
