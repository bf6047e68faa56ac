// Interactive elements. Add a new kind to ELEMENTS.

import { act, busy, keyOf, words } from "/page/acting.js";
import { el, icon } from "/page/dom.js";
import { checkboxes, datepicker, fileInput, radioButtons, textInput, timepicker } from "/page/fields.js";
import { openMenu } from "/page/menu.js";
import { drawPlain, link } from "/page/mrkdwn.js";
import {
  channelsSelect,
  conversationsSelect,
  externalSelect,
  groupsOf,
  multiExternalSelect,
  multiStaticSelect,
  staticSelect,
  usersSelect,
} from "/page/selects.js";

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

export const ELEMENTS = {
  button,
  overflow,
  static_select: staticSelect,
  external_select: externalSelect,
  multi_static_select: multiStaticSelect,
  multi_external_select: multiExternalSelect,
  users_select: usersSelect,
  conversations_select: conversationsSelect,
  channels_select: channelsSelect,
  plain_text_input: textInput,
  datepicker,
  timepicker,
  checkboxes,
  radio_buttons: radioButtons,
  file_input: fileInput,
};

export function drawElement(block, element, surface) {
  const node = ELEMENTS[element.type](block, element, surface);
  const key = keyOf(block, element, surface);
  node.dataset.key = key;
  node.setAttribute("aria-busy", String(busy(key)));
  return node;
}
