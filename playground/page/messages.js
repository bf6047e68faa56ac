// A channel's messages. Only changed messages are redrawn, to keep focus and scroll position.

import { drawBlocks } from "/page/blocks.js";
import { clockTime, dayName, fullTime } from "/page/dates.js";
import { byId, el, icon, unseen } from "/page/dom.js";
import { drawFiles } from "/page/files.js";
import { openMenu } from "/page/menu.js";
import { drawMrkdwn } from "/page/mrkdwn.js";

const EYE = "M2.5 10s2.8-4.8 7.5-4.8 7.5 4.8 7.5 4.8-2.8 4.8-7.5 4.8S2.5 10 2.5 10zM12 10a2 2 0 1 1-4 0 2 2 0 0 1 4 0z";
const DOTS = "M4.5 10h.01M10 10h.01M15.5 10h.01";
const NEAR = 80;

const hue = (id) => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;

/** The author: a person, the app or the workspace itself. */
function author(message, world) {
  if (message.kind === "slackbot") return { name: "Slackbot", tag: "" };
  if (message.kind === "app") return { name: world.team.app_name, tag: "App" };
  const person = world.people.find((one) => one.id === message.user);
  return { name: person?.real_name ?? message.user, tag: "" };
}

/** Text being typed does not cause a redraw. */
const signature = (message) => JSON.stringify([message.version, message.chosen.filter((one) => one.entry.type !== "plain_text_input")]);

/** Connects one message's or view's elements to the server. `act` and `suggest` get {block_id, action_id, value}. */
export function surfaceOf(holder, names, bound) {
  const chosen = (block_id, action_id) =>
    holder.chosen.find((one) => one.block_id === block_id && one.action_id === action_id)?.entry;
  return { id: holder.ts ?? holder.id ?? "home", names, chosen, errors: holder.errors ?? {}, ...bound };
}

/** The message's menu with the app's shortcuts. Ephemeral messages have none, as in Slack. */
function moreOf(message, { world, call }) {
  const items = world.shortcuts
    .filter((one) => one.type === "message")
    .map((one) => ({ value: one.callback_id, label: one.name, note: one.description }));
  if (!items.length || message.ephemeral || message.kind === "slackbot") return null;
  const open = (event) =>
    openMenu(event.currentTarget, [{ label: "", items }], {
      role: "menu",
      label: "More actions",
      choose: (entry) => call(entry.value, { channel: message.channel, ts: message.ts }),
    });
  const attributes = { type: "button", class: "more-actions", "aria-haspopup": "menu", "aria-expanded": "false" };
  return el("button", { ...attributes, on: { click: open } }, icon(DOTS), unseen("More actions"));
}

function drawMessage(message, { world, names, bind, call }) {
  const { name, tag } = author(message, world);
  const surface = surfaceOf(message, names, bind({ channel: message.channel, ts: message.ts }));
  const said = message.blocks.length ? drawBlocks(message.blocks, surface) : drawMrkdwn(message.text, names);
  const words = [...said, ...drawFiles(message.files, surface)];
  return el(
    "li",
    { class: `message ${message.ephemeral ? "ephemeral" : ""} ${message.kind}`, tabindex: "-1", "data-ts": message.ts },
    message.ephemeral && el("p", { class: "only-you" }, icon(EYE), "Only visible to you"),
    el("div", { class: `avatar hue-${hue(message.user)}`, "aria-hidden": "true" }, name.slice(0, 1)),
    el(
      "div",
      { class: "message-body" },
      el(
        "p",
        { class: "byline" },
        el("strong", {}, name),
        tag && el("span", { class: "tag" }, tag),
        message.threaded && el("span", { class: "tag" }, "In a thread"),
        el("time", { title: fullTime(message.ts) }, clockTime(message.ts)),
        moreOf(message, { world, call }),
      ),
      el("div", { class: "words" }, words, message.edited && el("small", { class: "edited" }, " (edited)")),
    ),
  );
}

/** A list that updates itself. `show(messages, context)` draws it; `clear()` empties it for another place. */
export function messageList() {
  const log = byId("log");
  const newer = byId("newer");
  let held = new Map();
  let list = null;
  let waited = false;

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  const toEnd = (node) => {
    if (node && node.offsetHeight > log.clientHeight) node.scrollIntoView({ block: "start" });
    else log.scrollTop = log.scrollHeight;
    newer.hidden = true;
  };
  newer.addEventListener("click", () => {
    toEnd();
    byId("composer-input").focus();
  });
  let stuck = true;
  log.addEventListener("scroll", () => {
    stuck = atEnd();
    if (stuck) newer.hidden = true;
  });
  log.addEventListener("load", () => stuck && toEnd(), true); // an image has loaded and made its message taller

  function clear() {
    held = new Map();
    list = null;
    log.replaceChildren();
    newer.hidden = true;
  }

  function show(messages, context) {
    const first = list === null;
    const follow = first || waited || atEnd();
    if (first) {
      list = el("ol", { class: "messages" });
      log.replaceChildren(list);
    }
    const fresh = draw(messages, context);
    if (!fresh.length && !first) return;
    waited = false;
    const last = held.get(messages.at(-1)?.ts)?.node;
    if (follow) toEnd(fresh.length === 1 ? last : null);
    else newer.hidden = false;
    if (!first) announce(fresh, context);
  }

  /** Updates the list to `messages` and returns the new ones. */
  function draw(messages, context) {
    const next = new Map();
    const fresh = [];
    const nodes = [];
    let day = "";
    for (const message of messages) {
      const known = held.get(message.ts);
      const mark = signature(message);
      const node = known?.mark === mark ? known.node : drawMessage(message, context);
      if (!known) fresh.push(message);
      if (known && known.node !== node) swap(known.node, node);
      next.set(message.ts, { mark, node });
      const today = dayName(message.ts);
      if (today !== day) nodes.push(el("li", { class: "day" }, el("span", {}, (day = today))));
      nodes.push(node);
    }
    held = next;
    arrange(nodes);
    return fresh;
  }

  /** Puts nodes in order without moving those already in place, because a moved node loses its focus. */
  function arrange(nodes) {
    const wanted = new Set(nodes);
    for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, index) => {
      if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
    });
  }

  /** An updated message replaces the old one and keeps the focus: on the same control, or else on the message. */
  function swap(old, node) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(node);
    if (!focused) return;
    const action = focused.dataset.action;
    const same = [...node.querySelectorAll("[data-action]")].find((one) => one.dataset.action === action);
    (same ?? node).focus();
  }

  function announce(fresh, { world }) {
    const said = fresh.map((message) => {
      const privately = message.ephemeral ? ", only visible to you" : "";
      return `${author(message, world).name}${privately}: ${held.get(message.ts).node.querySelector(".words").textContent}`;
    });
    byId("live").replaceChildren(...said.map((words) => el("p", {}, words.slice(0, 600))));
  }

  /** The person has just sent something: scroll to what comes next. */
  const expect = () => {
    waited = true;
  };

  return { show, clear, expect };
}

/** The welcome text of an empty channel, with examples to click. */
export function welcome(world, place, tryOut) {
  const examples = place.is_im && !world.examples.length ? [] : world.examples;
  byId("log").replaceChildren(
    el(
      "div",
      { class: "welcome" },
      el("h2", {}, place.is_im ? `You and ${world.team.app_name}` : `Welcome to #${place.name}`),
      el("p", {}, `Type a slash command below. The answer comes from ${world.team.app_name} and only you see it.`),
      examples.length > 0 && el("p", { class: "welcome-try" }, "Try one of these:"),
      el(
        "div",
        { class: "examples" },
        examples.map((line) =>
          el("button", { type: "button", class: "example", on: { click: () => tryOut(line) } }, unseen("Send "), el("code", {}, line)),
        ),
      ),
      el("p", { class: "welcome-note" }, "This workspace lives on this computer alone. Nothing here reaches Slack, and it is gone when the playground stops."),
    ),
  );
}
