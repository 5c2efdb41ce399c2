// Charts where scripts run: a value on hover and focus, and files to take away. Without them the table says the same.
"use strict";

{
  const tip = Object.assign(document.createElement("div"), { className: "chart-tip", hidden: true, ariaHidden: "true" });
  document.body.append(tip);

  const show = (mark, [label, value]) => {
    tip.replaceChildren(label, Object.assign(document.createElement("strong"), { textContent: value }));
    tip.hidden = false;
    const at = mark.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const left = Math.min(Math.max(at.left + at.width / 2 - own.width / 2, 4), document.documentElement.clientWidth - own.width - 4);
    const above = at.top - own.height - 8;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(above > 0 ? above : at.bottom + 8) + scrollY}px`;
  };
  const hide = () => { tip.hidden = true; };
  addEventListener("keydown", event => { if (event.key === "Escape") hide(); });

  // How far a point is from a mark, in pixels.
  const distance = (mark, x, y) => {
    const box = mark.getBoundingClientRect();
    return Math.hypot(Math.max(box.left - x, x - box.right, 0), Math.max(box.top - y, y - box.bottom, 0));
  };

  // One stop for the whole chart: arrow keys walk its values in the order of the table, Escape leaves for the table.
  const walk = (svg, said, leave) => {
    const all = [...svg.querySelectorAll("[data-v]")];
    const marks = all.filter((mark, index) => all.findIndex(other => other.dataset.v === mark.dataset.v) === index)
      .sort((a, b) => a.dataset.v - b.dataset.v);
    if (!marks.length) return;
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-roledescription", "chart");
    for (const text of svg.querySelectorAll("text:not([data-v])")) text.setAttribute("aria-hidden", "true");
    for (const mark of marks) {
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", said[mark.dataset.v].join(": "));
      mark.setAttribute("tabindex", mark === marks[0] ? 0 : -1);
    }
    const see = mark => show(mark, said[mark.dataset.v]);
    svg.addEventListener("keydown", event => {
      const here = marks.indexOf(document.activeElement), last = marks.length - 1;
      const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: last }[event.key];
      if (event.key === "Escape") leave.focus();
      if (to === undefined || here < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const next = marks[Math.min(Math.max(to, 0), last)];
      marks[here].setAttribute("tabindex", -1);
      next.setAttribute("tabindex", 0);
      next.focus();
    });
    svg.addEventListener("focusin", event => see(event.target));
    svg.addEventListener("focusout", hide);
    const point = event => {
      const [near, away] = all.map(mark => [mark, distance(mark, event.clientX, event.clientY)]).reduce((a, b) => b[1] < a[1] ? b : a);
      if (away < 18) see(near); else hide();
    };
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerdown", point);
    svg.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") hide(); });
  };

  // ---- files

  const quoted = text => /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const csv = table => [...table.rows].map(row => [...row.cells].map(cell => quoted(cell.textContent)).join(",") + "\n").join("");

  // The page's own fonts go along, so that the picture looks the same wherever it is opened.
  const fonts = () => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
    .filter(rule => rule instanceof CSSFontFaceRule && rule.style.fontFamily.includes("Source Sans 3")).map(rule => rule.cssText).join("");
  const picture = svg => {
    const copy = svg.cloneNode(true);
    copy.setAttribute("role", "img");
    copy.removeAttribute("aria-roledescription");
    for (const mark of copy.querySelectorAll("*")) for (const name of ["tabindex", "role", "aria-label", "aria-hidden", "data-v"]) mark.removeAttribute(name);
    const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
    style.textContent = fonts();
    copy.prepend(style);
    return new XMLSerializer().serializeToString(copy);
  };
  const drawn = async svg => {
    const { width, height } = svg.viewBox.baseVal, image = new Image();
    const url = URL.createObjectURL(new Blob([picture(svg)], { type: "image/svg+xml" }));
    image.src = url;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(url);
    return new Promise(done => canvas.toBlob(done));
  };
  // The beginning is the same for all charts and stands in the page once; the description is that of the picture.
  const specification = (svg, name) => `${document.getElementById("spec-head").textContent}"description":${
    JSON.stringify(svg.getAttribute("aria-label"))},${document.getElementById(`spec-${name}`).textContent}`;
  const save = (content, type, name) => {
    const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };

  for (const tools of document.querySelectorAll(".chart-tools")) {
    const name = tools.dataset.chart, figure = document.getElementById(`fig-${name}`), table = tools.querySelector("table");
    const columns = [...table.tHead.rows[0].cells].map(cell => cell.textContent);
    const said = [...table.tBodies[0].rows].map(row => {
      const cell = column => row.cells[columns.indexOf(column)]?.textContent;
      return [[cell("label"), cell("period")].filter(Boolean).join(", "), cell("words")];
    });
    for (const svg of figure.querySelectorAll("svg")) walk(svg, said, tools.querySelector("summary"));
    const wide = figure.querySelector(".chart-wide svg"), files = {
      CSV: () => save(csv(table), "text/csv", `${name}.csv`),
      SVG: () => save(picture(wide), "image/svg+xml", `${name}.svg`),
      PNG: async () => save(await drawn(wide), "image/png", `${name}.png`),
      "Vega-Lite": () => save(specification(wide, name), "application/json", `${name}.vl.json`),
    };
    const box = document.createElement("details"), summary = document.createElement("summary");
    summary.append("Download", tools.querySelector(".unseen").cloneNode(true));
    box.append(summary, ...Object.entries(files).map(([kind, act]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: kind });
      button.addEventListener("click", act);
      return button;
    }));
    tools.append(box);
  }
}
