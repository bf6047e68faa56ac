// The whole page: current person and place, and what to reload after a change.

import { Failed, get, listen, oneAtATime, post, postFile } from "/page/api.js";
import { drawBlocks } from "/page/blocks.js";
import { startComposer } from "/page/composer.js";
import { byId, el } from "/page/dom.js";
import { messageList, surfaceOf, welcome } from "/page/messages.js";
import { openMenu } from "/page/menu.js";
import { drawSidebar, startDrawer } from "/page/sidebar.js";
import { startModal } from "/page/modal.js";
import { startTheme } from "/page/theme.js";
import { sentence, toast } from "/page/toasts.js";
import { startTraffic } from "/page/traffic.js";

let world = null;
let user = "";
let place = "";
let drawn = "";
let homeMark = "";
let underWay = 0;
let homeAsked = false;
let since = null; // messages from before the page was opened count as read
const seen = new Map();
const messages = messageList();

const names = {
  person: (id) => (id === world.team.bot_user ? world.team.app_name : world.people.find((one) => one.id === id)?.name),
  channel: (id) => world.channels.find((one) => one.id === id)?.name,
};
const channel = () => world.channels.find((one) => one.id === place);
const atApp = () => place === "home" || Boolean(channel()?.is_im);
const direct = () => world.channels.find((one) => one.is_im && one.members.includes(user));

/** The place and person in the address: #CHANNEL/PERSON. */
function locate() {
  const [where, who] = location.hash.slice(1).split("/");
  const known = world.people.some((one) => one.id === who);
  user = known ? who : user || world.people[0].id;
  const open = world.channels.find((one) => one.id === where && one.members.includes(user));
  const wanted = where === "home" ? "home" : (open?.id ?? (where?.startsWith("D") ? direct().id : world.channels[0].id));
  place = wanted;
  byId("person").value = user;
}

function go(where, who) {
  location.hash = `${where}/${who}`;
}

async function told(intent) {
  underWay += 1;
  wait();
  try {
    const { ok, error } = await intent();
    return ok ? "" : error;
  } catch (error) {
    if (error instanceof Failed) return error.message;
    throw error;
  } finally {
    underWay -= 1;
    wait();
  }
}

function wait() {
  byId("waiting").textContent = underWay ? `Waiting for ${world.team.app_name} …` : "";
}

/** A failed command is shown in the channel, as in Slack. Only other errors need a notice. */
async function send(line) {
  messages.expect();
  const error = await told(() => post("/ui/enter", { text: line, user, channel: place }));
  const inChannel = line.startsWith("/") && !["unreachable", "gone", "bad_request"].includes(error);
  if (error && !inChannel) toast(sentence(error, world.team.app_name));
}

/** An example disappears with the welcome text, so the composer takes the focus. */
function tryOut(line) {
  byId("composer-input").focus();
  send(line);
}

/** Typed values not sent yet, by element. They are sent after a pause, and before any other action. */
const unsent = new Map();
let pause = 0;
let telling = Promise.resolve();

function flush() {
  clearTimeout(pause);
  const told = [...unsent.values()];
  unsent.clear();
  telling = told.reduce((before, given) => before.then(() => post("/ui/press", given).catch(() => {})), telling);
  return telling;
}

/** Actions and context for the elements of one message or view. */
const bind = (where) => ({
  act: (given) => press(where, given),
  suggest: async (typed) => {
    await flush();
    return post("/ui/suggest", { ...where, ...typed, user });
  },
  typed: (key) => unsent.get(key)?.value,
  type: (key, given) => {
    unsent.set(key, { ...where, ...given, user, entered: false });
    clearTimeout(pause);
    pause = setTimeout(flush, 400);
  },
  upload: (file) => upload(file),
  world: () => world,
  user: () => user,
});

async function upload(file) {
  try {
    const { file: made } = await postFile(`/ui/upload?as=${encodeURIComponent(user)}&name=${encodeURIComponent(file.name)}`, file);
    return made.id;
  } catch {
    toast(`${file.name} could not be uploaded: it is larger than 50 MB, or the server does not answer.`);
    return "";
  }
}

/** Submitting and closing modals. An incomplete form shows errors at its fields. */
async function tellModal(path, body) {
  await flush();
  const error = await told(() => post(path, { ...body, user }));
  if (error && error !== "incomplete") toast(sentence(error, world.team.app_name));
}

/** A global shortcut, or (with a place) a message shortcut. */
async function call(callback_id, where = {}) {
  await flush();
  const error = await told(() => post("/ui/call", { ...where, callback_id, user }));
  if (error) toast(sentence(error, world.team.app_name));
}

function openShortcuts(event) {
  const items = world.shortcuts
    .filter((one) => one.type === "global")
    .map((one) => ({ value: one.callback_id, label: one.name, note: one.description }));
  openMenu(event.currentTarget, [{ label: "", items }], { role: "menu", label: "Shortcuts", choose: (entry) => call(entry.value) });
}

async function press(where, act) {
  await flush();
  const error = await told(() => post("/ui/press", { ...where, ...act, user }));
  if (error) toast(sentence(error, world.team.app_name));
}

const refreshWorld = oneAtATime(async () => {
  world = await get(`/ui/workspace?as=${encodeURIComponent(user)}`);
  if (!user) startPlace();
  if (since === null || world.version < since) restartReading();
  drawFrame();
});

/** The page or the server is new: versions start from here. */
function restartReading() {
  since = world.version;
  seen.clear();
}

const readKey = (channel) => `${user}/${channel.id}`;
const unread = (one) => one.id !== place && one.latest > Math.max(since, seen.get(readKey(one)) ?? 0);

const refreshPlace = oneAtATime(async () => {
  if (!world) return;
  const key = `${place}/${user}`;
  if (place === "home") await drawHome(key);
  else await drawChannel(key);
});

async function drawChannel(key) {
  const shown = await get(`/ui/channel/${place}?as=${user}`);
  if (key !== `${place}/${user}`) return void refreshPlace(); // run after this call ends; waiting for it here would never end
  if (drawn !== key) messages.clear();
  drawn = key;
  if (shown.messages.length) {
    messages.show(shown.messages, { world, names, bind, call });
  } else {
    messages.clear();
    welcome(world, channel(), tryOut);
  }
  seen.set(readKey(channel()), Math.max(channel().latest, ...shown.messages.map((message) => message.version)));
}

async function drawHome(key) {
  const { view } = await get(`/ui/home?as=${user}`);
  if (key !== `${place}/${user}`) return void refreshPlace(); // run after this call ends; waiting for it here would never end
  const typing = (one) => one.entry.type === "plain_text_input";
  const mark = JSON.stringify([key, homeAsked, view && [view.version, view.chosen.filter((one) => !typing(one))]]);
  if (drawn === key && mark === homeMark) return;
  homeMark = mark;
  messages.clear();
  const opened = drawn !== key;
  drawn = key;
  const nothing = el("p", { class: "welcome-note" }, homeAsked ? `${world.team.app_name} has not published its Home tab yet.` : "Opening …");
  const surface = view && surfaceOf(view, names, bind({ surface: "home" }));
  const action = document.activeElement?.dataset?.action;
  byId("log").replaceChildren(el("div", { class: "home words" }, view ? drawBlocks(view.blocks, surface) : nothing));
  if (opened) byId("log").scrollTop = 0; // the previous place may have been scrolled down
  if (action) byId("log").querySelector(`[data-action="${CSS.escape(action)}"]`)?.focus();
}

/** Tells the bot which of its two tabs was opened. */
async function openApp() {
  homeAsked = false;
  const error = await told(() => post("/ui/open_home", { user, tab: place === "home" ? "home" : "messages" }));
  homeAsked = true;
  if (error) toast(sentence(error, world.team.app_name));
  refreshPlace();
}

function drawFrame() {
  const { team } = world;
  const here = channel();
  const isApp = place === "home" || here.is_im;
  const title = isApp ? team.app_name : `# ${here.name}`;
  document.title = `${isApp ? team.app_name : `#${here.name}`} · ${team.name}`;
  byId("team-name").textContent = team.name;
  byId("place-name").textContent = title;
  byId("place-topic").textContent = isApp ? "" : here.topic;
  byId("composer").hidden = place === "home";
  byId("shortcuts").hidden = !world.shortcuts.some((one) => one.type === "global");
  byId("composer-label").textContent = `Message to ${isApp ? team.app_name : `#${here.name}`}`;
  byId("composer-input").placeholder = isApp ? `Message ${team.app_name}, or type /` : `Message #${here.name}, or type /`;
  byId("log").setAttribute("aria-label", place === "home" ? `${team.app_name} Home` : `Messages in ${title}`);
  drawTabs(isApp);
  drawBanner();
  drawSidebar(world, { user, place, unread });
}

function drawTabs(isApp) {
  const tabs = byId("place-tabs");
  tabs.hidden = !isApp;
  if (!isApp) return tabs.replaceChildren();
  const before = tabs.contains(document.activeElement);
  const tab = (where, words) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        "aria-selected": String(place === where),
        "aria-controls": "log",
        tabindex: place === where ? "0" : "-1",
        on: { click: () => go(where, user) },
      },
      words,
    );
  tabs.replaceChildren(tab("home", "Home"), tab(direct().id, "Messages"));
  if (before) tabs.querySelector("[aria-selected=true]").focus();
}

function drawBanner(words = "") {
  const nobody = "Nothing is connected yet: no bot is listening to this workspace, so commands have nowhere to go.";
  const said = words || (world.connected ? "" : nobody);
  byId("banner").textContent = said;
  byId("banner").hidden = !said;
}

function startPlace() {
  byId("person").replaceChildren(...world.people.map((one) => el("option", { value: one.id }, `${one.real_name}, ${one.title}`)));
  locate();
  if (atApp()) openApp();
}

function moved() {
  const before = `${place}/${user}`;
  locate();
  if (before === `${place}/${user}`) return;
  refreshWorld();
  if (atApp()) openApp();
  refreshPlace();
  refreshModal();
}

async function changed(topics) {
  const own = topics.some((topic) => topic === `channel:${place}` || (place === "home" && topic === `home:${user}`));
  if (topics.some((topic) => topic === "connection" || topic.startsWith("channel:")) || !world) await refreshWorld();
  if (own || !drawn) await refreshPlace();
  if (topics.includes(`modal:${user}`)) refreshModal();
  if (topics.includes("traffic")) refreshTraffic();
}

function tabKeys(event) {
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
  go(place === "home" ? direct().id : "home", user);
}

startTheme();
startDrawer();
const refreshModal = startModal({ names, user: () => user, bind, send: tellModal });
const refreshTraffic = startTraffic();
startComposer(send, () => world?.commands ?? []);
byId("shortcuts").addEventListener("click", openShortcuts);
byId("place-tabs").addEventListener("keydown", tabKeys);
byId("person").addEventListener("change", (event) => {
  const mine = place.startsWith("D");
  go(mine ? world.channels.find((one) => one.is_im && one.members.includes(event.target.value)).id : place, event.target.value);
});
addEventListener("hashchange", moved);
await refreshWorld();
await refreshPlace();
byId("composer-input").focus({ preventScroll: true });
listen(changed, (there) => drawBanner(there ? "" : "The playground's server does not answer. Trying again …"));
