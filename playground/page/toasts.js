// Short error notices. Screen readers announce them once; they disappear after a while.

import { byId, el } from "/page/dom.js";

const STAY = 8000;
const SENTENCES = {
  operation_timeout: (app) => `${app} did not answer within three seconds (operation_timeout).`,
  dispatch_failed: (app) => `${app} could not be reached, or answered with an error (dispatch_failed).`,
  not_connected: () => "Nothing is connected yet: no bot is listening to this workspace.",
  incomplete: () => "Something is still missing.",
  gone: () => "That button is no longer there.",
  unreachable: () => "The playground's server does not answer.",
};

/** An error name as a sentence. */
export const sentence = (error, app) => SENTENCES[error]?.(app) ?? `That did not work (${error}).`;

export function toast(words) {
  const close = el("button", { type: "button", class: "toast-close", "aria-label": "Dismiss" }, "×");
  const node = el("div", { class: "toast" }, el("span", {}, words), close);
  const gone = setTimeout(() => node.remove(), STAY);
  close.addEventListener("click", () => {
    clearTimeout(gone);
    node.remove();
  });
  (document.querySelector("dialog[open]") ?? document.body).append(byId("toasts")); // everything outside an open dialog is inert
  byId("toasts").append(node);
}
