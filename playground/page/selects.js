// Menus: static options, options from the bot, people and channels; single or multiple choice.

import { act, held, words } from "/page/acting.js";
import { combobox } from "/page/combobox.js";
import { el, icon, unseen } from "/page/dom.js";
import { openMenu } from "/page/menu.js";

const item = (option) => ({
  label: words(option.text),
  note: words(option.description),
  value: option.value,
  url: option.url,
});

export function groupsOf(element) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  return groups.map((group) => ({ label: words(group.label), items: (group.options ?? []).map(item) }));
}

/** A button that shows the chosen option and opens a menu. `chosen` is {value, label} or null. */
function menuButton(block, element, surface, { groups, chosen, otherwise }) {
  const placeholder = words(element.placeholder) || otherwise;
  const label = chosen ? chosen.label : placeholder;
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
  const clear = block.type === "input" && block.optional && chosen ? [{ label: "", items: [{ label: "(none)", note: "", value: null }] }] : [];
  function open() {
    openMenu(node, [...clear, ...groups], {
      role: "listbox",
      label: placeholder,
      selected: chosen?.value,
      choose: (option) => act(block, element, surface, option.value),
    });
  }
  return node;
}

export function staticSelect(block, element, surface) {
  const option = held(block, element, surface, "selected_option", "initial_option");
  const chosen = option && item(option);
  return menuButton(block, element, surface, { groups: groupsOf(element), chosen, otherwise: "Choose an option" });
}

function ofWorkspace(block, element, surface, { field, initial, items, otherwise }) {
  const value = held(block, element, surface, field, initial);
  const chosen = items.find((one) => one.value === value);
  return menuButton(block, element, surface, { groups: [{ label: "", items }], chosen, otherwise });
}

export function usersSelect(block, element, surface) {
  const items = surface.world().people.map((one) => ({ label: one.real_name, note: one.title, value: one.id }));
  return ofWorkspace(block, element, surface, { field: "selected_user", initial: "initial_user", items, otherwise: "Choose a person" });
}

const myChannels = (surface) => surface.world().channels.filter((one) => one.members.includes(surface.user()));
const asItem = (channel) => ({ label: channel.is_im ? channel.name : `# ${channel.name}`, note: "", value: channel.id });

export function channelsSelect(block, element, surface) {
  const items = myChannels(surface).filter((one) => !one.is_im).map(asItem);
  return ofWorkspace(block, element, surface, { field: "selected_channel", initial: "initial_channel", items, otherwise: "Choose a channel" });
}

export function conversationsSelect(block, element, surface) {
  const include = element.filter?.include;
  const wanted = (one) => !include || include.includes(one.is_im ? "im" : "public");
  const items = myChannels(surface).filter(wanted).map(asItem);
  const kind = { field: "selected_conversation", initial: "initial_conversation", items, otherwise: "Choose a conversation" };
  return ofWorkspace(block, element, surface, kind);
}

const asking = (block, element, surface) => async (typed) =>
  groupsOf(await surface.suggest({ block_id: block.block_id, action_id: element.action_id, value: typed }));

export function externalSelect(block, element, surface) {
  const current = () => held(block, element, surface, "selected_option", "initial_option");
  const chosen = current();
  const shown = chosen ? words(chosen.text) : "";
  const placeholder = words(element.placeholder) || "Type to search";
  const { input, node } = combobox({
    label: placeholder,
    placeholder,
    text: shown,
    needs: element.min_query_length ?? 3,
    clearable: block.type === "input",
    ask: asking(block, element, surface),
    choose: async (option) => {
      const sent = await act(block, element, surface, option?.value ?? null);
      if (!sent) input.value = shown;
    },
    attributes: { "data-action": element.action_id },
  });
  return node;
}

/** Chips for chosen options and a field to find more. Backspace in the empty field removes the last one. */
function several(block, element, surface, { needs, ask }) {
  const chosen = held(block, element, surface, "selected_options", "initial_options") ?? [];
  const placeholder = words(element.placeholder) || "Type to search";
  const most = element.max_selected_items ?? Infinity;
  const send = (values) => act(block, element, surface, values);
  const values = chosen.map((option) => option.value);
  const without = (value) => send(values.filter((one) => one !== value));
  const { input, node } = combobox({
    label: placeholder,
    placeholder: chosen.length >= most ? `No more than ${most}` : placeholder,
    text: "",
    needs,
    several: true,
    ask: async (typed) => {
      if (chosen.length >= most) return [];
      const groups = await ask(typed);
      return groups.map((group) => ({ ...group, items: group.items.filter((one) => !values.includes(one.value)) }));
    },
    choose: (option) => option && send([...values, option.value]),
    attributes: { "data-action": element.action_id },
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && input.value === "" && values.length) without(values.at(-1));
  });
  const chips = chosen.map((option) =>
    el(
      "button",
      { type: "button", class: "chip", on: { click: () => without(option.value) } },
      unseen("Remove "),
      el("span", {}, words(option.text)),
      icon("M6 6l8 8M14 6l-8 8"),
    ),
  );
  return el("div", { class: "several" }, chips.length > 0 && el("div", { class: "chips" }, chips), node);
}

export const multiExternalSelect = (block, element, surface) =>
  several(block, element, surface, { needs: element.min_query_length ?? 3, ask: asking(block, element, surface) });

export function multiStaticSelect(block, element, surface) {
  const fits = (typed) => (one) => `${one.label} ${one.note}`.toLowerCase().includes(typed.trim().toLowerCase());
  const ask = async (typed) =>
    groupsOf(element).map((group) => ({ ...group, items: group.items.filter(fits(typed)) }));
  return several(block, element, surface, { needs: 0, ask });
}
