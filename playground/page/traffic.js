// The side panel: every request and answer between the workspace and the bot, with its JSON.

import { get, oneAtATime, post } from "/page/api.js";
import { byId, el, icon, unseen } from "/page/dom.js";

const IN = "M16 10H4M9 5l-5 5 5 5";
const OUT = "M4 10h12M11 5l5 5-5 5";
const TO_BOT = new Set(["command", "interaction", "event"]);
const ACTS = { block_actions: "Press", block_suggestion: "Typeahead", view_submission: "Form", view_closed: "Form closed" };
const KINDS = { command: "Command", interaction: "Press", event: "Event", web_api: "Web API", response_url: "response_url" };
const WIDE = matchMedia("(min-width: 1200px)");

const pretty = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

function status(exchange) {
  if (!exchange.done) return el("span", { class: "status wait" }, "…");
  const bad = exchange.error || (exchange.status ?? 500) >= 300;
  return el("span", { class: `status ${bad ? "bad" : "good"}` }, [exchange.status, exchange.error].filter(Boolean).join(" "));
}

function part(title, value) {
  const empty = value === null || value === "";
  return [
    el("h3", {}, title),
    empty ? el("p", { class: "empty" }, "empty") : el("pre", { tabindex: "0", role: "group", "aria-label": title }, pretty(value)),
  ];
}

function draw(exchange) {
  const toBot = TO_BOT.has(exchange.kind);
  const time = new Date(exchange.at * 1000).toLocaleTimeString("en-GB");
  const inside = el("div", { class: "exchange-body" });
  const node = el(
    "details",
    { class: `exchange ${toBot ? "to-bot" : "from-bot"}` },
    el(
      "summary",
      {},
      icon(toBot ? OUT : IN),
      unseen(toBot ? "To the bot: " : "From the bot: "),
      el("span", { class: "exchange-name" }, exchange.name),
      status(exchange),
      el(
        "span",
        { class: "exchange-note" },
        `${ACTS[exchange.name.split(" ")[0]] ?? KINDS[exchange.kind] ?? exchange.kind}${exchange.via === "socket" ? " by socket" : ""} · ${time}`,
        exchange.done && ` · ${exchange.elapsed_ms < 10 ? exchange.elapsed_ms.toFixed(1) : Math.round(exchange.elapsed_ms)} ms`,
      ),
    ),
    inside,
  );
  node.addEventListener("toggle", async () => {
    if (!node.open || inside.childElementCount) return;
    const whole = await get(`/ui/traffic/${exchange.id}`);
    inside.replaceChildren(...part("Request", whole.request), ...part("Answer", whole.answer), ...(whole.problems.length ? part("Refused", whole.problems.join("\n")) : []));
  });
  return node;
}

/** Starts the panel. Call the returned function when the traffic has changed. */
export function startTraffic() {
  const panel = byId("traffic");
  const button = byId("traffic-toggle");
  const list = el("div", { class: "exchanges" });
  const none = el("p", { class: "empty" }, "Nothing yet. What is sent to the bot, and what the bot sends, is listed here.");
  let held = new Map();

  const refresh = oneAtATime(async () => {
    if (panel.hidden) return;
    const { exchanges } = await get("/ui/traffic");
    const next = new Map();
    for (const exchange of exchanges) {
      const key = `${exchange.at} ${exchange.id}`; // numbers restart with the server
      const known = held.get(key);
      const same = known && known.done === exchange.done;
      next.set(key, same ? known : { done: exchange.done, node: draw(exchange) });
      if (known && !same) {
        const open = known.node.open;
        known.node.replaceWith(next.get(key).node);
        next.get(key).node.open = open;
      } else if (!known) list.prepend(next.get(key).node);
    }
    for (const [key, { node }] of held) if (!next.has(key)) node.remove();
    held = next;
    none.hidden = held.size > 0;
  });

  function set(open) {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("with-traffic", open);
    refresh();
  }

  const shut = () => {
    set(false);
    button.focus();
  };
  panel.append(
    el(
      "div",
      { class: "traffic-head" },
      el("h2", {}, "Traffic"),
      el("button", { type: "button", class: "text-button", on: { click: () => post("/ui/clear_traffic", {}) } }, "Clear"),
      el("button", { type: "button", class: "icon-button", on: { click: shut } }, icon("M5 5l10 10M15 5 5 15"), unseen("Close traffic")),
    ),
    none,
    list,
  );
  button.addEventListener("click", () => set(panel.hidden));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && shut());
  set(WIDE.matches);
  return refresh;
}
