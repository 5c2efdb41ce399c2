"""SQLite: strict tables with keys and checks, a view for each common question, and the descriptions as tables."""

from __future__ import annotations

import ast
import sqlite3
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..package import Package, PackageError, Row, sql_literal, sql_name
from .tables import Table, categories_of, licence_names, made_from, tables_of

TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}
_STRICT = " STRICT" if sqlite3.sqlite_version_info >= (3, 37) else ""

_ABOUT = f"""
CREATE TABLE about_package (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL){_STRICT};
CREATE TABLE about_tables (
  table_name TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, rows INTEGER NOT NULL,
  licence TEXT NOT NULL, sources TEXT NOT NULL){_STRICT};
CREATE TABLE about_fields (
  table_name TEXT NOT NULL REFERENCES about_tables, position INTEGER NOT NULL, field TEXT NOT NULL, type TEXT NOT NULL,
  unit TEXT, title TEXT NOT NULL, description TEXT NOT NULL, PRIMARY KEY (table_name, field)){_STRICT};
CREATE TABLE about_categories (
  table_name TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, meaning TEXT NOT NULL,
  PRIMARY KEY (table_name, field, value), FOREIGN KEY (table_name, field) REFERENCES about_fields){_STRICT};
"""


def write(package: Package, folder: Path) -> None:
    """Write `NAME.sqlite`; raises `PackageError` where a row breaks a key or a check."""
    path = folder / f"{package.descriptor['name']}.sqlite"
    connection, tables = sqlite3.connect(path, isolation_level=None), tables_of(package)
    try:
        connection.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _ABOUT)
        connection.execute("BEGIN")
        for table in tables:
            one, name, fields = table.resource, table.name, table.fields
            connection.execute(create_table(table))
            _insert(connection, name, [tuple(map(_stored, row)) for row in table.rows])
            _insert(connection, "about_tables", [(name, one["title"], one["description"], len(table), licence_names(one), made_from(one))])
            said = [(f["name"], f["type"], f.get("unit"), f["title"], f["description"]) for f in fields]
            _insert(connection, "about_fields", [(name, place, *texts) for place, texts in enumerate(said, start=1)])
            _insert(connection, "about_categories", [(name, f["name"], *pair) for f in fields for pair in categories_of(f).items()])
        about = {key: package.descriptor[key] for key in ("name", "title", "description", "version", "created")}
        _insert(connection, "about_package", [*about.items(), ("licence", licence_names(package.descriptor))])
        for view, (needs, statement) in views().items():
            if needs <= {table.name for table in tables}:
                connection.execute(f"CREATE VIEW {view} AS {statement}")
        connection.execute("COMMIT")
        if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise PackageError(f"{broken[0]}: row {broken[1] + 1} names a row of {broken[2]} that is not there; run: briefing validate")
    except sqlite3.IntegrityError as error:
        raise PackageError(f"{path.name}: a row breaks a rule of its table: {error}; run: briefing validate") from error
    except sqlite3.Error as error:
        raise PackageError(f"{path.name}: cannot be written: {error}") from error
    finally:
        connection.close()


def create_table(table: Table) -> str:
    """The statement that creates a table with the keys, constraints and row rules of its schema."""
    lines = [_column(field) for field in table.fields]
    lines += [f"PRIMARY KEY ({_names(table.key)})"] if table.key else []
    lines += [f"UNIQUE ({_names(key)})" for key in table.schema.get("uniqueKeys", [])]
    for key in table.schema.get("foreignKeys", []):
        target = sql_name(key["reference"].get("resource") or table.name)
        lines.append(f"FOREIGN KEY ({_names(key['fields'])}) REFERENCES {target} ({_names(key['reference']['fields'])})")
    lines += [f"CHECK ({sql})" for rule in table.schema.get("rowRules", []) if (sql := as_sql(rule["formula"]))]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {sql_name(table.name)} (\n  {body}\n){_STRICT}"


def _column(field: Row) -> str:
    name, constraints = sql_name(field["name"]), field.get("constraints", {})
    checks = {"boolean": f"{name} IN (0, 1)", "date": f"date(julianday({name})) IS {name}"}
    rules = [f"{name} IN ({', '.join(map(sql_literal, constraints['enum']))})"] if constraints.get("enum") else []
    limits = (("minimum", ">="), ("maximum", "<="))  # of a date they are text, as its cells are
    rules += [f"{name} {sign} {sql_literal(constraints[end])}" for end, sign in limits if end in constraints]
    rules += [checks[field["type"]]] if field["type"] in checks else []
    words = [word for rule, word in (("required", "NOT NULL"), ("unique", "UNIQUE")) if constraints.get(rule)]
    return " ".join([name, TYPES[field["type"]], *words, *(f"CHECK ({rule})" for rule in rules)])


def as_sql(formula: str) -> str | None:
    """A row rule as an SQL expression of the same meaning, or None for one that has none here.

    `None` is NULL, and equality is `IS`, which like Python's `==` holds or does not hold, even between empty cells.
    """
    try:
        return _expression(ast.parse(formula, mode="eval").body)
    except (SyntaxError, ValueError, KeyError, RecursionError, MemoryError, PackageError):
        return None


_OPERATORS: dict[type[ast.AST], str] = {
    ast.Eq: "IS", ast.NotEq: "IS NOT", ast.Is: "IS", ast.IsNot: "IS NOT", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "IN", ast.NotIn: "NOT IN", ast.And: "AND", ast.Or: "OR", ast.Add: "+", ast.Sub: "-",
}  # fmt: skip


def _expression(node: ast.AST) -> str:
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]) | ast.BinOp(left=left, op=operator, right=right):
            return f"({_expression(left)} {_OPERATORS[type(operator)]} {_expression(right)})"
        case ast.BoolOp(op=operator, values=values):
            return "(" + f" {_OPERATORS[type(operator)]} ".join(map(_expression, values)) + ")"
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return f"CASE WHEN {_expression(test)} THEN {_expression(body)} ELSE {_expression(orelse)} END"
        case ast.Tuple(elts=items):
            return "(" + ", ".join(map(_expression, items)) + ")"
        case ast.Name(id=name):
            return sql_name(name)
        case ast.Constant(value=value):
            return sql_literal(value)
    raise KeyError(type(node).__name__)


def views() -> dict[str, tuple[set[str], str]]:
    """Each view by name: the tables it needs, and its SELECT. They stand in `views.sql`."""
    found = {}
    for block in files(__package__).joinpath("views.sql").read_text("utf-8").split("\n-- view ")[1:]:
        head, statement = block.split("\n", 1)
        name, needs = head.split(" of ")
        found[name.strip()] = (set(needs.replace(",", " ").split()), statement.strip().rstrip(";"))
    return found


def _insert(connection: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {sql_name(table)} VALUES ({places})", rows)  # noqa: S608 - the name is quoted


def _stored(cell: Any) -> Any:
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


def _names(keys: str | list[str]) -> str:
    return ", ".join(map(sql_name, [keys] if isinstance(keys, str) else keys))
