// Draws Slack's mrkdwn as elements. Unknown syntax stays text.

import { dateToken } from "/page/dates.js";
import { el } from "/page/dom.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    "(?<![\\w*])\\*(?<bold>(?=\\S)[^*\\n]*?\\S)\\*(?![\\w*])",
    "(?<![\\w_])_(?<italic>(?=\\S)[^_\\n]*?\\S)_(?![\\w_])",
    "(?<![\\w~])~(?<strike>(?=\\S)[^~\\n]*?\\S)~(?![\\w~])",
    "(?<bare>https?://(?:(?!&[lg]t;)[^\\s<>|`*])*(?:(?!&[lg]t;)[^\\s<>|`*.,;:!?)\"']))",
  ].join("|"),
  "gu",
);
const TAGS = { bold: "strong", italic: "em", strike: "s" };

/** Decodes Slack's three entities. */
export const unescape = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** A plain_text object's text, with its line breaks. */
export const drawPlain = (text) => lines(text.split("\n"), (line) => [unescape(line)]);

/** A link if its address has a safe scheme, else only its label. */
export function link(address, label, extra = {}) {
  const safe = /^(https?:|mailto:|tel:)/i.test(address);
  if (!safe) return document.createTextNode(label);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", ...extra }, label);
}

/** Nodes for a mrkdwn text. `names` looks up people and channels by id. */
export function drawMrkdwn(text, names) {
  const pieces = text.split("```");
  const isPre = (index) => index % 2 === 1 && index < pieces.length - 1;
  return pieces.flatMap((piece, index) => {
    if (isPre(index)) return [el("pre", {}, el("code", {}, unescape(piece.replace(/^\n|\n$/g, ""))))];
    const opened = index % 2 === 1 ? "```" + piece : piece;
    const after = isPre(index - 1) ? opened.replace(/^\n/, "") : opened;
    const around = isPre(index + 1) ? after.replace(/\n$/, "") : after;
    return around ? quotes(around, names) : [];
  });
}

/** Lines that start with > are a quote. */
function quotes(text, names) {
  const runs = [];
  for (const line of text.split("\n")) {
    const quoted = /^(?:&gt;|>)/.test(line);
    if (runs.at(-1)?.quoted !== quoted) runs.push({ quoted, held: [] });
    runs.at(-1).held.push(quoted ? line.replace(/^(?:&gt;|>) ?/, "") : line);
  }
  return runs.flatMap(({ quoted, held }) => {
    const nodes = lines(held, (line) => inline(line, names));
    return quoted ? [el("blockquote", {}, nodes)] : nodes;
  });
}

function lines(held, draw) {
  return held.flatMap((line, index) => (index ? [el("br"), ...draw(line)] : draw(line)));
}

function inline(text, names) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    if (found.index > from) nodes.push(unescape(text.slice(from, found.index)));
    nodes.push(draw(found, names));
    from = found.index + found[0].length;
  }
  if (from < text.length) nodes.push(unescape(text.slice(from)));
  return nodes;
}

function draw({ groups }, names) {
  if (groups.code !== undefined) return el("code", {}, unescape(groups.code));
  if (groups.angle !== undefined) return angle(groups.angle, names);
  if (groups.bare !== undefined) return link(unescape(groups.bare), unescape(groups.bare));
  const kind = Object.keys(TAGS).find((name) => groups[name] !== undefined);
  return el(TAGS[kind], {}, inline(groups[kind], names));
}

function angle(inside, names) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : unescape(inside.slice(bar + 1));
  const mention = (words) => el("span", { class: "mention" }, words);
  if (target.startsWith("@")) return mention(`@${names.person(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${names.channel(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!subteam^")) return mention(label ?? "@group");
  if (target.startsWith("!")) return mention(`@${label ?? target.slice(1)}`);
  return link(unescape(target), label ?? unescape(target).replace(/^mailto:/, ""));
}

function date(target, fallback) {
  const [, seconds, format = "", address] = target.split("^");
  const words = dateToken(seconds, unescape(format)) ?? fallback ?? target;
  const time = el("time", { title: fallback }, words);
  return address ? link(unescape(address), words) : time;
}
