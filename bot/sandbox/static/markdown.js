// The `markdown` block: the small part of Markdown that a message needs.

import { el, link } from "./dom.js";
import { emojiNode } from "./mrkdwn.js";

const INLINE = /`([^`\n]+)`|\[([^\]\n]+)\]\(([^()\s]+)\)|\*\*([^*\n]+?)\*\*|(?<!\w)(?:\*([^*\n]+?)\*|_([^_\n]+?)_)(?!\w)|~~([^~\n]+?)~~|(https?:\/\/[^\s<>]+[^\s<>.,;:!?)])|:([a-z0-9_+-]+):|\\([\\`*_[\]()#+.!~>-])/gu;

function inline(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(done, match.index), drawn(match));
    done = match.index + match[0].length;
  }
  return [...nodes, text.slice(done)];
}

function drawn([, code, label, target, bold, italic, slanted, strike, bareLink, name, escaped]) {
  if (code) return el("code", {}, code);
  if (label) return link(target, inline(label));
  if (bold) return el("strong", {}, inline(bold));
  if (italic || slanted) return el("em", {}, inline(italic || slanted));
  if (strike) return el("s", {}, inline(strike));
  if (bareLink) return link(bareLink, bareLink);
  if (name) return emojiNode(name);
  return escaped;
}

const LIST = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(.*)$/;

// Blocks are found line by line; each reader returns how many lines it took.
export function markdown(text) {
  const lines = String(text ?? "").split("\n");
  const nodes = [];
  let at = 0;
  while (at < lines.length) {
    const [node, taken] = read(lines, at);
    if (node) nodes.push(node);
    at += taken;
  }
  return nodes;
}

function read(lines, at) {
  const line = lines[at];
  if (!line.trim()) return [null, 1];
  if (line.startsWith("```")) return fence(lines, at);
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) return [el("p", { class: "md-heading" }, inline(heading[2])), 1];
  if (/^(\s*[-*_]){3,}\s*$/.test(line)) return [el("hr"), 1];
  if (line.startsWith(">")) return gather(lines, at, (next) => next.startsWith(">"), (block) =>
    el("blockquote", {}, markdown(block.map((quoted) => quoted.replace(/^> ?/, "")).join("\n"))));
  if (LIST.test(line)) return gather(lines, at, (next) => LIST.test(next), list);
  if (line.includes("|") && /^\s*\|?[\s:|-]+\|?\s*$/.test(lines[at + 1] ?? "")) {
    return gather(lines, at, (next) => next.includes("|"), table);
  }
  return gather(lines, at, (next) => next.trim() && !/^(#{1,6}\s|>|```)/.test(next) && !LIST.test(next), (block) =>
    el("p", {}, block.flatMap((part, index) => (index ? [el("br"), inline(part)] : [inline(part)]))));
}

function gather(lines, at, belongs, build) {
  let end = at + 1;
  while (end < lines.length && belongs(lines[end])) end += 1;
  return [build(lines.slice(at, end)), end - at];
}

function fence(lines, at) {
  let end = at + 1;
  while (end < lines.length && !lines[end].startsWith("```")) end += 1;
  return [el("pre", {}, lines.slice(at + 1, end).join("\n")), end - at + 1];
}

function list(block) {
  const ordered = LIST.exec(block[0])[2];
  return el(ordered ? "ol" : "ul", ordered ? { start: ordered } : {}, block.map((line) => el("li", {}, inline(LIST.exec(line)[3]))));
}

const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());

function table([head, , ...rows]) {
  return el("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": "Table" },
    el("table", {},
      el("thead", {}, el("tr", {}, cells(head).map((cell) => el("th", { scope: "col" }, inline(cell))))),
      el("tbody", {}, rows.map((row) => el("tr", {}, cells(row).map((cell) => el("td", {}, inline(cell))))))));
}
