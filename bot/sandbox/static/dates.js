// Instants as Slack writes them, in the zone of whoever looks.

import { myZone, now } from "./world.js";

const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }));
  return formats.get(key);
}

const say = (date, options, zone) => format(zone, options).format(date).replaceAll("\u202f", " ");

// {year: "2018", month: "01", ...} of the wall clock in that zone.
function wall(date, zone) {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  return Object.fromEntries(format(zone, options).formatToParts(date).map((part) => [part.type, part.value]));
}

export function isoDay(date, zone = myZone()) {
  const at = wall(date, zone);
  return `${at.year}-${at.month}-${at.day}`;
}

// What an <input type="datetime-local"> holds.
export function localInput(date, zone = myZone()) {
  const at = wall(date, zone);
  return `${at.year}-${at.month}-${at.day}T${at.hour}:${at.minute}`;
}

// The instant at which the wall clock of that zone shows this ("2018-01-23T09:58").
export function instantOf(local, zone = myZone()) {
  const wanted = Date.parse(`${local}Z`);
  let guess = wanted;
  for (let round = 0; round < 3; round += 1) {
    guess += wanted - Date.parse(`${localInput(new Date(guess), zone)}Z`);
  }
  return new Date(guess);
}

function ordinal(day) {
  const tens = day % 100;
  if (tens >= 11 && tens <= 13) return `${day}th`;
  return `${day}${["th", "st", "nd", "rd"][day % 10] ?? "th"}`;
}

function dayNumber(date, zone) {
  return Math.round(Date.parse(`${isoDay(date, zone)}T00:00Z`) / 86400000);
}

function nearDay(date, zone) {
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[dayNumber(date, zone) - dayNumber(now(), zone)];
}

// "January 31st", with the year when it is more than six months away.
function longDate(date, zone, weekday) {
  const at = wall(date, zone);
  const month = say(date, { month: "long" }, zone);
  const far = Math.abs(date - now()) > 183 * 86400000;
  const head = weekday ? `${say(date, { weekday: "long" }, zone)}, ` : "";
  return `${head}${month} ${ordinal(Number(at.day))}${far ? `, ${at.year}` : ""}`;
}

const shortDate = (date, zone) => say(date, { month: "short", day: "numeric", year: "numeric" }, zone);

export const clockTime = (date, zone = myZone()) => say(date, { hour: "numeric", minute: "2-digit" }, zone);

export function ago(date) {
  const seconds = Math.round((date - now()) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return seconds > 0 ? "in a few seconds" : "just now";
  const steps = [[60, "minute"], [3600, "hour"], [86400, "day"], [2629800, "month"], [31557600, "year"]];
  let [unit, name] = steps[0];
  for (const [length, word] of steps) if (size >= length * 0.95) [unit, name] = [length, word];
  const count = Math.max(1, Math.floor(size / unit + 0.05));
  const words = `${count} ${name}${count === 1 ? "" : "s"}`;
  return seconds > 0 ? `${words} from now` : `${words} ago`;
}

const TOKENS = {
  date_num: (date, zone) => isoDay(date, zone),
  date_slash: (date, zone) => say(date, { year: "numeric", month: "2-digit", day: "2-digit" }, zone),
  date: (date, zone) => longDate(date, zone, false),
  date_short: shortDate,
  date_long: (date, zone) => longDate(date, zone, true),
  date_pretty: (date, zone) => nearDay(date, zone) ?? longDate(date, zone, false),
  date_short_pretty: (date, zone) => nearDay(date, zone) ?? shortDate(date, zone),
  date_long_pretty: (date, zone) => nearDay(date, zone) ?? longDate(date, zone, true),
  day_divider_pretty: (date, zone) => dayName(date, zone).toLowerCase(),
  time: clockTime,
  time_secs: (date, zone) => say(date, { hour: "numeric", minute: "2-digit", second: "2-digit" }, zone),
  ago: (date) => ago(date),
};

// <!date^1517443199^{date_long_pretty} {time}|fallback>: null where it cannot be shown.
export function slackDate(timestamp, pattern) {
  const date = new Date(Number(timestamp) * 1000);
  if (!/^-?\d{1,12}$/.test(timestamp) || Number.isNaN(date.getTime())) return null;
  const text = pattern.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(date, myZone()) ?? token);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// The heading between two days of a conversation.
export function dayName(date, zone = myZone()) {
  const near = nearDay(date, zone);
  if (near === "today" || near === "yesterday") return near.charAt(0).toUpperCase() + near.slice(1);
  return longDate(date, zone, true);
}

export const fullTime = (date, zone = myZone()) =>
  say(date, { weekday: "long", month: "long", day: "numeric", year: "numeric", hour: "numeric", minute: "2-digit" }, zone);

export const barTime = (date, zone) =>
  say(date, { weekday: "short", month: "short", day: "numeric", year: "numeric", hour: "numeric", minute: "2-digit" }, zone);

export const weekdayTime = (date, zone) => say(date, { weekday: "short", hour: "numeric", minute: "2-digit" }, zone);

// "America/Los_Angeles" -> "Los Angeles"
export const cityOf = (zone) => zone.split("/").pop().replaceAll("_", " ");

export const dateOfTs = (ts) => new Date(Number.parseFloat(ts) * 1000);
