// One pop-up for selects and overflow menus: arrow keys, type to find, Escape. Focus returns to its button.

import { el } from "/page/dom.js";

const FIND_FROM = 9;
let closeOpen = null;

/** Opens below `anchor`. `groups` are {label, items}. `choose(item)` is called with the picked item. */
export function openMenu(anchor, groups, { role, label, selected, choose }) {
  closeOpen?.();
  const itemRole = role === "menu" ? "menuitem" : "option";
  const entries = groups.flatMap((group) => group.items.map((entry) => ({ ...entry, group: group.label })));
  const list = el("div", { class: "menu-list", role, "aria-label": label, tabindex: "-1" });
  const find =
    entries.length >= FIND_FROM &&
    el("input", { type: "search", class: "menu-find", placeholder: "Find", "aria-label": `Find in ${label}` });
  const menu = el("div", { class: "menu" }, find, list);

  function draw() {
    const wanted = (find ? find.value : "").trim().toLowerCase();
    const kept = entries.filter((entry) => `${entry.label} ${entry.note}`.toLowerCase().includes(wanted));
    let group = "";
    const nodes = kept.flatMap((entry) => {
      const heading = entry.group && entry.group !== group;
      group = entry.group;
      return [heading && el("div", { class: "menu-group", role: "presentation" }, group), drawEntry(entry)];
    });
    const none = kept.length === 0 && el("div", { class: "menu-none" }, "Nothing like that");
    list.replaceChildren(...nodes.filter(Boolean), ...(none ? [none] : []));
  }

  function drawEntry(entry) {
    const chosen = entry.value === selected;
    return el(
      "div",
      {
        class: "menu-item",
        role: itemRole,
        tabindex: "-1",
        "aria-selected": itemRole === "option" && String(chosen),
        on: { click: () => pick(entry), keydown: (event) => byKey(event, () => pick(entry)) },
      },
      el("span", {}, entry.label),
      entry.note && el("small", {}, entry.note),
    );
  }

  function byKey(event, go) {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    go();
  }

  function pick(entry) {
    close();
    choose(entry);
  }

  function move(step) {
    const items = [...list.querySelectorAll(".menu-item")];
    if (!items.length) return;
    const at = items.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step;
    if (next < 0 && find) find.focus();
    else items[(next + items.length) % items.length].focus();
  }

  function jump(letter) {
    const items = [...list.querySelectorAll(".menu-item")];
    const from = items.indexOf(document.activeElement) + 1;
    const order = [...items.slice(from), ...items.slice(0, from)];
    order.find((node) => node.textContent.toLowerCase().startsWith(letter.toLowerCase()))?.focus();
  }

  function keys(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      move(moves[event.key]);
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
    } else if (event.target !== find && event.key.length === 1 && event.key !== " ") {
      jump(event.key);
    }
  }

  function outside(event) {
    if (!menu.contains(event.target) && !anchor.contains(event.target)) close(false);
  }

  function scrolled(event) {
    if (!menu.contains(event.target)) close();
  }

  function close(refocus = true) {
    closeOpen = null;
    document.removeEventListener("scroll", scrolled, true);
    document.removeEventListener("pointerdown", outside, true);
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (refocus && anchor.isConnected) anchor.focus({ preventScroll: true });
  }

  draw();
  if (find) find.addEventListener("input", draw);
  menu.addEventListener("keydown", keys);
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("scroll", scrolled, true);
  (anchor.closest("dialog") ?? document.body).append(menu);
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  closeOpen = close;
  if (find) find.focus();
  else (list.querySelector("[aria-selected=true]") ?? list.querySelector(".menu-item"))?.focus();
}

/** Placed below the button if there is room, else above; always inside the window. */
export function place(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + height + 8 <= innerHeight;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  menu.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
}
