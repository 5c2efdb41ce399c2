// The explorer where scripts run: the arithmetic of analysis/explorer.py on [low, high], null where an end is open.
"use strict";

{
  const box = document.getElementById("explorer"), NBSP = "\u00a0";

  // ---- amounts that are not below nought, as low and high

  const read = text => text.split(" ").map(end => end === "-" ? null : Number(end));
  const exactly = value => [value, value];
  const times = ([a, b], [c, d]) => [a === null || c === null ? null : a * c, b === null || d === null ? null : b * d];
  const over = ([a, b], [c, d]) => [a === null || d === null ? null : a / d, b === null || !c ? null : b / c];
  const plus = ([a, b], [c, d]) => [a === null || c === null ? null : a + c, b === null || d === null ? null : b + d];

  // ---- words: bounds are rounded outwards, on decimal digits, so that no binary fraction tips one over

  const digits = (value, decimals, mode) => {
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
  const UNITS = { GW_year: "gigawatt-years", year: "years" };
  const number = (value, unit, mode) => {
    if (unit === "percent") return [digits(value, 1, mode) + "%", ""];
    if (unit.startsWith("USD_bn")) {
      const [size, scale] = value >= 1000 ? ["trillion", value / 1000] : value >= 1 ? ["billion", value] : ["million", value * 1000];
      const before = Number(scale.toExponential(12).split("e")[1]);
      const per = unit === "USD_bn_per_GW_year" ? ` per${NBSP}gigawatt-year` : "";
      return ["$" + digits(scale, Math.max(0, 2 - before), mode), NBSP + size + per];
    }
    const shown = digits(value, 1, mode);
    return [shown, NBSP + (shown === "1" && unit === "year" ? "year" : UNITS[unit])];
  };
  const words = ([low, high], unit) => {
    if (low === null) return high === null ? "not bounded by the article" : "at most " + number(high, unit, "up").join("");
    if (high === null) return "at least " + number(low, unit, "down").join("");
    if (low === high) return number(low, unit, "near").join("");
    const ends = [number(low, unit, "down"), number(high, unit, "up")];
    return `${ends[0][1] === ends[1][1] && !/^USD_bn$|^percent$/.test(unit) ? ends[0][0] : ends[0].join("")} to ${ends[1].join("")}`;
  };
  const against = ([low, high], [least, most]) => low > most ? "is exceeded" : low >= least ? "is reached"
    : high !== null && high < least ? "is missed" : "may be missed: the start is only a floor";

  if (box) {
    const inputs = [...box.querySelectorAll("input")], given = Object.fromEntries(
      ["commitment", "capacity", "base", "forecast"].map(name => [name, read(box.dataset[name])]));
    const section = box.closest("section") ?? box, HEAD = "#explore?";
    const say = (name, text) => {
      const place = document.getElementById(`x-${name}`);
      if (place.textContent !== text) place.textContent = text;
    };

    const update = () => {
      for (const input of inputs) {
        const text = words(exactly(input.valueAsNumber), input.dataset.unit);
        say(`${input.id.slice(2)}-said`, text);
        input.setAttribute("aria-valuetext", text);
      }
      const [price, used, growth] = inputs.map(input => input.valueAsNumber), factor = 1 + growth / 100;
      const bought = over(given.commitment, exactly(price)), years = [1, 2, 3, 4, 5].map(year => times(given.base, exactly(factor ** year)));
      const last = years.at(-1), total = years.reduce(plus);
      say("bought", words(bought, "GW_year"));
      say("lasts", words(over(bought, times(given.capacity, exactly(used / 100))), "year"));
      say("last", words(last, "USD_bn"));
      say("last-against", against(last, given.forecast));
      say("total", words(total, "USD_bn"));
      say("total-against", against(total, given.forecast));
      say("doubles", growth > 0 ? words(exactly(Math.LN2 / Math.log(factor)), "year") : "never");
      for (const mark of box.querySelectorAll("[data-for]")) {
        mark.setAttribute("aria-pressed", Number(mark.dataset.value) === document.getElementById(mark.dataset.for).valueAsNumber);
      }
    };

    // ---- the address: read when the page opens or the address changes, written when the reader moves a slider

    const restore = () => {
      if (!location.hash.startsWith(HEAD)) return;
      const wanted = new URLSearchParams(location.hash.slice(HEAD.length));
      for (const input of inputs) {
        const value = wanted.get(input.id.slice(2));
        if (value !== null && value.trim() && Number.isFinite(Number(value))) input.value = value; // the browser keeps it within the slider
      }
      update();
      section.scrollIntoView();
    };
    const moved = () => {
      update();
      history.replaceState(null, "", HEAD + inputs.map(input => `${input.id.slice(2)}=${input.value}`).join("&"));
    };
    box.addEventListener("input", moved);
    box.addEventListener("click", event => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.for) document.getElementById(button.dataset.for).value = button.dataset.value;
      else for (const input of inputs) input.value = input.defaultValue;
      moved();
    });
    addEventListener("hashchange", restore);
    box.hidden = false;
    update();
    restore();
  }
}
