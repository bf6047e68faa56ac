// Input elements: text, dates, times, checkboxes, files.

import { act, held, keyOf, words } from "/page/acting.js";
import { el, icon, unseen } from "/page/dom.js";
import { drawMrkdwn, drawPlain } from "/page/mrkdwn.js";
import { toast } from "/page/toasts.js";

/**
 * Sends typed text to the server after pauses. Enter in a single-line field notifies the bot if the element says so.
 */
export function textInput(block, element, surface) {
  const key = keyOf(block, element, surface);
  const where = { block_id: block.block_id, action_id: element.action_id };
  const entersTell =
    block.dispatch_action && (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes("on_enter_pressed");
  const node = el(element.multiline ? "textarea" : "input", {
    type: element.multiline ? null : "text",
    rows: element.multiline ? 4 : null,
    class: "field-input",
    autocomplete: "off",
    maxlength: element.max_length ?? 3000,
    placeholder: words(element.placeholder) || null,
    "aria-label": words(element.placeholder) || "Text",
    "data-action": element.action_id,
    autofocus: element.focus_on_load === true,
  });
  node.value = surface.typed(key) ?? held(block, element, surface, "value", "initial_value") ?? "";
  node.addEventListener("input", () => surface.type(key, { ...where, value: node.value }));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || element.multiline || !entersTell) return;
    event.preventDefault();
    act(block, element, surface, node.value);
  });
  return node;
}

const moment = (type, field, initial, otherwise) => (block, element, surface) => {
  const value = held(block, element, surface, field, initial) ?? "";
  const node = el("input", {
    type,
    class: "field-input moment",
    "aria-label": words(element.placeholder) || otherwise,
    "data-action": element.action_id,
  });
  node.value = value;
  node.addEventListener("change", async () => {
    const sent = await act(block, element, surface, node.value || null);
    if (!sent) node.value = value;
  });
  return node;
};

export const datepicker = moment("date", "selected_date", "initial_date", "Choose a date");
export const timepicker = moment("time", "selected_time", "initial_time", "Choose a time");

const drawText = (textObject, surface) =>
  textObject.type === "mrkdwn" ? drawMrkdwn(textObject.text, surface.names) : drawPlain(textObject.text);

/** A group of checkboxes or radio buttons. `picked(nodes)` is the value for the server. */
function choices(block, element, surface, { type, role, chosen, picked }) {
  const group = keyOf(block, element, surface);
  const nodes = element.options.map((option) => {
    const input = el("input", { type, name: group, value: option.value, "data-action": `${element.action_id} ${option.value}` });
    input.checked = chosen.includes(option.value);
    return input;
  });
  const changed = async () => {
    const sent = await act(block, element, surface, picked(nodes));
    if (!sent) for (const node of nodes) node.checked = chosen.includes(node.value);
  };
  return el(
    "div",
    { class: "choices", role, "aria-label": "Choices", on: { change: changed } },
    element.options.map((option, index) =>
      el(
        "label",
        { class: "choice" },
        nodes[index],
        el(
          "span",
          {},
          el("span", {}, drawText(option.text, surface)),
          option.description && el("small", {}, drawText(option.description, surface)),
        ),
      ),
    ),
  );
}

export function checkboxes(block, element, surface) {
  const chosen = (held(block, element, surface, "selected_options", "initial_options") ?? []).map((one) => one.value);
  const picked = (nodes) => nodes.filter((node) => node.checked).map((node) => node.value);
  return choices(block, element, surface, { type: "checkbox", role: "group", chosen, picked });
}

export function radioButtons(block, element, surface) {
  const option = held(block, element, surface, "selected_option", "initial_option");
  const picked = (nodes) => nodes.find((node) => node.checked)?.value ?? null;
  return choices(block, element, surface, { type: "radio", role: "radiogroup", chosen: option ? [option.value] : [], picked });
}

export const sizeOf = (bytes) =>
  bytes < 1024 ? `${bytes} bytes` : bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;

export function fileInput(block, element, surface) {
  const chosen = held(block, element, surface, "files", "") ?? [];
  const most = element.max_files ?? 10;
  const endings = (element.filetypes ?? []).map((ending) => ending.toLowerCase());
  const send = (ids) => act(block, element, surface, ids);
  const picker = el("input", {
    type: "file",
    multiple: most > 1,
    accept: endings.map((ending) => `.${ending}`).join(",") || null,
    hidden: true,
    on: { change: () => take([...picker.files]) },
  });

  async function take(files) {
    const fits = (file) => !endings.length || endings.some((ending) => file.name.toLowerCase().endsWith(`.${ending}`));
    const wrong = files.find((file) => !fits(file));
    picker.value = "";
    if (wrong) return toast(`${wrong.name} is not one of: ${endings.join(", ")}.`);
    if (chosen.length + files.length > most) return toast(`No more than ${most} ${most === 1 ? "file" : "files"} here.`);
    const ids = chosen.map((file) => file.id);
    for (const file of files) {
      const id = await surface.upload(file);
      if (!id) return;
      ids.push(id);
    }
    await send(ids);
  }

  const list = chosen.map((file) =>
    el(
      "li",
      {},
      el("span", { class: "file-name" }, file.name),
      el("small", {}, sizeOf(file.size)),
      el(
        "button",
        { type: "button", class: "icon-button", on: { click: () => send(chosen.filter((one) => one.id !== file.id).map((one) => one.id)) } },
        icon("M6 6l8 8M14 6l-8 8"),
        unseen(`Remove ${file.name}`),
      ),
    ),
  );
  const choose = el(
    "button",
    { type: "button", class: "button", "data-action": element.action_id, hidden: chosen.length >= most, on: { click: () => picker.click() } },
    most > 1 ? "Choose files" : "Choose a file",
  );
  return el("div", { class: "files" }, list.length > 0 && el("ul", {}, list), choose, picker);
}
