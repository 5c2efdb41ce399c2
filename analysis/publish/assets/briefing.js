// What the page gains where scripts run: the trace of a number opens beside it, entries of the appendices fold to a line, the
// contents follow the reader, the colours can be chosen. Without them a number is a link to its entry, and all is open.
"use strict";

{
  const root = document.documentElement;
  const make = (name, set = {}, ...content) => {
    const made = Object.assign(document.createElement(name), set);
    made.append(...content);
    return made;
  };
  root.classList.add("folding"); // what will fold is laid out once, folded
  const WIDE = matchMedia("(min-width: 80rem)"), SIDE = matchMedia("(min-width: 72rem)"), PHONE = matchMedia("(max-width: 40rem)");

  // ---- colours: as the system, light, or dark; kept where the browser lets a page keep something

  const THEMES = ["system", "light", "dark"], KEY = "briefing-theme";
  const kept = () => {
    try { return localStorage.getItem(KEY); } catch { return null; }
  };
  const show = theme => {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
  };
  let theme = THEMES.includes(kept()) ? kept() : "system";
  show(theme);
  const addSwitch = () => {
    const button = make("button", { type: "button", className: "theme", textContent: `Colours: ${theme}` });
    button.addEventListener("click", () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      show(theme);
      try { localStorage.setItem(KEY, theme); } catch { /* the choice lasts as long as the page */ }
      button.textContent = `Colours: ${theme}`;
    });
    document.querySelector(".title-block").append(button);
  };

  // ---- how long the text takes to read, at 230 words a minute

  const addReadingTime = () => {
    const edition = document.querySelector(".masthead .edition");
    let words = 0;
    for (const section of document.querySelectorAll("main > section")) {
      if (section.matches("#sec-glossary, .appendix")) break;
      for (const one of section.querySelectorAll("p, li:not(:has(p))")) if (!one.closest("figure, .chart, .explorer, .chart-tools")) words += one.textContent.split(/\s+/).length;
    }
    edition?.after(` · ${Math.round(words / 230)} minutes to read`);
  };

  // ---- entries that fold to a line: what is in them can be searched for, linked to and printed

  const ENTRY = ".trace, .passage";
  const isOpen = entry => !entry.querySelector(":scope > .body")?.hidden;
  const setOpen = (entry, open) => {
    const line = entry.querySelector(":scope > .line");
    if (!line) return;
    line.setAttribute("aria-expanded", open);
    entry.querySelector(":scope > .body").hidden = open ? false : "until-found";
  };
  const unfold = (box, act) => {
    box.hidden = "until-found";
    box.addEventListener("beforematch", event => { if (event.target === box) act(); });
  };
  const fold = (entry, parts, content) => {
    const line = make("button", { type: "button", className: "line" }, ...parts), body = make("div", { className: "body" }, ...content);
    entry.replaceChildren(line, body);
    entry.classList.add("folded");
    setOpen(entry, false);
    line.addEventListener("click", () => setOpen(entry, !isOpen(entry)));
    unfold(body, () => setOpen(entry, true));
  };
  const span = (className, text) => make("span", { className }, text);
  const foldEntry = entry => {
    const [first, second, ...rest] = entry.children, note = first.querySelector(".note"), value = first.querySelector(".value");
    const verdicts = new Map([...entry.querySelectorAll("dl .verdict")].map(one => [one.textContent, one.cloneNode(true)]));
    const marks = span("verdicts", "");
    marks.append(...[...verdicts.values()].slice(0, 2));
    if (value) fold(entry, [note, " ", value, " ", span("what", second.textContent), " ", marks], [first, ...rest]);
    else fold(entry, [note, " ", span("what", second.textContent), " ", marks], [first, ...rest]);
  };

  // Above the entries of an appendix: a text to look for, and a chip for each verdict or kind of source. Long lists show their first.
  const FIRST = 10;
  const addFilter = (section, entries) => {
    const tags = new Map(entries.map(entry => [entry, new Set()]));
    for (const one of section.querySelectorAll(".body .verdict, .body .kind")) tags.get(one.closest(ENTRY))?.add(one.textContent);
    const rest = make("div"), more = make("button", { type: "button", className: "chip show-all", textContent: `Show all ${entries.length} entries` });
    const showAll = () => { rest.hidden = false; more.hidden = true; };
    if (entries.length > 2 * FIRST) {
      entries[FIRST - 1].after(rest, more);
      rest.append(...entries.slice(FIRST));
      unfold(rest, showAll);
      more.addEventListener("click", showAll);
    }
    section.showAll = showAll;
    const search = make("input", { type: "search" }), count = make("output"), chips = [];
    const apply = () => {
      const wanted = search.value.trim().toLowerCase(), chosen = chips.filter(chip => chip.ariaPressed === "true").map(chip => chip.dataset.tag);
      let shown = 0;
      if (wanted || chosen.length) showAll();
      for (const entry of entries) {
        entry.hidden = wanted && !entry.textContent.toLowerCase().includes(wanted) || chosen.length > 0 && !chosen.some(tag => tags.get(entry).has(tag));
        shown += !entry.hidden;
      }
      count.textContent = shown < entries.length ? `${shown} of ${entries.length}` : `${entries.length} entries`;
    };
    for (const tag of new Set([...tags.values()].flatMap(one => [...one]))) {
      const chip = make("button", { type: "button", className: "chip", textContent: tag, ariaPressed: "false" });
      chip.dataset.tag = tag;
      chip.addEventListener("click", () => { chip.ariaPressed = chip.ariaPressed === "false"; apply(); });
      chips.push(chip);
    }
    const all = make("button", { type: "button", className: "chip", textContent: "Open all" });
    all.addEventListener("click", () => {
      const open = all.textContent === "Open all";
      showAll();
      for (const entry of entries) setOpen(entry, open);
      all.textContent = open ? "Close all" : "Open all";
    });
    search.addEventListener("input", apply);
    section.clear = () => {
      search.value = "";
      for (const chip of chips) chip.ariaPressed = "false";
      apply();
    };
    entries[0].before(make("div", { className: "filter" }, make("label", {}, "Filter ", search), ...chips, all, count));
    apply();
  };
  const foldAll = () => {
    for (const section of document.querySelectorAll("section.appendix")) {
      const entries = [...section.querySelectorAll(ENTRY)];
      entries.forEach(foldEntry);
      if (entries.length) addFilter(section, entries);
    }
    for (const table of document.querySelectorAll("div[id^='tbl-explore']")) {
      const caption = table.querySelector("figcaption") ?? table.lastElementChild;
      fold(table, [span("what", `As a table: ${caption.textContent}`)], [...table.childNodes]);
    }
    const gaps = document.querySelectorAll("li > .missing, li > p > .missing"), list = gaps[0]?.closest("ul");
    for (const ids of gaps) {
      const item = ids.closest("li"), count = ids.textContent.split(",").length;
      const why = [...ids.parentNode.childNodes].slice(0, [...ids.parentNode.childNodes].indexOf(ids)).map(one => one.textContent).join("").replace(/:\s*$/, "");
      fold(item, [span("what", why), " ", span("count", count > 1 ? `${count} rows` : "1 row")], [ids]);
    }
    if (list) {
      const all = make("div"), rows = [...gaps].reduce((sum, one) => sum + one.textContent.split(",").length, 0);
      list.before(all);
      fold(all, [span("what", `${rows} figures that were looked for and not found, by reason`)], [list]);
    }
  };
  const reveal = target => {
    const entry = target?.closest(".folded");
    if (entry) {
      const section = entry.closest("section.appendix");
      if (entry.hidden) section?.clear?.();
      if (entry.parentElement.hidden) section?.showAll?.();
      for (let above = entry.parentElement.closest(".folded"); above; above = above.parentElement.closest(".folded")) setOpen(above, true);
      setOpen(entry, true);
    }
    target?.closest("details")?.setAttribute("open", "");
    target?.scrollIntoView({ behavior: "instant" });
  };
  const targetOf = hash => document.getElementById(decodeURIComponent(hash.slice(1)));

  // ---- the trace of a number, as its entry has it: beside the text, else next to the number, on a phone at the foot

  const TRACED = "main a.number, main a.claim, main a.term";
  const entryOf = link => targetOf(link.hash)?.closest(`${ENTRY}, dt`);
  const addIds = () => {
    const uses = {};
    for (const link of document.querySelectorAll(TRACED)) {
      const name = `see-${link.hash.slice(1)}`;
      uses[name] = (uses[name] ?? 0) + 1;
      link.id ||= uses[name] > 1 ? `${name}-${uses[name]}` : name;
    }
  };
  const copied = node => {
    const copy = node.cloneNode(true);
    for (const one of [copy, ...copy.querySelectorAll("[id]")]) one.removeAttribute("id");
    return copy;
  };
  // Value and sentence, then what is known in the order of the entry; what a number is used for is folded.
  const contentOf = entry => {
    if (entry.matches("dt")) return [make("p", { className: "value" }, entry.textContent), make("div", {}, ...[...copied(entry.nextElementSibling).childNodes])];
    const value = entry.querySelector(".line .value"), what = entry.querySelector(".line .what").textContent, list = entry.querySelector("dl");
    const french = entry.matches(".passage") && copied(entry.querySelector("[lang]"));
    const head = french ? [make("p", { className: "value said" }, french), make("p", {}, what)] : [make("p", { className: "value" }, value.textContent), make("p", {}, what)];
    if (!list) return head;
    const known = copied(list), later = make("dl");
    for (const term of [...known.querySelectorAll("dt")]) if (/^Used/.test(term.textContent)) later.append(...[term, term.nextElementSibling]);
    return [...head, known, later];
  };

  const addTrace = () => {
    const dialog = make("dialog", { id: "trace" });
    dialog.setAttribute("aria-labelledby", "trace-title");
    const button = (className, text) => make("button", { type: "button", className }, text);
    const back = button("back", "‹ Back"), close = button("close", "✕"), caption = make("span"), body = make("div", { className: "body", tabIndex: -1 });
    const copyLink = button("copy", "Copy link"), cite = button("copy", "Copy citation"), appendix = make("a");
    close.ariaLabel = "Close";
    dialog.append(make("div", { className: "bar" }, back, caption, close), body, make("footer", {}, copyLink, cite, appendix));
    document.body.append(dialog);
    const nav = document.getElementById("TOC");
    let path = [], opener = null, quiet = 0, followed = false;

    const entry = () => path[path.length - 1];
    const fill = () => {
      const known = entry(), term = known.matches("dt");
      body.replaceChildren(...contentOf(known));
      const later = body.querySelector("dl + dl");
      if (later?.children.length) {
        const more = make("details", {}, make("summary", {}, "Used for"));
        later.replaceWith(more);
        more.append(later);
      } else later?.remove();
      body.querySelector(".value").id = "trace-title";
      appendix.href = `#${known.id || known.firstElementChild.id}`;
      appendix.textContent = term ? "Open in the glossary" : "Open in the appendix";
      caption.textContent = term ? "In other words" : "Where this comes from";
      back.hidden = path.length < 2;
      body.scrollTop = 0;
      body.focus({ preventScroll: true });
    };

    const place = () => {
      dialog.removeAttribute("style");
      document.body.style.removeProperty("padding-bottom");
      const top = SIDE.matches ? 0 : nav.offsetHeight;
      const at = () => {
        const boxes = [...opener.getClientRects()];
        return boxes.length ? { top: boxes[0].top, left: boxes[0].left, bottom: boxes.at(-1).bottom } : opener.getBoundingClientRect();
      };
      const scroll = y => scrollBy({ top: y, behavior: "instant" });
      const put = (x, y) => Object.assign(dialog.style, { left: `${x + scrollX}px`, top: `${y + scrollY}px` });
      if (at().top < top + 4 || at().bottom > innerHeight - 4) scroll(at().top - innerHeight * .3);
      if (PHONE.matches) {
        document.body.style.paddingBottom = `${dialog.offsetHeight + 40}px`;
        const limit = innerHeight - dialog.offsetHeight - 10, tall = at().bottom - at().top;
        if (at().bottom > limit || at().top < top + 6) scroll(at().top - Math.max(top + 10, Math.min((top + limit) / 2 - 20, limit - tall)));
      } else if (WIDE.matches) {
        const left = document.getElementById("main").getBoundingClientRect().right + 28;
        dialog.style.width = `${Math.min(400, root.clientWidth - left - 12)}px`;
        dialog.style.maxHeight = `${innerHeight - 16}px`;
        put(left, Math.max(8, Math.min(at().top - 12, innerHeight - dialog.offsetHeight - 8)));
      } else {
        const wanted = Math.min(dialog.scrollHeight, innerHeight * .62), rooms = () => [at().top - top - 16, innerHeight - at().bottom - 16];
        if (Math.max(...rooms()) < wanted) scroll(at().top - top - 24);
        const [above, below] = rooms(), under = below >= dialog.offsetHeight || below >= above;
        dialog.style.maxHeight = `${under ? below : above}px`;
        const { width, height } = dialog.getBoundingClientRect();
        put(Math.max(8, Math.min(at().left, root.clientWidth - width - 8)), under ? at().bottom + 8 : at().top - height - 8);
      }
    };

    const shut = () => {
      if (!dialog.open) return;
      dialog.close();
      document.body.style.removeProperty("padding-bottom");
      opener.classList.remove("traced");
    };
    const open = (link, record) => {
      opener?.classList.remove("traced");
      const again = dialog.open && history.state?.trace;
      opener = link;
      path = [entryOf(link)];
      if (record === "push" && !again) {
        history.scrollRestoration = "manual"; // closing must not move the page
        history.pushState({ trace: link.id }, "", `#${link.id}`);
      } else if (record) history.replaceState({ trace: link.id }, "", `#${link.id}`);
      link.classList.add("traced");
      dialog.open = true; // show() would scroll to where the dialog stood before it is placed
      fill();
      place();
    };
    // Closing goes back to the address before; the browser's own Back comes to the same.
    const leave = () => {
      shut();
      if (history.state?.trace && history.state.trace === opener.id && !history.state.first) history.back();
      else if (history.state?.trace) history.replaceState(null, "", location.pathname + location.search);
      opener.focus({ preventScroll: true });
    };

    document.addEventListener("click", event => {
      const clicked = event.target.closest?.("a[href^='#']"), inside = dialog.contains(event.target);
      if (!clicked && dialog.open && !inside && !WIDE.matches) return leave();
      if (!clicked || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const known = clicked === appendix ? null : entryOf(clicked);
      if (known && (inside || clicked.matches(TRACED))) {
        event.preventDefault();
        if (inside) {
          path.push(known);
          fill();
          place();
        } else open(clicked, "push");
      } else {
        followed = true;
        if (dialog.open) shut(); // the link then leads where it says
        if (clicked.hash === location.hash) reveal(targetOf(clicked.hash));
      }
    });
    back.addEventListener("click", () => { path.pop(); fill(); place(); });
    close.addEventListener("click", leave);
    document.addEventListener("keydown", event => {
      if (!dialog.open) return;
      if (event.key === "Escape") leave();
      if (event.key === "Tab" && dialog.contains(document.activeElement)) { // beside its number in the order of keys too
        const stops = [...dialog.querySelectorAll("a[href], button, summary")].filter(one => one.checkVisibility());
        const end = event.shiftKey ? [stops[0], body] : [stops.at(-1)];
        if (end.includes(document.activeElement)) opener.focus({ preventScroll: true });
      }
    });

    // ---- the address: Back closes, and an address of a number opens the text and its trace

    const arrive = () => {
      const target = location.hash && targetOf(location.hash);
      if (!target) return;
      reveal(target);
      if (target.matches(TRACED) && !followed) {
        open(target, "replace");
        history.replaceState({ trace: target.id, first: true }, "", location.hash);
      }
      followed = false;
    };
    addEventListener("popstate", event => {
      const link = event.state?.trace && document.getElementById(event.state.trace);
      if (link) {
        quiet = performance.now();
        open(link, "");
      } else if (!followed && (dialog.open || opener && history.scrollRestoration === "manual")) {
        quiet = performance.now();
        shut();
        history.scrollRestoration = "auto";
      }
    });
    addEventListener("hashchange", () => { if (performance.now() - quiet > 300) arrive(); });
    addEventListener("resize", () => dialog.open && place());

    // ---- what can be taken away

    const take = async (from, text) => {
      const said = from.textContent;
      try { await navigator.clipboard.writeText(text); } catch {
        const field = make("textarea", { value: text });
        dialog.append(field);
        field.select();
        document.execCommand("copy");
        field.remove();
      }
      from.textContent = "Copied";
      setTimeout(() => { from.textContent = said; }, 1600);
    };
    const here = () => `${location.href.split("#")[0]}#${opener.id}`;
    copyLink.addEventListener("click", () => take(copyLink, here()));
    cite.addEventListener("click", () => {
      const part = name => document.querySelector(`.masthead .${name}`)?.textContent ?? "";
      const value = body.querySelector(".value").textContent.replaceAll("\u00a0", " ");
      const id = entry().querySelector(".body .id")?.textContent ?? (entry().id || entry().firstElementChild.id).slice(2);
      take(cite, `${value} (${id}). ${document.querySelector("h1").textContent}, ${part("edition").toLowerCase()}, ` +
        `${part("day").replaceAll("\u00a0", " ")}. ${here()}`);
    });
    arrive();
  };

  // ---- the contents: beside the text where there is room, else a slim bar with the section, how far it is, and the list

  const followReader = () => {
    const nav = document.getElementById("TOC"), list = nav.querySelector("details"), summary = list.querySelector("summary");
    const where = make("span", { className: "where" });
    summary.replaceChildren(where, make("span", { className: "unseen" }, " – "), make("span", { className: "name" }, "Contents"));
    nav.append(make("div", { className: "progress", ariaHidden: "true" }));
    const foldList = () => { list.open = SIDE.matches; };
    SIDE.addEventListener("change", foldList);
    foldList();
    list.addEventListener("click", event => { if (event.target.closest("a") && !SIDE.matches) list.open = false; });
    const links = new Map([...list.querySelectorAll("a[href^='#']")].map(link => [link.hash.slice(1), link]));
    const sections = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
    let current = null;
    const mark = () => {
      const past = sections.filter(one => one.getBoundingClientRect().top <= innerHeight / 4), now = past.length ? links.get(past.at(-1).id) : null;
      nav.style.setProperty("--read", scrollY / Math.max(1, root.scrollHeight - innerHeight));
      if (now === current) return;
      current?.removeAttribute("aria-current");
      current = now;
      current?.setAttribute("aria-current", "true");
      where.textContent = current?.textContent.replace(/^\d[\d.]*/, "").trim() ?? "";
      if (!current || !SIDE.matches) return;
      const box = nav.getBoundingClientRect(), at = current.getBoundingClientRect();
      if (at.top < box.top + 40 || at.bottom > box.bottom - 40) nav.scrollTop += at.top - box.top - box.height / 2;
    };
    let waiting = false;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    }, { passive: true });
    mark();
  };

  document.addEventListener("DOMContentLoaded", () => {
    addSwitch();
    addReadingTime();
    addIds();
    foldAll();
    root.classList.remove("folding");
    followReader();
    addTrace();
  });
}
