// What the page gains where scripts run: the trace of a number opens beside it, the colours can be
// chosen, the contents list follows the reader. Without them a number is a link to its entry.
"use strict";

{
  const root = document.documentElement;

  // ---- colours: as the system, light, or dark; kept where the browser lets a page keep something

  const THEMES = ["system", "light", "dark"];
  const KEY = "briefing-theme";
  const kept = () => {
    try { return localStorage.getItem(KEY); } catch { return null; }
  };
  const keep = (theme) => {
    try { localStorage.setItem(KEY, theme); } catch { /* the choice lasts as long as the page */ }
  };
  const show = (theme) => {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
  };
  let theme = THEMES.includes(kept()) ? kept() : "system";
  show(theme);

  const addSwitch = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "theme";
    const say = () => { button.textContent = `Colours: ${theme}`; };
    button.addEventListener("click", () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      show(theme);
      keep(theme);
      say();
    });
    say();
    document.querySelector(".title-block").append(button);
  };

  // ---- the trace of a number, as its entry in the appendix has it

  const TRACED = "a.number, a.claim, a.term";
  const entryOf = (link) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return target?.closest(".trace, .passage, dt");
  };
  // A copy of an entry without its ids; a term of the glossary brings its definition.
  const copyOf = (entry) => {
    let copy = entry.cloneNode(true);
    if (entry.matches("dt")) {
      copy = document.createElement("div");
      copy.className = "trace";
      const term = document.createElement("p");
      term.className = "value";
      term.textContent = entry.textContent;
      copy.append(term, ...[...entry.nextElementSibling.childNodes].map((one) => one.cloneNode(true)));
    }
    for (const one of [copy, ...copy.querySelectorAll("[id]")]) one.removeAttribute("id");
    return copy;
  };

  const addTrace = () => {
    const dialog = document.createElement("dialog");
    dialog.id = "trace";
    dialog.setAttribute("aria-labelledby", "trace-title");
    dialog.innerHTML =
      '<div class="bar"><button type="button" class="back" hidden>‹ Back</button><span></span>' +
      '<button type="button" class="close" aria-label="Close">✕</button></div><div class="body" tabindex="-1"></div>' +
      '<footer><a>Open in the appendix</a></footer>';
    document.body.append(dialog);
    const [back, close, body, link, caption] = [".back", ".close", ".body", "footer a", ".bar span"].map((one) => dialog.querySelector(one));
    let path = [];
    let opener = null;

    const fill = () => {
      const entry = path[path.length - 1];
      const copy = copyOf(entry);
      (copy.querySelector(".value") ?? copy.querySelector("[lang]")).id = "trace-title";
      body.replaceChildren(copy);
      link.href = `#${entry.id || entry.firstElementChild.id}`;
      link.textContent = entry.matches("dt") ? "Open in the glossary" : "Open in the appendix";
      caption.textContent = entry.matches("dt") ? "In other words" : "Where this comes from";
      back.hidden = path.length < 2;
      dialog.scrollTop = 0;
      body.focus({ preventScroll: true });
    };

    // Beside the number where there is room; narrow screens have it at the foot, by the style sheet.
    const place = () => {
      dialog.removeAttribute("style");
      if (innerWidth < 640) return;
      const at = opener.getClientRects()[0] ?? opener.getBoundingClientRect();
      const { width, height } = dialog.getBoundingClientRect();
      const below = at.bottom + 8;
      const top = below + height < innerHeight - 8 ? below : Math.max(8, at.top - height - 8);
      dialog.style.top = `${Math.min(top, Math.max(8, innerHeight - height - 8))}px`;
      dialog.style.left = `${Math.max(8, Math.min(at.left, root.clientWidth - width - 8))}px`;
    };

    const leave = () => {
      dialog.close();
      body.replaceChildren();
    };

    document.addEventListener("click", (event) => {
      const clicked = event.target.closest?.("a[href^='#']");
      if (!clicked || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const inside = dialog.contains(clicked);
      const entry = clicked === link ? null : entryOf(clicked);
      if (entry && (inside || clicked.matches(TRACED))) {
        event.preventDefault();
        path = inside ? [...path, entry] : [entry];
        if (!inside) {
          opener = clicked;
          dialog.showModal();
        }
        fill();
        place();
      } else if (inside) leave(); // the link then leads where it says
    });
    back.addEventListener("click", () => {
      path.pop();
      fill();
    });
    close.addEventListener("click", leave);
    dialog.addEventListener("click", (event) => {
      const box = dialog.getBoundingClientRect();
      const within = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (event.target === dialog && !within) leave();
    });
    addEventListener("resize", () => dialog.open && place());
  };

  // ---- the contents list: open where it stands beside the text, with the section in view marked

  const followReader = () => {
    const list = document.querySelector("#TOC details");
    const wide = matchMedia("(min-width: 72rem)");
    const fold = () => { list.open = wide.matches; };
    wide.addEventListener("change", fold);
    fold();
    const links = new Map([...list.querySelectorAll("a[href^='#']")].map((link) => [link.hash.slice(1), link]));
    const sections = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const mark = () => {
      const line = innerHeight / 4;
      const past = sections.filter((one) => one.getBoundingClientRect().top <= line);
      const current = past.length ? links.get(past[past.length - 1].id) : null;
      for (const link of links.values()) {
        if (link === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
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
    addTrace();
    followReader();
  });
}
