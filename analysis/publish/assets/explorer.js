// The explorer where scripts run: the expressions of analysis/report/explorer.py on [low, high, about], null where an end is open.
"use strict";

{
  const NBSP = "\u00a0", HEAD = "#explore?";

  // ---- arithmetic: what is multiplied and divided is never below nought; a rate may be

  const times = ([a, b, x], [c, d, y]) => [a === null || c === null ? null : a * c, b === null || d === null ? null : b * d, x || y];
  const over = ([a, b, x], [c, d, y]) => [a === null || d === null ? null : a / d, b === null || !c ? null : b / c, x || y];
  const plus = ([a, b, x], [c, d, y]) => [a === null || c === null ? null : a + c, b === null || d === null ? null : b + d, x || y];
  const grown = (amount, [growth, , about], years) => times(amount, [...Array(2).fill((1 + growth / 100) ** years), about]);
  const series = (amount, growth, years) => Array.from({ length: years }, (_, year) => grown(amount, growth, year));
  const rate = ([a, b, about], f) => [a, b].map(end => end === null ? null : 100 * (f(end) - 1))
    .map((end, high) => !high && end <= -100 ? null : end).concat(about);
  const ofSum = (whole, years) => { // the factor whose powers from 1 to `years` add up to `whole`
    let low = 0, high = whole + 1;
    for (let step = 0; step < 120; step += 1) {
      const middle = (low + high) / 2;
      let sum = 0;
      for (let power = 1; power <= years; power += 1) sum += middle ** power;
      if (sum < whole) low = middle; else high = middle;
    }
    return (low + high) / 2;
  };
  const against = ([low, high], [least, most]) => {
    const bottom = low ?? 0, top = high ?? Infinity;
    if (bottom > (most ?? Infinity)) return "more than reached";
    if (bottom >= (least ?? 0)) return most === null ? "reached, as far as the goal is known: it is a floor" : "reached";
    return top < (least ?? 0) ? "missed" : "open: the bounds allow both";
  };

  const evaluated = (expression, known, units) => {
    if (typeof expression === "string") return known[expression];
    const [operation, left, right, years] = expression;
    const a = evaluated(left, known, units), b = evaluated(right, known, units);
    if (operation === "*") return times(a, units[right] === "percent" ? [b[0] / 100, b[1] / 100, b[2]] : b);
    if (operation === "/") return over(a, b);
    if (operation === "grown") return grown(a, b, years);
    if (operation === "sum") return series(a, b, years).reduce(plus);
    if (operation === "rate") return rate(over(a, b), multiple => multiple ** (1 / years));
    if (operation === "rate-of-sum") return rate(over(a, b), multiple => ofSum(multiple - 1, years - 1));
    return against(a, b);
  };

  // ---- words: bounds are rounded outwards, on decimal digits, so that no binary fraction tips one over

  const digits = (value, decimals, mode) => {
    if (value < 0) {
      const text = digits(-value, decimals, { up: "down", down: "up", near: "near" }[mode]);
      return /[1-9]/.test(text) ? `\u2212${text}` : text;
    }
    const [mantissa, exponent] = value.toExponential(12).split("e"), places = 12 - Number(exponent) - decimals;
    let whole = BigInt(mantissa.replace(".", "")), rest = 0n;
    if (places > 0) {
      const unit = 10n ** BigInt(places);
      [whole, rest] = [whole / unit, whole % unit];
      if (rest && (mode === "up" || mode === "near" && (rest * 2n > unit || rest * 2n === unit && whole % 2n))) whole += 1n;
    } else whole *= 10n ** BigInt(-places);
    const text = String(whole).padStart(decimals + 1, "0");
    const shown = decimals ? `${text.slice(0, -decimals)}.${text.slice(-decimals)}` : text;
    return rest && /\.\d*[1-9]/.test(shown) || !decimals ? shown : shown.replace(/\.?0+$/, "");
  };
  const PER = { _per_GW_year: ` per${NBSP}gigawatt-year`, _per_year: " a year" };
  const number = (value, unit, mode, coarse) => {
    const decimals = coarse && Math.abs(value) >= 10 ? 0 : 1; // what is approximate has no decimals from ten on
    if (unit === "percent") return [digits(value, decimals, mode) + "%", ""];
    if (unit.startsWith("USD_bn")) {
      const [size, scale] = value >= 1000 ? ["trillion", value / 1000] : value >= 1 ? ["billion", value] : ["million", value * 1000];
      const before = Number(scale.toExponential(12).split("e")[1]);
      return ["$" + digits(scale, Math.max(0, 2 - before), mode), NBSP + size + (PER[unit.slice(6)] ?? "")];
    }
    const shown = digits(value, decimals, mode);
    return [shown, NBSP + (unit === "GW_year" ? "gigawatt-years" : shown === "1" ? "year" : "years")];
  };
  const words = ([low, high, about], unit) => {
    const near = about ? "about " : "";
    if (low === null && high === null) return "not bounded";
    if (low === null) return `at most ${near}${number(high, unit, "up", about).join("")}`;
    if (high === null) return `at least ${near}${number(low, unit, "down", about).join("")}`;
    if (low === high) return near + number(low, unit, "near", about).join("");
    const ends = [number(low, unit, "down", about), number(high, unit, "up", about)];
    return `${near}${ends[0][1] === ends[1][1] && !/^USD_bn$|^percent$/.test(unit) ? ends[0][0] : ends[0].join("")} to ${ends[1].join("")}`;
  };

  // ---- the chart: a bar for each step against a goal; what is open fades, what does not fit ends in an arrow

  const NARROW = matchMedia("(max-width: 28.75rem)");
  const WIDTH = 560, HEIGHT = 214, TOP = 42, FOOT = 22, GAP = 6;
  const draw = (svg, question, bars) => {
    const narrow = NARROW.matches, width = narrow ? 340 : WIDTH, goal = question.given[question.goal];
    const ends = goal.slice(0, 2).filter(end => end !== null), limit = Math.max(...ends) * 1.6, tall = HEIGHT - TOP - FOOT;
    const y = value => HEIGHT - FOOT - Math.min(value / limit, 1) * tall, step = width / bars.length;
    const add = (name, set, text) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(set)) made.setAttribute(key, value);
      if (text) made.textContent = text;
      svg.append(made);
    };
    svg.replaceChildren();
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    add("text", { x: 0, y: 13, class: "said" }, question.said);
    const top = y(Math.max(...ends));
    add("rect", { x: 0, y: top, width, height: Math.max(2, y(Math.min(...ends)) - top), class: "goal" });
    for (const [place, [label, value]] of bars.entries()) {
      const [low, high] = value, end = high ?? low, at = y(end), x = place * step + GAP / 2;
      const kind = low === high ? "" : low === null || high === null ? " open" : " range";
      add("rect", { x, y: at, width: step - GAP, height: HEIGHT - FOOT - at, class: `bar${kind}${against(value, goal) === "missed" ? "" : " reached"}` });
      if (end > limit) add("path", { d: `M${x + 6},${TOP + 9} l${(step - GAP) / 2 - 6},-7 l${(step - GAP) / 2 - 6},7`, class: "beyond" });
      add("text", { x: x + (step - GAP) / 2, y: HEIGHT - 6, "text-anchor": "middle" }, label);
    }
    add("text", { x: narrow ? 0 : width, y: narrow ? 31 : 13, "text-anchor": narrow ? "start" : "end", class: "goal-said" }, `${question.goalSaid}: ${words(goal, "USD_bn")}`);
    svg.setAttribute("aria-label", `${question.said}: ${bars.map(([label, value]) => `${label}: ${words(value, "USD_bn")}`).join("; ")}. ` +
      `${question.goalSaid}: ${words(goal, "USD_bn")}.`);
  };

  // ---- the panels, and the address that holds what is chosen in all of them

  const panels = [...document.querySelectorAll(".explorer")].map(box => ({
    box, question: JSON.parse(box.dataset.question), inputs: [...box.querySelectorAll("input")], svg: box.querySelector("svg"),
  }));
  const inputs = panels.flatMap(panel => panel.inputs);
  const say = (place, text) => { if (place.textContent !== text) place.textContent = text; };

  const update = ({ box, question, inputs: own, svg }) => {
    const known = { ...question.given }, units = {};
    for (const input of own) {
      const name = input.id.slice(2), value = input.valueAsNumber;
      const about = [...box.querySelectorAll(`[data-for="${input.id}"][data-about]`)].some(mark => Number(mark.dataset.value) === value);
      [known[name], units[name]] = [[value, value, about], input.dataset.unit];
      const text = words(known[name], input.dataset.unit);
      say(document.getElementById(`${input.id}-said`), text);
      input.setAttribute("aria-valuetext", text);
    }
    for (const [name, [unit, expression]] of Object.entries(question.results)) {
      const value = evaluated(expression, known, units);
      say(document.getElementById(`x-${box.id.slice(8)}-${name}`), unit ? words(value, unit) : value);
    }
    draw(svg, question, question.bars.map(([label, expression]) => [label, evaluated(expression, known, units)]));
    for (const mark of box.querySelectorAll("[data-for]")) {
      mark.setAttribute("aria-pressed", Number(mark.dataset.value) === document.getElementById(mark.dataset.for).valueAsNumber);
    }
  };

  const restore = () => {
    if (!location.hash.startsWith(HEAD)) return;
    const wanted = new URLSearchParams(location.hash.slice(HEAD.length));
    let first;
    for (const input of inputs) {
      const value = wanted.get(input.id.slice(2));
      if (value === null || !value.trim() || !Number.isFinite(Number(value))) continue;
      input.value = value; // the browser keeps it within the slider
      first ??= input.closest(".explorer");
    }
    panels.forEach(update);
    (first ?? panels[0]?.box)?.scrollIntoView();
  };
  const moved = panel => {
    update(panel);
    history.replaceState(null, "", HEAD + panel.inputs.map(input => `${input.id.slice(2)}=${input.value}`).join("&"));
  };
  for (const panel of panels) {
    panel.box.addEventListener("input", () => moved(panel));
    panel.box.addEventListener("click", event => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.for) document.getElementById(button.dataset.for).value = button.dataset.value;
      else for (const input of panel.inputs) input.value = input.defaultValue;
      moved(panel);
    });
    panel.box.hidden = false;
    update(panel);
  }
  if (panels.length) {
    addEventListener("hashchange", restore);
    addEventListener("resize", () => panels.forEach(update));
    restore();
  }
}
