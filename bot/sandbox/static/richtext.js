// rich_text and table blocks.

import { slackDate } from "./dates.js";
import { el, link } from "./dom.js";
import { live } from "./live.js";
import { channelLink, emojiNode, mention, plainText } from "./mrkdwn.js";

export function richText(block) {
  return el("div", { class: "rich-text" }, (block.elements ?? []).map(part));
}

function part(element) {
  switch (element.type) {
    case "rich_text_section": return el("p", {}, runs(element));
    case "rich_text_list": return list(element);
    case "rich_text_preformatted": return el("pre", {}, runs(element));
    case "rich_text_quote": return el("blockquote", {}, runs(element));
    default: return null;
  }
}

function list({ style, indent = 0, offset = 0, elements = [] }) {
  const ordered = style === "ordered";
  return el(ordered ? "ol" : "ul", { class: `indent-${Math.min(indent, 5)}`, start: ordered && offset ? offset + 1 : null },
    elements.map((item) => el("li", {}, runs(item))));
}

function runs({ elements = [] }) {
  return elements.map((element) => styled(run(element), element.style));
}

function styled(node, style) {
  if (!style) return node;
  let result = node;
  for (const [name, tag] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"], ["underline", "u"]]) {
    if (style[name]) result = el(tag, {}, result);
  }
  return result;
}

function run(element) {
  switch (element.type) {
    case "text": return withBreaks(element.text);
    case "link": return link(element.url, element.text || element.url);
    case "emoji": return emojiNode(element.name);
    case "user": return mention(element.user_id);
    case "usergroup": return el("span", { class: "mention" }, "@group");
    case "channel": return channelLink(element.channel_id);
    case "broadcast": return el("span", { class: "mention mention-me" }, `@${element.range}`);
    case "color": return el("code", {}, element.value);
    case "date": return live(el("time"), () => slackDate(String(element.timestamp), element.format) ?? element.fallback ?? "");
    default: return element.text ?? "";
  }
}

const withBreaks = (text) => String(text).split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line]));

// The first row is the head, as Slack draws it.
export function tableBlock(block) {
  const [head = [], ...rows] = block.rows ?? [];
  const align = (index) => block.column_settings?.[index]?.align;
  const cell = (tag, attributes) => (content, index) =>
    el(tag, { ...attributes, class: ["left", "center", "right"].includes(align(index)) ? `align-${align(index)}` : null },
      content.type === "rich_text" ? richText(content) : plainText(content.text ?? ""));
  return el("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": "Table" },
    el("table", {},
      el("thead", {}, el("tr", {}, head.map(cell("th", { scope: "col" })))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map(cell("td", {})))))));
}
