// Charts where scripts run: values on hover and focus, the trace of a value, and files to take away. Without them the table says the same.
"use strict";

{
  const make = (tag, given = {}, ...children) => {
    const one = Object.assign(document.createElement(tag), given);
    one.append(...children);
    return one;
  };
  const tip = make("div", { className: "chart-tip", hidden: true, ariaHidden: "true" });
  document.body.append(tip);

  const show = (mark, content) => {
    tip.replaceChildren(...content);
    tip.hidden = false;
    const at = mark.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const left = Math.min(Math.max(at.left + at.width / 2 - own.width / 2, 4), document.documentElement.clientWidth - own.width - 4);
    const above = at.top - own.height - 8;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(above > 0 ? above : at.bottom + 8) + scrollY}px`;
  };

  // How far a point is from a mark, in pixels.
  const distance = (mark, x, y) => {
    const box = mark.getBoundingClientRect();
    return Math.hypot(Math.max(box.left - x, x - box.right, 0), Math.max(box.top - y, y - box.bottom, 0));
  };
  const middle = mark => { const box = mark.getBoundingClientRect(); return box.left + box.width / 2; };

  // The trace of a value opens as that of a number in the text does: by a link at the place of its mark.
  const trace = (mark, ids, otherwise) => {
    const anchors = ids.split(" + ").flatMap(id => ["f", "m", "c"].map(kind => `${kind}-${id.replaceAll(":", "-")}`));
    const found = anchors.find(anchor => document.getElementById(anchor));
    if (!found) { otherwise(); return; }
    document.querySelector(".chart-anchor")?.remove();
    const box = mark.getBoundingClientRect(), link = make("a", { className: "number chart-anchor", href: `#${found}`, tabIndex: -1 });
    link.setAttribute("aria-hidden", "true");
    Object.assign(link.style, { left: `${box.left + scrollX}px`, top: `${box.top + scrollY}px`, width: `${box.width}px`, height: `${box.height}px` });
    document.body.append(link);
    link.click();
  };

  // One stop for the whole chart: arrow keys walk its values in the order of the table, Enter opens a trace, Escape leaves for the table.
  const walk = (svg, rows, byDate, leave, openRow) => {
    const all = [...svg.querySelectorAll("[data-v]")];
    const marks = all.filter((mark, index) => all.findIndex(other => other.dataset.v === mark.dataset.v) === index)
      .sort((a, b) => a.dataset.v - b.dataset.v);
    if (!marks.length) return;
    const row = mark => rows[mark.dataset.v];
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-roledescription", "chart");
    for (const text of svg.querySelectorAll("text:not([data-v])")) text.setAttribute("aria-hidden", "true");
    for (const mark of marks) {
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", `${[row(mark).label, row(mark).period].filter(Boolean).join(", ")}: ${row(mark).words}`);
      mark.setAttribute("tabindex", mark === marks[0] ? 0 : -1);
    }
    // A dot that is read grows; its transform moves it to its place, so that it grows about its middle.
    const place = mark => (mark.getAttribute("transform") ?? "").replace(/ scale\(.*/, "");
    const grow = (mark, by) => { if (mark.matches(".dot")) mark.setAttribute("transform", place(mark) + by); };
    const unmark = () => { for (const one of svg.querySelectorAll(".near")) { one.classList.remove("near"); grow(one, ""); } };
    const hide = () => { tip.hidden = true; unmark(); };
    addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
    // In a chart of lines all values of the date are read, highest mark first; else the one value.
    const see = mark => {
      unmark();
      const together = byDate ? all.filter(other => row(other).period === row(mark).period && other.matches(".dot, line")) : [mark];
      for (const one of together.length ? together : [mark]) { one.classList.add("near"); grow(one, " scale(1.6)"); }
      const said = byDate
        ? [row(mark).period, ...together.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
          .map(one => make("p", {}, row(one).label, make("strong", { textContent: row(one).words })))]
        : [[row(mark).label, row(mark).period].filter(Boolean).join(", "), make("strong", { textContent: row(mark).words })];
      show(mark, said);
    };
    const open = mark => { hide(); trace(mark, row(mark).ids, () => openRow(mark.dataset.v)); };
    svg.addEventListener("keydown", event => {
      const here = marks.indexOf(document.activeElement), last = marks.length - 1;
      const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: last }[event.key];
      if (event.key === "Escape") leave.focus();
      if (here >= 0 && event.key === "Enter") open(marks[here]);
      if (to === undefined || here < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const next = marks[Math.min(Math.max(to, 0), last)];
      marks[here].setAttribute("tabindex", -1);
      next.setAttribute("tabindex", 0);
      next.focus();
    });
    svg.addEventListener("focusin", event => { if (event.target.dataset.v) see(event.target); });
    svg.addEventListener("focusout", hide);
    const nearest = (event, away) => all.map(mark => [mark, away(mark, event)]).reduce((a, b) => b[1] < a[1] ? b : a);
    const from = (mark, event) => distance(mark, event.clientX, event.clientY);
    const point = event => {
      const [near, away] = nearest(event, from);
      if (away < 18) see(near);
      else if (byDate) see(nearest(event, (mark, at) => Math.abs(middle(mark) - at.clientX))[0]);
      else hide();
    };
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerdown", point);
    svg.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") hide(); });
    svg.addEventListener("click", event => {
      const [near, away] = nearest(event, from);
      if (away < 18) open(near);
    });
  };

  // ---- files: the drawing of the page with title, source and edition put around it

  const quoted = text => /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const line = cells => `${cells.map(quoted).join(",")}\n`;
  const csv = table => line([...table.tHead.rows[0].cells].map(cell => cell.dataset.name))
    + [...table.tBodies[0].rows].map(row => line([...row.cells].map(cell => cell.textContent))).join("");

  // The page's own fonts go along, so that the picture looks the same wherever it is opened.
  const fonts = () => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
    .filter(rule => rule instanceof CSSFontFaceRule && rule.style.fontFamily.includes("Source Sans 3")).map(rule => rule.cssText).join("");
  const EDGE = 16;
  const picture = (svg, { above, below, up, down }) => {
    const copy = svg.cloneNode(true), { x, width, height } = svg.viewBox.baseVal;
    copy.setAttribute("role", "img");
    copy.removeAttribute("aria-roledescription");
    for (const mark of copy.querySelectorAll("*")) for (const name of ["tabindex", "role", "aria-label", "aria-hidden", "data-v", "class"]) mark.removeAttribute(name);
    const [left, top, wide, high] = [x - EDGE, -up - EDGE, width + 2 * EDGE, height + up + down + 2 * EDGE];
    copy.setAttribute("viewBox", `${left} ${top} ${wide} ${high}`);
    copy.setAttribute("width", wide);
    copy.setAttribute("height", high);
    copy.insertAdjacentHTML("afterbegin", `<style>${fonts()}</style><rect x="${left}" y="${top}" width="${wide}" height="${high}" fill="#ffffff"/>`
      + `<g transform="translate(${x},${-up})">${above}</g>`);
    copy.insertAdjacentHTML("beforeend", `<g transform="translate(${x},${height})">${below}</g>`);
    return new XMLSerializer().serializeToString(copy);
  };
  const drawn = async text => {
    const image = new Image(), url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    image.src = url;
    await image.decode();
    const canvas = make("canvas", { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(url);
    return new Promise(done => { canvas.toBlob(done); });
  };
  const save = (content, type, name) => {
    const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };

  const enlarge = figure => {
    const dialog = make("dialog", { className: "enlarged chart" }), close = make("button", { type: "button", textContent: "Close" });
    const shown = make("div", { className: "chart-wide" }, figure.querySelector(".chart-wide svg").cloneNode(true));
    shown.style.display = "block";
    for (const one of shown.querySelectorAll("[tabindex]")) one.removeAttribute("tabindex");
    dialog.setAttribute("aria-label", figure.querySelector(".chart-title")?.textContent ?? "Chart");
    dialog.append(close, ...[...figure.querySelectorAll(".chart-title, .chart-subtitle")].map(one => one.cloneNode(true)), shown);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };

  for (const tools of document.querySelectorAll(".chart-tools")) {
    const name = tools.dataset.chart, figure = document.getElementById(`fig-${name}`), table = tools.querySelector("table");
    const columns = [...table.tHead.rows[0].cells].map(cell => cell.dataset.name);
    const rows = [...table.tBodies[0].rows].map(row => Object.fromEntries(columns.map((column, index) => [column, row.cells[index].textContent])));
    const data = tools.querySelector("details");
    const openRow = index => {
      data.open = true;
      const row = table.tBodies[0].rows[index];
      row.scrollIntoView({ block: "nearest" });
      row.tabIndex = -1;
      row.focus();
    };
    for (const svg of figure.querySelectorAll("svg")) walk(svg, rows, tools.dataset.reads === "date", tools.querySelector("summary"), openRow);
    const wide = figure.querySelector(".chart-wide svg");
    const kept = () => JSON.parse(document.getElementById(`files-${name}`).textContent);
    const files = {
      CSV: () => save(csv(table), "text/csv", `${name}.csv`),
      SVG: () => save(picture(wide, kept().picture), "image/svg+xml", `${name}.svg`),
      PNG: async () => save(await drawn(picture(wide, kept().picture)), "image/png", `${name}.png`),
      "Vega-Lite": () => save(kept().specification, "application/json", `${name}.vl.json`),
    };
    const unseen = () => tools.querySelector(".unseen").cloneNode(true);
    const button = (text, act) => {
      const one = make("button", { type: "button", textContent: text });
      one.addEventListener("click", act);
      return one;
    };
    const said = make("span");
    said.setAttribute("aria-live", "polite");
    const copy = button("Copy link", async () => {
      const address = `${location.href.split("#")[0]}#fig-${name}`;
      try { await navigator.clipboard.writeText(address); said.textContent = "Copied"; } catch { location.hash = `fig-${name}`; said.textContent = "In the address"; }
    });
    const larger = button("Enlarge", () => enlarge(figure));
    copy.append(unseen());
    larger.append(unseen());
    const box = make("details", {}, make("summary", {}, "Download", unseen()), ...Object.entries(files).map(([kind, act]) => button(kind, act)));
    tools.append(box, copy, larger, said);
  }
}
