// Block Kit, drawn. A new kind of block is one more entry of BLOCKS; the server refuses what is not here.

import { el } from "/page/dom.js";
import { drawElement } from "/page/elements.js";
import { drawMrkdwn, drawPlain } from "/page/mrkdwn.js";

export function drawText(textObject, surface) {
  const { type, text } = textObject;
  return type === "mrkdwn" ? drawMrkdwn(text, surface.names) : drawPlain(text);
}

function section(block, surface) {
  const fields = (block.fields ?? []).map((field) => el("div", { class: "field" }, drawText(field, surface)));
  return el(
    "div",
    { class: "block section" },
    el(
      "div",
      { class: "section-words" },
      block.text && el("div", {}, drawText(block.text, surface)),
      fields.length > 0 && el("div", { class: "fields" }, fields),
    ),
    block.accessory && el("div", { class: "accessory" }, drawElement(block, block.accessory, surface)),
  );
}

const header = (block, surface) => el("h2", { class: "block header" }, drawText(block.text, surface));

const divider = () => el("hr", { class: "block" });

const context = (block, surface) =>
  el(
    "div",
    { class: "block context" },
    block.elements.map((element) => el("span", {}, drawText(element, surface))),
  );

const actions = (block, surface) =>
  el(
    "div",
    { class: "block actions" },
    block.elements.map((element) => drawElement(block, element, surface)),
  );

export const BLOCKS = { section, header, divider, context, actions };

/** All blocks of a message or a view. `surface` has `names`, `chosen(block_id, action_id)` and `act(press)`. */
export function drawBlocks(blocks, surface) {
  return blocks.map((block) => BLOCKS[block.type](block, surface));
}
