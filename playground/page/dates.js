// Message times and Slack's <!date^...> tokens, in the reader's time zone.

const ordinal = (day) => {
  const ending = day % 100 > 10 && day % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${ending}`;
};
const part = (date, options) => new Intl.DateTimeFormat("en-US", options).format(date);
const pad = (number) => String(number).padStart(2, "0");

const sameDay = (a, b) => a.toDateString() === b.toDateString();

function dayWord(date, otherwise) {
  const today = new Date();
  for (const [word, shift] of [["today", 0], ["yesterday", -1], ["tomorrow", 1]]) {
    const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() + shift);
    if (sameDay(date, day)) return word;
  }
  return otherwise(date);
}

function ago(date) {
  const seconds = Math.round((date - Date.now()) / 1000);
  const words = new Intl.RelativeTimeFormat("en-US", { numeric: "auto" });
  for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  }
  return words.format(seconds, "second");
}

const plain = (d) => `${part(d, { month: "long" })} ${ordinal(d.getDate())}, ${d.getFullYear()}`;
const short = (d) => part(d, { month: "short", day: "numeric", year: "numeric" });
const long = (d) => `${part(d, { weekday: "long" })}, ${plain(d)}`;

const TOKENS = {
  date_num: (d) => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`,
  date: plain,
  date_short: short,
  date_long: long,
  date_pretty: (d) => dayWord(d, plain),
  date_short_pretty: (d) => dayWord(d, short),
  date_long_pretty: (d) => dayWord(d, long),
  time: (d) => part(d, { hour: "numeric", minute: "2-digit" }),
  time_secs: (d) => part(d, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

/** `format` with its {tokens} filled in for these Unix seconds, or null if that is not possible. */
export function dateToken(seconds, format) {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  let known = true;
  const words = format.replace(/\{(\w+)\}/g, (_whole, name) => {
    known &&= Object.hasOwn(TOKENS, name);
    return known ? TOKENS[name](date) : "";
  });
  return known ? words.charAt(0).toUpperCase() + words.slice(1) : null;
}

export const clockTime = (ts) => part(new Date(Number(ts) * 1000), { hour: "numeric", minute: "2-digit" });
export const fullTime = (ts) =>
  part(new Date(Number(ts) * 1000), { dateStyle: "full", timeStyle: "medium" });
export const dayName = (ts) => {
  const words = dayWord(new Date(Number(ts) * 1000), (d) => part(d, { weekday: "long", month: "long", day: "numeric" }));
  return words.charAt(0).toUpperCase() + words.slice(1);
};
