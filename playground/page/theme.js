// Light or dark: what the system says, unless this person has said otherwise here.

import { byId } from "/page/dom.js";

const KEY = "playground-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function show() {
  const dark = (kept() ?? (system.matches ? "dark" : "light")) === "dark";
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  byId("theme-toggle").setAttribute("aria-pressed", String(dark));
}

export function startTheme() {
  byId("theme-toggle").addEventListener("click", () => {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // A browser that keeps nothing still gets its colours, until the page is closed.
    }
    show();
    document.documentElement.dataset.theme = next;
    byId("theme-toggle").setAttribute("aria-pressed", String(next === "dark"));
  });
  system.addEventListener("change", show);
  show();
}
