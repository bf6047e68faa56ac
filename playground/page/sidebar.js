// Channels, the app, and the bot's connection. In narrow windows it is a drawer.

import { byId, el, unseen } from "/page/dom.js";

const wide = matchMedia("(min-width: 768px)");

export function drawSidebar(world, { user, place, unread }) {
  const mine = world.channels.filter((channel) => channel.members.includes(user));
  const rooms = mine.filter((channel) => !channel.is_im);
  const direct = mine.find((channel) => channel.is_im);
  const focused = document.activeElement?.closest?.("#sidebar a")?.getAttribute("href");
  byId("sidebar").replaceChildren(
    el("h2", {}, "Channels"),
    el("ul", {}, rooms.map((channel) => entry(channel, `# ${channel.name}`, { user, place, unread }))),
    el("h2", {}, "Apps"),
    el("ul", {}, app(world, direct, { user, place, unread })),
    connection(world),
  );
  const links = [...byId("sidebar").querySelectorAll("a")];
  if (focused) links.find((link) => link.getAttribute("href") === focused)?.focus();
}

function entry(channel, label, { user, place, unread }) {
  const here = place === channel.id;
  const fresh = unread(channel);
  return el(
    "li",
    {},
    el(
      "a",
      { href: `#${channel.id}/${user}`, class: fresh ? "unread" : "", "aria-current": here && "page" },
      label,
      fresh && unseen("unread"),
    ),
  );
}

function app(world, direct, { user, place, unread }) {
  const here = place === "home" || place === direct?.id;
  const fresh = !here && unread(direct);
  return el(
    "li",
    {},
    el(
      "a",
      { href: `#home/${user}`, class: fresh ? "unread" : "", "aria-current": here && "page" },
      el("span", { class: "app-mark", "aria-hidden": "true" }),
      world.team.app_name,
      fresh && unseen("unread"),
    ),
  );
}

function connection(world) {
  const ways = { http: "Bot connected over HTTP", socket: "Bot connected by Socket Mode" };
  const words = ways[world.connected] ?? "No bot connected";
  return el("p", { class: `connection ${world.connected ? "on" : "off"}` }, words);
}

/** The drawer. While closed it is hidden from keyboard and screen readers. */
export function startDrawer() {
  const button = byId("sidebar-toggle");
  const sidebar = byId("sidebar");
  const shade = byId("shade");
  const set = (open) => {
    const drawer = !wide.matches;
    sidebar.inert = drawer && !open;
    sidebar.classList.toggle("open", open && drawer);
    byId("main").inert = open && drawer;
    shade.hidden = !(open && drawer);
    button.setAttribute("aria-expanded", String(open && drawer));
    if (open && drawer) sidebar.querySelector("a")?.focus();
  };
  const close = () => {
    const was = sidebar.classList.contains("open");
    set(false);
    if (was) button.focus();
  };
  button.addEventListener("click", () => set(!sidebar.classList.contains("open")));
  shade.addEventListener("click", close);
  sidebar.addEventListener("click", (event) => event.target.closest("a") && close());
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  wide.addEventListener("change", () => set(false));
  set(false);
}
