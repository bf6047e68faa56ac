// Light or dark: the system setting, unless the person chose one here.

import { byId } from "/page/dom.js";

const KEY = "playground-theme";
let here = null;
const system = matchMedia("(prefers-color-scheme: dark)");

function kept() {
  try {
    return here ?? localStorage.getItem(KEY);
  } catch {
    return here;
  }
}

function show() {
  const dark = (kept() ?? (system.matches ? "dark" : "light")) === "dark";
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  byId("theme-toggle").setAttribute("aria-pressed", String(dark));
}

export function startTheme() {
  byId("theme-toggle").addEventListener("click", () => {
    here = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEY, here);
    } catch {
      // Without storage the choice lasts until the page is closed.
    }
    show();
  });
  system.addEventListener("change", show);
  show();
}
