// What people press and choose from. A new kind of element is one more entry of ELEMENTS.

import { combobox } from "/page/combobox.js";
import { confirmed } from "/page/confirm.js";
import { el, icon } from "/page/dom.js";
import { openMenu } from "/page/menu.js";
import { drawPlain, link, unescape } from "/page/mrkdwn.js";

const words = (textObject) => unescape(textObject?.text ?? "");

/** What is under way, by surface, block and action: a message may be drawn anew meanwhile. */
const underWay = new Set();
const keyOf = (block, element, surface) => `${surface.id} ${block.block_id} ${element.action_id}`;

function show(key) {
  const mine = [...document.querySelectorAll("[data-key]")].filter((node) => node.dataset.key === key);
  for (const node of mine) node.setAttribute("aria-busy", String(underWay.has(key)));
}

/** Asks where the element wants to be asked about, shows that it is under way, and tells the server. */
async function act(block, element, surface, value) {
  const key = keyOf(block, element, surface);
  if (underWay.has(key)) return;
  if (element.confirm && !(await confirmed(element.confirm, surface.names))) return;
  underWay.add(key);
  show(key);
  try {
    await surface.act({ block_id: block.block_id, action_id: element.action_id, value });
  } finally {
    underWay.delete(key);
    show(key);
  }
}

function button(block, element, surface) {
  const look = {
    class: `button ${element.style ?? ""}`,
    "aria-label": element.accessibility_label,
    "data-action": element.action_id,
  };
  const press = () => act(block, element, surface);
  const node = element.url
    ? link(element.url, words(element.text), look)
    : el("button", { type: "button", ...look }, drawPlain(element.text.text));
  node.addEventListener("click", press);
  return node;
}

function groupsOf(element) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  return groups.map((group) => ({ label: words(group.label), items: (group.options ?? []).map(item) }));
}

const item = (option) => ({
  label: words(option.text),
  note: words(option.description),
  value: option.value,
  url: option.url,
});

/** The option that was picked here, else the one that the element begins with. */
function chosenOption(block, element, surface) {
  const entry = surface.chosen(block.block_id, element.action_id);
  return entry ? entry.selected_option : element.initial_option;
}

function staticSelect(block, element, surface) {
  const chosen = chosenOption(block, element, surface);
  const placeholder = words(element.placeholder) || "Choose an option";
  const label = chosen ? words(chosen.text) : placeholder;
  const node = el(
    "button",
    {
      type: "button",
      class: `button select ${chosen ? "" : "unset"}`,
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": chosen ? `${placeholder}: ${label}` : placeholder,
      "data-action": element.action_id,
      on: { click: open },
    },
    el("span", {}, label),
    icon("m6 8 4 4 4-4"),
  );
  function open() {
    openMenu(node, groupsOf(element), {
      role: "listbox",
      label: placeholder,
      selected: chosen?.value,
      choose: (option) => act(block, element, surface, option.value),
    });
  }
  return node;
}

function externalSelect(block, element, surface) {
  const chosen = chosenOption(block, element, surface);
  const placeholder = words(element.placeholder) || "Type to search";
  const where = { block_id: block.block_id, action_id: element.action_id };
  const { input, node } = combobox({
    label: placeholder,
    placeholder,
    text: chosen ? words(chosen.text) : "",
    needs: element.min_query_length ?? 3,
    ask: async (typed) => groupsOf(await surface.suggest({ ...where, value: typed })),
    choose: async (option) => {
      if (option) await act(block, element, surface, option.value);
      const now = chosenOption(block, element, surface);
      if (input.isConnected && now === chosen) input.value = chosen ? words(chosen.text) : "";
    },
    attributes: { "data-action": element.action_id },
  });
  return node;
}

function overflow(block, element, surface) {
  const node = el(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": "More actions",
      "data-action": element.action_id,
      on: { click: open },
    },
    icon("M4.5 10h.01M10 10h.01M15.5 10h.01"),
  );
  function open() {
    openMenu(node, groupsOf(element), {
      role: "menu",
      label: "More actions",
      choose: (option) => {
        if (option.url) window.open(option.url, "_blank", "noopener,noreferrer");
        act(block, element, surface, option.value);
      },
    });
  }
  return node;
}

export const ELEMENTS = { button, static_select: staticSelect, external_select: externalSelect, overflow };

export function drawElement(block, element, surface) {
  const node = ELEMENTS[element.type](block, element, surface);
  const key = keyOf(block, element, surface);
  node.dataset.key = key;
  node.setAttribute("aria-busy", String(underWay.has(key)));
  return node;
}
