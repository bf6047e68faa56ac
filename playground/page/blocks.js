// Draws Block Kit. Add a new kind of block to BLOCKS. The server rejects kinds that are not here.

import { el } from "/page/dom.js";
import { drawElement } from "/page/elements.js";
import { drawImage } from "/page/files.js";
import { drawMrkdwn, drawPlain } from "/page/mrkdwn.js";

export function drawText(textObject, surface) {
  const { type, text } = textObject;
  return type === "mrkdwn" ? drawMrkdwn(text, surface.names) : drawPlain(text);
}

const drawAccessory = (block, surface) =>
  block.accessory.type === "image" ? drawImage(block.accessory, surface) : drawElement(block, block.accessory, surface);

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
    block.accessory && el("div", { class: "accessory" }, drawAccessory(block, surface)),
  );
}

const header = (block, surface) => el("h2", { class: "block header" }, drawText(block.text, surface));

const divider = () => el("hr", { class: "block" });

const context = (block, surface) =>
  el(
    "div",
    { class: "block context" },
    block.elements.map((element) => (element.type === "image" ? drawImage(element, surface) : el("span", {}, drawText(element, surface)))),
  );

const image = (block, surface) =>
  el(
    "figure",
    { class: "block image" },
    block.title && el("figcaption", {}, drawText(block.title, surface)),
    drawImage(block, surface),
  );

let count = 0;

/** An input with its label, hint and error. Screen readers announce all of them with the field. */
function input(block, surface) {
  const id = `input-${(count += 1)}`;
  const node = drawElement(block, block.element, surface);
  const inside = node.matches("input, textarea, button, [role]") ? node : node.querySelector("[role=combobox], button[data-action]");
  const wrong = surface.errors[block.block_id];
  const says = [block.hint && `${id}-hint`, wrong && `${id}-error`].filter(Boolean).join(" ");
  const isGroup = inside.matches("[role=group], [role=radiogroup]");
  const isButton = inside.matches("button");
  inside.id = `${id}-field`;
  inside.setAttribute("aria-labelledby", isButton ? `${id}-label ${id}-field` : `${id}-label`);
  if (says) inside.setAttribute("aria-describedby", says);
  if (wrong && !isButton && !isGroup) inside.setAttribute("aria-invalid", "true");
  if (wrong) (isGroup ? inside.querySelector("input") : inside).dataset.invalid = "";
  if (!block.optional && inside.matches("input, textarea, [role=radiogroup]")) inside.setAttribute("aria-required", "true");
  return el(
    "div",
    { class: `block input ${wrong ? "wrong" : ""}` },
    el(
      isGroup ? "div" : "label",
      { class: "label", for: isGroup ? null : `${id}-field`, id: `${id}-label` },
      drawText(block.label, surface),
      block.optional && el("span", { class: "optional" }, " (optional)"),
    ),
    node,
    wrong && el("p", { class: "error", id: `${id}-error` }, wrong),
    block.hint && el("p", { class: "hint-below", id: `${id}-hint` }, drawText(block.hint, surface)),
  );
}

const actions = (block, surface) =>
  el(
    "div",
    { class: "block actions" },
    block.elements.map((element) => drawElement(block, element, surface)),
  );

export const BLOCKS = { section, header, divider, context, actions, image, input };

/**
 * All blocks of a message or view. `surface` has `names`, `errors`, `chosen(block_id, action_id)` and `act(press)`.
 */
export function drawBlocks(blocks, surface) {
  return blocks.map((block) => BLOCKS[block.type](block, surface));
}
