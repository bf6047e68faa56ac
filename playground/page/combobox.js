// A field with suggestions while typing: an ARIA combobox with a listbox. Focus stays in the field.

import { el } from "/page/dom.js";
import { place } from "/page/menu.js";

const PAUSE = 200;
let count = 0;

/**
 * `ask(typed)` returns groups of {label, items}, or null if more characters are needed. `choose(item)` is called with
 * the picked item, or with null if a `clearable` field was cleared (never for `several`). `needs` is the minimum
 * number of characters. `text` is the field's text while no one is typing.
 */
export function combobox({ label, placeholder, text, needs, ask, choose, clearable, several, attributes = {} }) {
  const id = `combobox-${(count += 1)}`;
  const list = el("div", { id, class: "menu-list", role: "listbox", "aria-label": label });
  const said = el("div", { class: "menu-none" });
  const popup = el("div", { class: "menu offers" }, list, said);
  const status = el("span", { class: "sr-only", role: "status" });
  const input = el("input", {
    type: "text",
    class: "field-input combobox-input",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
    "aria-label": label,
    placeholder,
    ...attributes,
  });
  input.value = text;
  let offers = [];
  let active = -1;
  let turn = 0;
  let timer = 0;

  function ready(typed) {
    clearTimeout(timer);
    if (typed.length < needs) {
      turn += 1;
      offers = [];
      return show(`Type ${needs === 1 ? "a letter" : `at least ${needs} letters`} to search`);
    }
    timer = setTimeout(() => look(typed), offers.length || popup.isConnected ? PAUSE : 0);
  }

  /** Drops answers that arrive after a newer request. */
  async function look(typed) {
    const mine = (turn += 1);
    input.classList.add("busy");
    const groups = await ask(typed).catch(() => []);
    if (mine !== turn) return;
    input.classList.remove("busy");
    if (document.activeElement !== input) return;
    offers = groups.flatMap((group) => group.items.map((item) => ({ ...item, group: group.label })));
    show(offers.length ? "" : "No results");
  }

  function show(words) {
    let group = "";
    const nodes = offers.flatMap((offer, index) => {
      const heading = offer.group && offer.group !== group;
      group = offer.group;
      return [heading && el("div", { class: "menu-group", role: "presentation" }, group), drawOffer(offer, index)];
    });
    list.replaceChildren(...nodes.filter(Boolean));
    list.hidden = offers.length === 0;
    said.hidden = !words;
    said.textContent = words;
    status.textContent = words || `${offers.length} ${offers.length === 1 ? "result" : "results"}`;
    open();
    walkTo(offers.length ? 0 : -1);
  }

  const drawOffer = (offer, index) =>
    el(
      "div",
      {
        id: `${id}-${index}`,
        class: "menu-item",
        role: "option",
        "aria-selected": "false",
        on: { pointerdown: (event) => event.preventDefault(), click: () => pick(offer) },
      },
      el("span", {}, offer.label),
      offer.note && el("small", {}, offer.note),
    );

  function walkTo(next) {
    active = next;
    for (const node of list.querySelectorAll(".menu-item")) {
      node.setAttribute("aria-selected", String(node.id === `${id}-${active}`));
    }
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `${id}-${active}`);
    document.getElementById(`${id}-${active}`).scrollIntoView({ block: "nearest" });
  }

  function open() {
    if (!popup.isConnected) {
      (input.closest("dialog") ?? document.body).append(popup);
      document.addEventListener("scroll", scrolled, true);
    }
    popup.style.minWidth = `${Math.max(190, input.offsetWidth)}px`;
    place(popup, input);
    input.setAttribute("aria-expanded", "true");
  }

  function close() {
    clearTimeout(timer);
    turn += 1;
    offers = [];
    popup.remove();
    document.removeEventListener("scroll", scrolled, true);
    input.classList.remove("busy");
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function scrolled(event) {
    if (!popup.contains(event.target) && event.target !== input) close();
  }

  function pick(offer) {
    close();
    input.value = several ? "" : offer.label;
    choose(offer);
  }

  function leave() {
    close();
    status.textContent = "";
    if (input.value === "" && text && clearable) choose(null);
    else input.value = text;
  }

  function keys(event) {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (!popup.isConnected) ready(input.value === text ? "" : input.value);
      else if (offers.length) walkTo((active + steps[event.key] + offers.length) % offers.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (active >= 0) pick(offers[active]);
    } else if (event.key === "Escape" && popup.isConnected) {
      event.preventDefault();
      event.stopPropagation();
      close();
      input.value = text;
    }
  }

  input.addEventListener("input", () => ready(input.value));
  input.addEventListener("click", () => popup.isConnected || ready(input.value === text ? "" : input.value));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", leave);
  input.addEventListener("keydown", keys);
  return { input, node: el("span", { class: "combobox" }, input, status) };
}
