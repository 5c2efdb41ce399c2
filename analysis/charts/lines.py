"""Charts of lines: the forecast of spending in both readings, Anthropic's run-rate, growth of clouds, and capital expenditure
against revenue and cash.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import altair as alt
import pandas as pd

from ..metrics import compounded, compute, factor, total
from ..package import Fact, Package
from ..values import date_in_words, words
from .chart import COMPANIES, COMPUTED, Chart, Value, facts_of, frame, names, of_facts, of_figure, rows_of, sentence, value, when
from .marks import APART, MONEY, PERCENT, SAYS, UP, amounts_axis, article_rule, key, stacked, ticks, years_axis
from .theme import COLOURS, DASHES, INK, LINE, MARKERS, MUTED, NARROWEST, Drawing, company_colours, company_of, fading, lines

YEARS = 5
# What is said of each reading, the metric of its growth, what says where it ends, its colour and its line in the key.
READINGS = (
    ("if spent in that year", "spending-cagr-annual-at-floor", "ai-spending-2030", INK, "line"),
    ("if spent in all until then", "spending-cagr-cumulative-at-floor", "spending-in-2030-cumulative-at-floor", MUTED, "dash"),
)
LEFT, PERCENTS = 52, 44  # pixels for the labels of amounts, and of percents
CLOUDS = {"azure": "Azure", "aws": "AWS", "google-cloud": "Google Cloud"}
MEANS = {"revenue": "revenue", "operating_cash_flow": "cash from operations"}


def path_frame(package: Package) -> pd.DataFrame:
    """The start, then for each reading the spending of each year, at the rate that ends where the reading does."""
    base, first = package.quantity("ai-spending-2025").at_floor(), int(package.row("figures", "ai-spending-2025")["period"])
    rows = [of_figure(package, "ai-spending-2025", "Spending at the start", str(first)) | {"year": first, "reading": "start"}]
    metrics = compute(package)
    for reading, rate, end, *_ in READINGS:
        label, last = f"Spending {reading}", str(first + YEARS)
        ways = [(rate, (base * compounded(factor(metrics[rate]), year)).to("USD_bn"), str(first + year)) for year in range(1, YEARS)]
        ways += [(end, metrics[end], last)] if end in metrics else []
        path = [value(label, spent, [metric], [COMPUTED], "article", year) for metric, spent, year in ways]
        path += [of_figure(package, end, label, last)] if end not in metrics else []
        rows += [one | {"year": int(one["period"]), "reading": reading} for one in path]
    return frame(rows)


def draw_paths(_: Package, values: pd.DataFrame, width: int) -> Drawing:
    """Spending from its floor, as a fan for each reading of the forecast, with a bar for the range of each year."""
    narrow, start, most = width < NARROWEST, values.iloc[0], values["high"].max()
    first = int(start["year"])
    x = years_axis(first, first + YEARS, range(first + (YEARS % 2 if narrow else 0), first + YEARS + 1, 2 if narrow else 1))
    y = amounts_axis(range(0, int(most) + 1, 1000), MONEY, most)
    layers: list[Drawing] = []
    said, shown = [], [("dot", INK, f"{first}: {start['words']}")]
    # Each fan ends in words: the upper one to its left, the lower one below it.
    for (reading, *_names, colour, line), at, up in zip(READINGS, (3.6, YEARS - 0.05), (0.825, 0.06), strict=True):
        fan = values[values["reading"] == reading]
        opened = pd.concat([values.iloc[:1].assign(high=start["low"]), fan])[["year", "low", "high"]]
        area, ranges = alt.Chart(opened).encode(x=x, y=y), alt.Chart(fan).encode(x=x, y=y, y2="high:Q")
        edge = area.mark_line(strokeWidth=1.5, color=colour, strokeDash=[6, 3] if line == "dash" else [1, 0])
        layers += [area.mark_area(opacity=0.16, color=colour).encode(y2="high:Q"), edge, edge.encode(y="high:Q")]
        layers.append(ranges.mark_rule(strokeWidth=5, color=colour, description=SAYS))
        said.append({"year": first + at, "low": most * up, "text": fan["words"].iloc[-1], "colour": colour})
        shown.append((line, colour, reading))
    layers.append(alt.Chart(values.iloc[:1]).mark_point(color=INK, size=90, description=SAYS).encode(x=x, y=y))
    texts = alt.Chart(pd.DataFrame(said)).mark_text(align="right", fontWeight=600)
    named = texts.encode(x=x, y=y, text="text", color=alt.Color("colour:N", scale=None))
    body = alt.layer(*layers, named, width=width - LEFT - 8, height=400 if narrow else 320)
    return stacked(key(width, *shown, left=LEFT), body, left=LEFT)


def rate_frame(package: Package) -> pd.DataFrame:
    """The run-rates that Anthropic reported, without its targets, in order of time."""
    rows = [
        of_facts("Run-rate of revenue", [fact], "anthropic", date_in_words(fact.row["as_of"])) | {"year": when(fact.row["as_of"])}
        for fact in facts_of(package, "run_rate")
        if (fact.row["measure"], fact.row["company_id"]) == ("run_rate", "anthropic")
    ]
    return frame(sorted(rows, key=lambda row: (row["year"], row["low"])))


def draw_rates(package: Package, values: pd.DataFrame, width: int) -> Drawing:
    """A line through what was reported; a value that is a floor fades upwards; the article's date as a line."""
    height, narrow, colour, day = 300, width < NARROWEST, COLOURS["anthropic"][0], when(package.article_date)
    first, last = values["year"].min() - 0.06, values["year"].max() + 0.06
    scale = ticks(values["low"].max() * 1.12, 4)
    halves = [half / 2 for half in range(int(first * 2) + 1, int(last * 2) + 1)]
    label = "datum.value % 1 ? 'July' : floor(datum.value)" if narrow else "(datum.value % 1 ? 'July ' : 'January ') + floor(datum.value)"
    x, y = years_axis(first, last, halves, label), amounts_axis(scale, MONEY)
    base = alt.Chart(values.assign(open=values["low"] + 0.09 * scale[-1])).encode(x=x, y=y)
    # What was reported before the article stands between the fade of its neighbour and the article's rule; on a phone, above.
    before, latest = values[values["year"] < day].tail(1), values.tail(1)
    named = pd.concat([before.assign(right=8 if narrow else 18, up=-33 if narrow else -13), latest.assign(right=-6, up=-13)])
    in_two = named.index == named.index[-1 if narrow else 0]
    named["text"] = named["words"].mask(in_two, named["words"].str.replace(" a year", "\na year"))
    up, right = alt.expr(f"datum.up - {LINE} * (split(datum.text, '\\n').length - 1)"), alt.expr("datum.right")
    texts = alt.Chart(named).mark_text(align="right", lineBreak="\n", dx=right, dy=up, fontWeight=600, color=colour)
    layers = [
        *article_rule(day, x, height),
        base.transform_filter("datum.high == null").mark_bar(width=8, fill=alt.expr(fading(f"'{colour}'", "up"))).encode(y2="open:Q"),
        base.mark_line(strokeWidth=2, color=colour),
        base.mark_point(size=80, color=colour, description=SAYS),
        texts.encode(x=x, y=y, text="text"),
    ]
    legend = key(width, ("dot", colour, "as reported"), ("fade", colour, "a floor, open upwards"), left=LEFT)
    return stacked(legend, alt.layer(*layers, width=width - LEFT - 10, height=height), spacing=24, left=LEFT)


def apart(places: Sequence[float], heights: Sequence[float], bottom: float) -> list[float]:
    """The middles of labels, moved so that none lies on another and all end above `bottom`; in the order given."""
    order, found = sorted(range(len(places)), key=lambda one: places[one]), list(places)
    for before, here in pairwise(order):
        found[here] = max(found[here], found[before] + (heights[before] + heights[here]) / 2)
    for here in reversed(order):
        found[here] = min(found[here], bottom - heights[here] / 2)
        bottom = found[here] - heights[here] / 2
    return found


def company_lines(values: pd.DataFrame, x: Drawing, y: Drawing, series: str = "company") -> list[Drawing]:
    """Lines and markers of companies, which differ in colour, dash and marker; a line for each `series`."""
    companies = sorted(set(values["company"]))
    dash, shape = (alt.Scale(domain=companies, range=[table[one] for one in companies]) for table in (DASHES, MARKERS))
    base = alt.Chart(values).encode(x=x, y=y, color=company_colours(companies))
    line = base.mark_line(strokeWidth=2).encode(detail=f"{series}:N", strokeDash=alt.StrokeDash("company:N", scale=dash, legend=None))
    return [line, base.mark_point(size=46, description=SAYS).encode(shape=alt.Shape("company:N", scale=shape, legend=None))]


def named_ends(ends: Sequence[Value], y: Drawing, plot: float, height: float, top: float) -> Drawing:
    """The words of lines (`text`, `company`, and `low` for the height of their end) at the right, clear of one another."""
    tall = [LINE * (1 + end["text"].count("\n")) for end in ends]
    middles = apart([height * (1 - end["low"] / top) for end in ends], tall, height)
    placed = pd.DataFrame([end | {"low": round((1 - middle / height) * top, 3)} for end, middle in zip(ends, middles, strict=True)])
    named = alt.Chart(placed).mark_text(align="left", lineBreak="\n", fontWeight=600, dy=UP)
    return named.encode(x=alt.value(plot + 8), y=y, text="text:N", color=company_colours(placed["company"]))


def quarter_frame(package: Package) -> pd.DataFrame:
    """Every quarter of every cloud; where a quarter is reported on two definitions, the later one says that it is recast."""
    providers = {row["series_id"]: row["provider_id"] for row in package.rows("cloud_series")}
    rates = [fact for name, fact in package.facts.items() if fact.table == "cloud_growth" and name.endswith(":growth")]
    rates.sort(key=lambda fact: (fact.row["period_end"], fact.row["series_id"]))
    rows: list[Value] = []
    for provider, name in CLOUDS.items():
        for fact in rates:
            end, series = fact.row["period_end"], fact.row["series_id"]
            if providers[series] == provider and fact.row["period_kind"] == "quarter":
                again = bool(rows) and (rows[-1]["cloud"], rows[-1]["year"]) == (name, when(end))
                label, period = f"Growth of {name}{', recast' if again else ''}", f"quarter to {date_in_words(end)}"
                one = of_facts(label, [fact], company_of(package, provider), period)
                rows.append(one | {"year": when(end), "series": series, "cloud": name})
    return frame(rows)


def article_pair(package: Package, values: pd.DataFrame) -> pd.DataFrame:
    """For each rate of the article the latest quarter before it in which the cloud grew by that, with the article's words."""
    before, found = values[values["year"] < when(package.article_date)], []
    for provider, name in CLOUDS.items():
        if (figure := f"{provider}-growth") in package:
            same = before[(before["cloud"] == name) & (before["low"] == float(package.quantity(figure).least))].tail(1)
            found.append(same[["cloud", "period", "year", "low"]].assign(text=package[figure].words))
    return pd.concat(found)


def redefinitions(values: pd.DataFrame) -> pd.DataFrame:
    """Where a cloud was redefined: between two quarters of different series, or at the quarter that has both."""
    before = values.groupby("cloud", sort=False)[["series", "year", "low"]].shift()
    moved = before["series"].notna() & (before["series"] != values["series"])
    places = values.assign(year=((values["year"] + before["year"]) / 2).round(3), low=values["low"].clip(upper=before["low"]))
    return places.loc[moved, ["cloud", "company", "year", "low"]]


def draw_quarters(package: Package, values: pd.DataFrame, width: int) -> Drawing:
    """Growth by quarter; a line ends where the definition does, and rings mark the article's pair."""
    first, last = values["year"].min() - 0.08, values["year"].max() + 0.06
    right, height, scale = 96, 380 if width < NARROWEST else 340, ticks(values["low"].max(), 4)
    plot, top = width - PERCENTS - right, scale[-1]
    x, y = years_axis(first, last, range(int(first) + 1, int(last) + 1)), amounts_axis(scale, PERCENT)
    redefined = redefinitions(values).assign(head=top * 0.17, foot=top * 0.025)
    redefined["text"] = ["\n".join(lines(f"{name} redefined", 70)) for name in redefined["cloud"]]
    marked = alt.Chart(redefined).encode(x=x, color=company_colours(redefined["company"]))
    pair = alt.Chart(article_pair(package, values).assign(up=lambda rings: 20 - 40 * (rings["low"] == rings["low"].max()))).encode(x=x, y=y)
    ends = []
    for cloud, of_cloud in values.groupby("cloud", sort=False):
        latest = of_cloud[of_cloud["year"] == of_cloud["year"].max()]
        said = [f"{cloud} {latest['words'].iloc[0]}", *(f"recast {again}" for again in latest["words"].iloc[1:])]
        text = "\n".join(line for one in said for line in lines(one, right - 8, bold=True))
        ends.append({"text": text, "company": latest["company"].iloc[0], "low": latest["low"].iloc[0]})
    body = alt.layer(
        *company_lines(values, x, y, "series"),
        marked.mark_rule(strokeDash=[2, 3]).encode(y="head:Q", y2="low:Q"),
        marked.mark_text(lineBreak="\n", dy=-LINE).encode(y="foot:Q", text="text:N"),
        *article_rule(when(package.article_date), x, height),
        pair.mark_point(filled=False, size=200, color=INK, strokeWidth=2),
        pair.mark_text(fontWeight=600, dy=alt.expr("datum.up")).encode(text="text"),
        named_ends(ends, y, plot, height, top),
        width=plot, height=height,
    )  # fmt: skip
    clouds = values.drop_duplicates("cloud")[["company", "cloud"]].itertuples(index=False)
    shown = [(MARKERS[company], COLOURS[company][0], cloud) for company, cloud in clouds]
    return stacked(key(width, ("ring", INK, "the article’s rates"), *shown, left=PERCENTS), body, spacing=24, left=PERCENTS)


def _quarter_title(package: Package, _: pd.DataFrame) -> str:
    then, now = (compute(package)[name] for name in ("growth-gap", "growth-gap-latest"))
    turn = "fell" if now.most < then.least else "rose" if now.least > then.most else "held"
    return f"Azure’s growth lead over AWS {turn}: {words(then)} in the article, {words(now)} in the latest quarter"


def annual(facts: Iterable[Fact]) -> dict[tuple[str, str], list[Fact]]:
    """The facts of each company and calendar year: the one that states the year, or its four quarters."""
    found: dict[str, dict[tuple[str, str], list[Fact]]] = {"quarter": {}, "calendar_year": {}}
    for fact in facts:
        place = fact.row["company_id"], fact.row["period"][:4]
        found.get(fact.row["period_kind"], {}).setdefault(place, []).append(fact)
    return {place: some for place, some in found["quarter"].items() if len(some) == 4} | found["calendar_year"]


def intensity_frame(package: Package) -> pd.DataFrame:
    """Capital expenditure in cash as a share of revenue, and of cash from operations, by company and calendar year."""
    called, rows = names(package), []
    spent = annual(fact for fact in facts_of(package, "capex") if fact.row["basis"] == "cash" and fact.row["company_id"] in COMPANIES)
    for measure, said in MEANS.items():
        means = annual(fact for fact in facts_of(package, "financials") if fact.row["measure"] == measure)
        for company, year in sorted(spent.keys() & means.keys(), key=lambda place: (COMPANIES.index(place[0]), place[1])):
            costs, parts = spent[company, year], means[company, year]
            cost, mean = (total([fact.quantity for fact in some]) for some in (costs, parts))
            one = of_facts(f"{called[company]}, share of {said}", [*costs, *parts], company, year, (cost / mean).to("percent"))
            rows.append(one | {"panel": said, "year": int(year)})
    return frame(rows)


def draw_intensity(package: Package, values: pd.DataFrame, width: int) -> Drawing:
    """A panel for each measure, lines by company, named at their last year."""
    called, narrow, right, height = names(package), width < NARROWEST, 112, 230
    plot = width / (1 if narrow else 2) - PERCENTS - right
    years, panels = sorted(set(values["year"])), []
    for said, of_panel in values.groupby("panel", sort=False):
        scale = ticks(of_panel["low"].max() * 1.02, 4)
        x, y = years_axis(years[0] - 0.1, years[-1] + 0.1, years), amounts_axis(scale, PERCENT)
        ends = rows_of(of_panel.groupby("company", sort=False).tail(1)[["company", "words", "low"]])
        named = named_ends([end | {"text": f"{called[end['company']]} {end['words']}"} for end in ends], y, plot, height, scale[-1])
        title = alt.TitleParams(sentence(str(said)), frame="group")
        panels.append(alt.layer(*company_lines(of_panel, x, y), named, width=plot, height=height, title=title))
    beside = {"bounds": "flush", "spacing": PERCENTS + right, "resolve": APART, "usermeta": {"left": PERCENTS}}
    return stacked(*panels, left=PERCENTS) if narrow else alt.hconcat(*panels, **beside)


def _intensity_title(package: Package, values: pd.DataFrame) -> str:
    called, year = names(package), values["year"].max()
    of_cash = values[(values["panel"] == MEANS["operating_cash_flow"]) & (values["year"] == year)].sort_values("low")
    (least, one), (most, other) = of_cash[["words", "company"]].iloc[[0, -1]].itertuples(index=False)
    return f"In {year} building took from {least} of cash from operations at {called[one]} to {most} at {called[other]}"


PATHS = Chart(
    "paths", path_frame,
    lambda _, values: "The same forecast means {} in its last year, or {}".format(*values.groupby("year")["words"].agg(list).iloc[-1]),
    "Spending on AI infrastructure, dollars a year, {first} to {last}", draw_paths,
    "Line chart of spending a year in both readings of the forecast",
    "Both paths grow at one rate from the floor that the article states", reads="date",
)  # fmt: skip
RATES = Chart(
    "run-rate", rate_frame,
    lambda package, values: "Anthropic’s run-rate went from {} before the article to {} in {}".format(
        values["words"][values["year"] < when(package.article_date)].iloc[-1], *values[["words", "period"]].iloc[-1]
    ),
    "Annualised revenue, billion US dollars a year, {first} to {last}", draw_rates,
    "Line chart of Anthropic’s run-rate, with the article’s date as a line",
    "A run-rate makes a year of some recent weeks; it is not revenue", reads="date",
)  # fmt: skip
QUARTERS = Chart(
    "quarters", quarter_frame, _quarter_title, "Growth of revenue over one year, percent, by quarter, {first} to {last}", draw_quarters,
    "Line chart of growth over one year, by quarter; lines break where a cloud was redefined",
    "A line breaks where its cloud was redefined", reads="date",
)  # fmt: skip
INTENSITY = Chart(
    "intensity", intensity_frame, _intensity_title,
    "Capital expenditure in cash, percent of revenue and of cash from operations, by calendar year", draw_intensity,
    "Line charts of capital expenditure against means", reads="date",
)  # fmt: skip
