// Using an element: asks where it wants to be asked about, shows that it is under way, tells the server.

import { confirmed } from "/page/confirm.js";
import { unescape } from "/page/mrkdwn.js";

export const words = (textObject) => unescape(textObject?.text ?? "");

/** What is under way, by surface, block and action: a message may be drawn anew meanwhile. */
const underWay = new Set();
const next = new Map();

export const keyOf = (block, element, surface) => `${surface.id} ${block.block_id} ${element.action_id}`;
export const busy = (key) => underWay.has(key);

function show(key) {
  const mine = [...document.querySelectorAll("[data-key]")].filter((node) => node.dataset.key === key);
  for (const node of mine) node.setAttribute("aria-busy", String(underWay.has(key)));
}

/** A button is pressed once at a time; a field's latest value follows the one under way. False where said no. */
export async function act(block, element, surface, value) {
  const key = keyOf(block, element, surface);
  if (underWay.has(key)) {
    if (element.type !== "button" && element.type !== "overflow") next.set(key, value);
    return true;
  }
  if (element.confirm && !(await confirmed(element.confirm, surface.names))) return false;
  underWay.add(key);
  show(key);
  try {
    await surface.act({ block_id: block.block_id, action_id: element.action_id, value });
    while (next.has(key)) {
      const later = next.get(key);
      next.delete(key);
      await surface.act({ block_id: block.block_id, action_id: element.action_id, value: later });
    }
  } finally {
    underWay.delete(key);
    next.delete(key);
    show(key);
  }
  return true;
}

/** What was put in here, else what the element begins with. */
export function held(block, element, surface, field, initial) {
  const entry = surface.chosen(block.block_id, element.action_id);
  return entry ? entry[field] : element[initial];
}
