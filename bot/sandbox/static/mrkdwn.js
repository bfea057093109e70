// Slack's mrkdwn as nodes. Text arrives with &, < and > escaped; what stands in <...> is Slack's own.

import { slackDate } from "./dates.js";
import { el, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { live } from "./live.js";
import { nameOf, world } from "./world.js";

export const unescape = (text) =>
  text.replace(/&(amp|lt|gt);/g, (entity, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);

// Inside a mark, <...> and `...` are taken whole; the parts exclude each other, so a long text cannot stall.
const BODY = (mark) => `((?:<[^<>\\n]*>|<(?![^<>\\n]*>)|\`[^\`\\n]*\`|\`(?![^\`\\n]*\`)|[^${mark}\\n<\`])+?)`;
const STYLED = (mark) => `(?<![\\p{L}\\p{N}${mark}])${mark}(?=[^\\s${mark}])${BODY(mark)}(?<!\\s)${mark}(?![\\p{L}\\p{N}${mark}])`;
const INLINE = new RegExp(
  [
    "`([^`\\n]+)`", // 1 code
    "<([^<>\\n]+)>", // 2 Slack's own
    STYLED("\\*"), // 3 bold
    STYLED("_"), // 4 italic
    STYLED("~"), // 5 strike
    ":([a-z0-9_+'-]+(?:::skin-tone-\\d)?):", // 6 emoji
    "(https?:\\/\\/[^\\s<>|`]+[^\\s<>|`.,;:!?)\\]'\"*_~])", // 7 a bare link
  ].join("|"),
  "gu",
);

// One run of text: marks, links, mentions, line breaks.
export function inline(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(...plain(text.slice(done, match.index)), drawn(match));
    done = match.index + match[0].length;
  }
  return [...nodes, ...plain(text.slice(done))];
}

function drawn(match) {
  const [whole, code, own, bold, italic, strike, name, address] = match;
  if (code !== undefined) return el("code", {}, unescape(code));
  if (own !== undefined) return special(own);
  if (bold !== undefined) return el("strong", {}, inline(bold));
  if (italic !== undefined) return el("em", {}, inline(italic));
  if (strike !== undefined) return el("s", {}, inline(strike));
  if (name !== undefined) return emojiNode(name);
  if (address !== undefined) return link(unescape(address), unescape(address));
  return whole;
}

export function emojiNode(name) {
  const glyph = emoji(name);
  if (!glyph) return `:${name}:`;
  return el("span", { class: "emoji", role: "img", "aria-label": `${name.replaceAll("_", " ")} emoji`, title: `:${name}:` }, glyph);
}

// Escaped text with its line breaks, nothing else.
function plain(text) {
  return unescape(text).split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line])).filter((part) => part !== "");
}

// What stands between < and >: mentions, channels, dates, links.
function special(own) {
  const bar = own.indexOf("|");
  const target = bar < 0 ? own : own.slice(0, bar);
  const label = bar < 0 ? "" : unescape(own.slice(bar + 1));
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelLink(target.slice(1), label);
  if (target.startsWith("!date^")) return dateNode(target, label);
  if (target.startsWith("!subteam^")) return el("span", { class: "mention" }, label || "@group");
  if (target.startsWith("!")) return el("span", { class: "mention mention-me" }, label || `@${target.slice(1)}`);
  const address = unescape(target);
  return link(address, label || address.replace(/^mailto:/, ""));
}

export function mention(id, label = "") {
  const name = world.people.has(id) ? nameOf(id) : label || id;
  return el("span", { class: id === world.me?.id ? "mention mention-me" : "mention" }, `@${name.replace(/^@/, "")}`);
}

export function channelLink(id, label = "") {
  const channel = world.channels.get(id);
  if (!channel) return el("span", { class: "mention" }, `#${label || "private channel"}`);
  return el("a", { class: "mention", href: `#/${id}` }, `#${channel.name}`);
}

function dateNode(target, fallback) {
  const [, timestamp, pattern = "", address = ""] = target.split("^");
  const text = () => slackDate(timestamp, unescape(pattern));
  if (text() === null) return fallback;
  const node = live(el("time", { datetime: new Date(Number(timestamp) * 1000).toISOString(), title: fallback }), text);
  return address ? link(unescape(address), node) : node;
}

// A whole text: fenced code, quotes, then lines.
export function mrkdwn(text) {
  const nodes = [];
  String(text ?? "").split(/```/).forEach((part, index, all) => {
    const fenced = index % 2 === 1 && index < all.length - 1;
    if (fenced) nodes.push(el("pre", {}, unescape(part.replace(/^\n|\n$/g, ""))));
    else if (part) nodes.push(...lines(index % 2 === 1 ? `\`\`\`${part}` : part.replace(/^\n/, index ? "" : "\n")));
  });
  return nodes;
}

function lines(text) {
  const nodes = [];
  let quote = [];
  let run = [];
  const endRun = () => { if (run.length) nodes.push(...inline(run.join("\n"))); run = []; };
  const endQuote = () => {
    if (quote.length) nodes.push(el("blockquote", {}, inline(quote.join("\n"))));
    quote = [];
  };
  for (const line of text.split("\n")) {
    const quoted = /^(?:>|&gt;) ?(.*)$/.exec(line);
    if (quoted) { endRun(); quote.push(quoted[1]); } else { endQuote(); run.push(line); }
  }
  endQuote();
  endRun();
  return nodes;
}

// Text for labels and notices: marks and markup taken away.
export function bare(text) {
  const holder = el("span", {}, mrkdwn(text));
  return holder.textContent;
}

// A text object of Block Kit.
export function textNode(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : plainText(object.text ?? object);
}

// plain_text: emoji names and line breaks, no marks. Slack shows its entities decoded.
export function plainText(text) {
  return String(text ?? "").split(/(:[a-z0-9_+'-]+:)/).flatMap((part) => {
    const name = /^:(.+):$/.exec(part)?.[1];
    return name && emoji(name) ? [emojiNode(name)] : plain(part);
  });
}
