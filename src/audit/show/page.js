"use strict";
(() => {
  const findings = [...document.querySelectorAll("details.finding")];
  const recommendations = [...document.querySelectorAll(".recommendation")];
  const buttons = [...document.querySelectorAll("button[data-filter]")];
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const texts = new Map();
  const textOf = (finding) => {
    if (!texts.has(finding)) texts.set(finding, finding.textContent.toLowerCase());
    return texts.get(finding);
  };
  const apply = () => {
    const off = { status: new Set(), verdict: new Set() };
    for (const button of buttons) {
      if (button.getAttribute("aria-pressed") === "false") off[button.dataset.kind].add(button.dataset.filter);
    }
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const finding of findings) {
      const verdicts = (finding.dataset.verdicts || "").split(" ").filter(Boolean);
      const visible =
        !off.status.has(finding.dataset.status) &&
        (verdicts.length === 0 || verdicts.some((verdict) => !off.verdict.has(verdict))) &&
        words.every((word) => textOf(finding).includes(word));
      finding.hidden = !visible;
      count += visible ? 1 : 0;
    }
    for (const section of document.querySelectorAll("main section[data-section]")) {
      section.hidden = ![...section.querySelectorAll("details.finding")].some((finding) => !finding.hidden);
    }
    for (const one of recommendations) one.hidden = !words.every((word) => textOf(one).includes(word));
    for (const section of document.querySelectorAll("#recommendations")) {
      section.hidden = recommendations.every((one) => one.hidden);
    }
    shown.textContent = `${count} of ${findings.length} shown`;
  };
  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      const same = buttons.filter((other) => other.dataset.kind === button.dataset.kind);
      if (event.shiftKey) {
        const alone = same.every((other) => (other === button) === (other.getAttribute("aria-pressed") === "true"));
        for (const other of same) other.setAttribute("aria-pressed", String(alone || other === button));
      } else {
        button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") === "false"));
      }
      apply();
    });
  }
  let timer;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 120);
  });
  const go = (step) => {
    const visible = findings.filter((finding) => !finding.hidden);
    if (visible.length === 0) return;
    const at = visible.findIndex((finding) => finding.contains(document.activeElement));
    const next = visible[at < 0 ? (step > 0 ? 0 : visible.length - 1) : Math.min(Math.max(at + step, 0), visible.length - 1)];
    next.querySelector("summary").focus();
    next.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === search) {
      if (event.key === "Escape") search.blur();
      return;
    }
    const open = document.activeElement && document.activeElement.closest("details.finding");
    const keys = {
      j: () => go(1),
      k: () => go(-1),
      o: () => { if (open) open.open = !open.open; },
      x: () => {
        const visible = findings.filter((finding) => !finding.hidden);
        const all = visible.every((finding) => finding.open);
        for (const finding of visible) finding.open = !all;
      },
      "/": () => search.focus(),
    };
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  const target = () => {
    const at = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (at && at.matches("details.finding")) {
      at.hidden = false;
      at.open = true;
      at.querySelector("summary").focus();
    }
  };
  addEventListener("hashchange", target);
  addEventListener("beforeprint", () => { for (const finding of findings) finding.open = true; });
  apply();
  target();
})();
