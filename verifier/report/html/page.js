"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  for (const element of all("[data-script]")) element.hidden = false;

  // Data inside of the page, inflated when it is first needed.

  const inflated = new Map();
  const inflate = (script) => {
    if (!inflated.has(script)) {
      const bytes = Uint8Array.from(atob(script.textContent), (c) => c.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      inflated.set(script, new Response(stream).text());
    }
    return inflated.get(script);
  };

  const download = async (script, name, type) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([await inflate(script)], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  byId("download-report").addEventListener("click", () =>
    download(byId("packed-report"), "report.json", "application/json"));
  for (const button of all("[data-csv]")) {
    const name = button.dataset.csv;
    const script = all("script[data-name]").find((found) => found.dataset.name === name);
    button.addEventListener("click", () => download(script, `${name}.csv`, "text/csv"));
  }

  const pieces = async (id) => JSON.parse(await inflate(byId(id)));

  // Formulas that are wider than the screen are scrolled with the keyboard too.
  const reachable = (within) => {
    for (const line of all(".m", within)) {
      if (line.scrollWidth > line.clientWidth) line.tabIndex = 0;
    }
  };

  // Proofs and formulas take the place of plain text where they are opened.

  const waiting = "[data-m]:not([data-m=''])";
  let formulas = null;
  const typeset = async (claims) => {
    if (!claims.length) return;
    formulas ??= await pieces("packed-formulas");
    for (const claim of claims) {
      if (claim.dataset.m) claim.innerHTML = formulas[claim.dataset.m];
      claim.dataset.m = "";
    }
  };

  let proofs = null;
  const unpack = async (within) => {
    const lists = all("[data-p]", within);
    if (!lists.length) return;
    proofs ??= await pieces("packed-proofs");
    for (const list of lists) if (list.isConnected) list.outerHTML = proofs[list.dataset.p];
  };

  document.addEventListener("toggle", async (event) => {
    const details = event.target;
    if (!details.open) return;
    if (details.matches(".proof")) {
      await unpack(details);
      typeset(all(waiting, details));
    } else if (details.matches(".entry")) {
      reachable(details);
      typeset(all(waiting, details).filter((claim) => !claim.closest(".proof")));
    }
  }, true);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-unfold]");
    if (!button) return;
    const steps = all("details", button.closest(".proof"));
    const open = steps.some((step) => !step.open);
    for (const step of steps) step.open = open;
    button.textContent = open ? "Fold all steps" : "Unfold all steps";
  });

  // Filters.  Their state is kept in the part of the address after "#?".

  const form = byId("filters");
  const articles = all("article");
  const said = new Map();
  const textOf = (article) => {
    if (!said.has(article)) said.set(article, article.textContent.toLowerCase());
    return said.get(article);
  };

  const wanted = () => new URLSearchParams(
    [...new FormData(form)].map(([key, value]) => [key, value.trim()]).filter(([, v]) => v));

  const fits = (article, chosen) => {
    for (const [key, value] of chosen) {
      const own = article.dataset;
      if (key === "text") {
        const words = value.toLowerCase().split(/\s+/);
        if (!words.every((word) => textOf(article).includes(word))) return false;
      } else if (key === "verdict" && value === "troubled") {
        if (!("troubled" in own)) return false;
      } else if (key === "trust" ? !own.trust.split("|").includes(value) : own[key] !== value) {
        return false;
      }
    }
    return true;
  };

  const filter = () => {
    const chosen = wanted();
    let shown = 0;
    for (const article of articles) {
      article.hidden = !fits(article, chosen);
      shown += !article.hidden;
    }
    for (const group of all(".result, .paper")) {
      group.hidden = !all("article", group).some((article) => !article.hidden);
    }
    const total = articles.length;
    const entries = (n) => `${n} ${n === 1 ? "entry" : "entries"}`;
    byId("shown").textContent = shown === total ? entries(total) : `${shown} of ${entries(total)}`;
    return chosen;
  };

  const remember = () => {
    const chosen = filter().toString();
    history.replaceState(null, "", chosen ? `#?${chosen}` : "#");
  };

  // Not by form.reset(), after which the address would be that of the filters.
  const recall = (query) => {
    const asked = new URLSearchParams(query);
    for (const field of all("select, input", form)) field.value = asked.get(field.name) ?? "";
    filter();
  };

  form.addEventListener("input", remember);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(remember));

  // Links to single results, hypotheses and steps.

  const reveal = async (target) => {
    const article = target.closest("article");
    if (article?.hidden || target.matches(".result, .paper") && target.hidden) recall("");
    for (let at = target; at; at = at.parentElement) if (at.matches("details")) at.open = true;
    for (const own of target.matches("article, li") ? all(":scope > details", target) : []) {
      own.open = true;
    }
    if (article) await typeset(all(waiting, article));
    for (const earlier of all(".here")) earlier.classList.remove("here");
    target.classList.add("here");
    target.scrollIntoView({ behavior: "instant" });
    target.querySelector(":scope > details > summary")?.focus({ preventScroll: true });
  };

  const follow = async () => {
    const name = decodeURIComponent(location.hash.slice(1));
    if (!name) recall("");
    if (name.startsWith("?")) {
      recall(location.hash.slice(2));
      byId("results").scrollIntoView();
      return;
    }
    const entry = byId(name.slice(0, name.lastIndexOf(":")));
    if (entry?.matches("article") && /:\d+$/.test(name)) await unpack(entry);
    if (name && byId(name)) await reveal(byId(name));
  };

  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) follow();
  });

  // Dark and light, print.

  const theme = byId("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () =>
    (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  const show = () => theme.setAttribute("aria-pressed", String(isDark()));
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", document.documentElement.dataset.theme); } catch { /* it is not kept */ }
    show();
  });
  try {
    const kept = localStorage.getItem("theme");
    if (kept === "dark" || kept === "light") document.documentElement.dataset.theme = kept;
  } catch { /* nothing is kept */ }
  dark.addEventListener("change", show);
  show();

  byId("print-all").addEventListener("click", async () => {
    await unpack(document);
    await typeset(all(waiting));
    const folded = all("main details:not([open])");
    for (const details of folded) details.open = true;
    print();
    for (const details of folded) details.open = false;
  });

  const wide = matchMedia("(min-width: 72rem)");
  const contents = byId("contents");
  const fold = () => { contents.open = wide.matches; };
  wide.addEventListener("change", fold);
  fold();
  follow();
})();
