// The composer: command hints while typing, history with arrow up, Enter to send.

import { byId, el } from "/page/dom.js";

const TALLEST = 160;

/** `send(line)` is called with the typed text. `commands()` returns the current commands. */
export function startComposer(send, commands) {
  const input = byId("composer-input");
  const hints = byId("hints");
  const usage = byId("usage");
  const past = [];
  let at = 0;
  let shown = [];
  let active = -1;

  function fit() {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, TALLEST)}px`;
  }

  function set(value) {
    input.value = value;
    fit();
    suggest();
    input.setSelectionRange(value.length, value.length);
  }

  function suggest() {
    const typed = input.value;
    const name = /^\/\S*$/.test(typed) ? typed : null;
    shown = name === null ? [] : commands().filter((command) => command.name.startsWith(name.toLowerCase()));
    if (shown.length === 1 && shown[0].name === name) shown = [];
    active = shown.length ? 0 : -1;
    drawHints();
    drawUsage(typed);
  }

  function drawHints() {
    hints.replaceChildren(
      ...shown.map((command, index) =>
        el(
          "div",
          {
            id: `hint-${index}`,
            class: "hint",
            role: "option",
            "aria-selected": String(index === active),
            on: { pointerdown: (event) => complete(event, command) },
          },
          el("span", { class: "hint-name" }, command.name, el("span", { class: "hint-usage" }, ` ${command.usage}`)),
          el("span", { class: "hint-words" }, command.description),
        ),
      ),
    );
    hints.hidden = shown.length === 0;
    if (active >= 0) input.setAttribute("aria-activedescendant", `hint-${active}`);
    else input.removeAttribute("aria-activedescendant");
    hints.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  function drawUsage(typed) {
    const command = commands().find((one) => typed === one.name || typed.startsWith(`${one.name} `));
    usage.hidden = !command || shown.length > 0;
    usage.replaceChildren(...(usage.hidden ? [] : [el("code", {}, `${command.name} ${command.usage}`), ` ${command.description}`]));
  }

  function complete(event, command) {
    event.preventDefault();
    set(`${command.name} `);
    input.focus();
  }

  function walk(step) {
    const next = Math.max(0, Math.min(past.length, at + step));
    if (next === at) return;
    at = next;
    set(past[at] ?? "");
    closeHints();
  }

  function closeHints() {
    shown = [];
    active = -1;
    drawHints();
  }

  function keys(event) {
    if (event.isComposing) return;
    if (shown.length && hintKeys(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      byId("composer").requestSubmit();
    } else if (event.key === "ArrowUp" && (input.value === "" || input.value === past[at])) {
      event.preventDefault();
      walk(-1);
    } else if (event.key === "ArrowDown" && at < past.length && input.value === past[at]) {
      event.preventDefault();
      walk(1);
    }
  }

  function hintKeys(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      active = (active + moves[event.key] + shown.length) % shown.length;
      drawHints();
      return true;
    }
    if (event.key === "Escape") {
      closeHints();
      return true;
    }
    const exact = shown[active].name === input.value;
    if (event.key === "Tab" || (event.key === "Enter" && !exact)) {
      complete(event, shown[active]);
      return true;
    }
    return false;
  }

  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    const line = input.value.trim();
    if (!line) return;
    if (past.at(-1) !== line) past.push(line);
    at = past.length;
    set("");
    send(line);
  });
  input.addEventListener("keydown", keys);
  input.addEventListener("input", suggest);
  input.addEventListener("input", fit);
  input.addEventListener("blur", closeHints);
}
