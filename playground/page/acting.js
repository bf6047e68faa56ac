// Use an element: confirm if needed, show progress, and send the action to the server.

import { confirmed } from "/page/confirm.js";
import { unescape } from "/page/mrkdwn.js";

export const words = (textObject) => unescape(textObject?.text ?? "");

/** Pending actions by surface, block and action. The message may be redrawn meanwhile. */
const underWay = new Set();
const next = new Map();

export const keyOf = (block, element, surface) => `${surface.id} ${block.block_id} ${element.action_id}`;
export const busy = (key) => underWay.has(key);

function show(key) {
  const mine = [...document.querySelectorAll("[data-key]")].filter((node) => node.dataset.key === key);
  for (const node of mine) node.setAttribute("aria-busy", String(underWay.has(key)));
}

/**
 * Runs one button press at a time. A field's latest value is sent after the pending one. Returns false if refused.
 */
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

/** The entered value, or else the element's initial value. */
export function held(block, element, surface, field, initial) {
  const entry = surface.chosen(block.block_id, element.action_id);
  return entry ? entry[field] : element[initial];
}
