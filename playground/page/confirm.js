// A button's confirmation: a modal dialog that keeps the focus inside and restores it afterwards.

import { byId, el } from "/page/dom.js";
import { drawMrkdwn, drawPlain } from "/page/mrkdwn.js";

/** Resolves to true if the person confirms. */
export function confirmed(confirm, names) {
  const dialog = byId("confirm");
  const said = confirm.text.type === "mrkdwn" ? drawMrkdwn(confirm.text.text, names) : drawPlain(confirm.text.text);
  const choice = (textObject, value, look) =>
    el(
      "button",
      { type: "button", class: `button ${look}`, value, on: { click: () => dialog.close(value) } },
      drawPlain(textObject.text),
    );
  const yes = choice(confirm.confirm, "yes", confirm.style ?? "primary");
  dialog.replaceChildren(
    el("h2", { id: "confirm-title" }, drawPlain(confirm.title.text)),
    el("div", { id: "confirm-text", class: "confirm-text" }, said),
    el("div", { class: "confirm-row" }, choice(confirm.deny, "no", ""), yes),
  );
  dialog.returnValue = "no";
  const before = document.activeElement;
  dialog.showModal();
  yes.focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        if (before?.isConnected) before.focus();
        resolve(dialog.returnValue === "yes");
      },
      { once: true },
    );
  });
}
