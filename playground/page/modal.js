// The person's modal: a dialog that keeps the focus. Escape and the lower button close one view.

import { get, oneAtATime } from "/page/api.js";
import { drawBlocks } from "/page/blocks.js";
import { words } from "/page/acting.js";
import { byId, el, icon, unseen } from "/page/dom.js";
import { surfaceOf } from "/page/messages.js";

const TROUBLE = "Something went wrong with that answer. Please try again.";

/** `context` returns names and user, `bind(where)` connects elements, `send(path, body)` calls the server. */
export function startModal(context) {
  const dialog = byId("modal");
  const body = el("div", { class: "modal-body" });
  const trouble = el("p", { class: "modal-trouble", role: "alert" });
  const title = el("h2", { id: "modal-title" });
  const away = el("button", { type: "button", class: "icon-button", on: { click: () => close(true) } }, icon("M5 5l10 10M15 5 5 15"), unseen("Close"));
  const back = el("button", { type: "button", class: "button", on: { click: () => close(false) } });
  const go = el("button", { type: "submit", class: "button primary" });
  const form = el(
    "form",
    { class: "modal-form", novalidate: true, on: { submit } },
    el("header", { class: "modal-head" }, title, away),
    trouble,
    body,
    el("footer", { class: "modal-foot" }, back, go),
  );
  dialog.append(form);
  let shown = null;
  let held = new Map();
  let before = null;

  async function close(every) {
    if (shown) await context.send("/ui/close", { view_id: shown.id, every });
  }

  async function submit(event) {
    event.preventDefault();
    if (!shown?.submit || go.getAttribute("aria-busy") === "true") return;
    go.setAttribute("aria-busy", "true");
    try {
      await context.send("/ui/submit", { view_id: shown.id });
    } finally {
      go.setAttribute("aria-busy", "false");
    }
    await refresh();
    body.querySelector("[aria-invalid=true], [data-invalid]")?.focus();
  }

  const refresh = oneAtATime(async () => {
    const user = context.user();
    const { modal } = await get(`/ui/modal?as=${encodeURIComponent(user)}`);
    if (user !== context.user()) return void refresh();
    if (modal) draw(modal);
    else shut();
  });

  function shut() {
    if (!dialog.open) return;
    shown = null;
    held = new Map();
    body.replaceChildren();
    dialog.close();
    (before?.isConnected ? before : byId("composer-input")).focus({ preventScroll: true });
  }

  function draw(modal) {
    const other = shown?.id !== modal.id;
    if (other) {
      held = new Map();
      body.replaceChildren();
      body.scrollTop = 0;
    }
    shown = modal;
    title.replaceChildren(words(modal.title));
    back.replaceChildren(words(modal.close) || (modal.depth > 1 ? "Back" : "Close"));
    away.querySelector(".sr-only").textContent = modal.depth > 1 ? "Close all" : "Close";
    go.hidden = !modal.submit;
    go.replaceChildren(words(modal.submit));
    trouble.textContent = modal.trouble ? TROUBLE : "";
    drawBody(modal);
    if (!dialog.open) {
      before = document.activeElement;
      dialog.showModal();
    }
    if (other) begin();
  }

  /** Redraws only changed blocks. Text being typed is not a change. */
  function drawBody(modal) {
    const surface = surfaceOf(modal, context.names, context.bind({ view_id: modal.id }));
    const next = new Map();
    modal.blocks.forEach((block, index) => {
      const put = modal.chosen.filter((one) => one.block_id === block.block_id && one.entry.type !== "plain_text_input");
      const mark = JSON.stringify([block, put, modal.errors[block.block_id]]);
      const known = held.get(block.block_id);
      const node = known?.mark === mark ? known.node : drawBlocks([block], surface)[0];
      if (known && known.node !== node) swap(known.node, node);
      next.set(block.block_id, { mark, node });
      if (body.children[index] !== node) body.insertBefore(node, body.children[index] ?? null);
    });
    const wanted = new Set([...next.values()].map(({ node }) => node));
    for (const child of [...body.children]) if (!wanted.has(child)) child.remove();
    held = next;
  }

  function swap(old, node) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(node);
    if (!focused) return;
    const same = [...node.querySelectorAll("[data-action]")].find((one) => one.dataset.action === focused.dataset.action);
    const next = same ?? node.querySelector("input, textarea, button");
    next?.focus({ preventScroll: true });
    if (same?.setSelectionRange && same.type === "text") same.setSelectionRange(same.value.length, same.value.length);
  }

  function begin() {
    const first = body.querySelector("[autofocus]") ?? body.querySelector("input:not([hidden]), textarea, button, a");
    (first ?? (go.hidden ? back : go)).focus();
  }

  /** Keeps Tab inside; otherwise the browser would move to its own toolbar. */
  function round(event) {
    if (event.key !== "Tab") return;
    const end = go.hidden ? back : go;
    const from = event.shiftKey ? away : end;
    if (document.activeElement !== from) return;
    event.preventDefault();
    (event.shiftKey ? end : away).focus();
  }

  dialog.addEventListener("keydown", round);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close(false);
  });
  return refresh;
}
