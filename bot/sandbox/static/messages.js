// One message as Slack shows it.

import { attempt, post } from "./api.js";
import { attachments, blocks, picture } from "./blocks.js";
import { ago, clockTime, dayName, fullTime } from "./dates.js";
import { el, link, safeImage } from "./dom.js";
import { live } from "./live.js";
import { emojiNode, mrkdwn } from "./mrkdwn.js";
import { nameOf, world } from "./world.js";

export const timeOf = (message) => new Date(message.at * 1000);

export function avatar(id, small = false) {
  const person = world.people.get(id);
  if (!person) return el("span", { class: `avatar slackbot${small ? " small" : ""}`, "aria-hidden": "true" }, "◆");
  if (person.is_bot) return el("span", { class: `avatar bot${small ? " small" : ""}`, "aria-hidden": "true" }, "8");
  const initials = person.real_name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
  const tone = [...world.people.keys()].indexOf(id) % 7;
  return el("span", { class: `avatar tone-${tone}${small ? " small" : ""}`, "aria-hidden": "true" }, initials);
}

export const authorOf = (message) =>
  (message.system ? "Slackbot" : world.people.get(message.user)?.real_name ?? nameOf(message.user));

// A message that follows its author's last one closely is shown without name and picture.
export function continues(message, previous) {
  return Boolean(previous) && previous.user === message.user && !message.system && !previous.system
    && previous.ephemeral === message.ephemeral && !message.broadcast
    && Math.abs(message.at - previous.at) < 300 && dayName(timeOf(message)) === dayName(timeOf(previous));
}

// `form` keeps what was chosen in its menus; `previous` is the message above; inside a thread there
// is no `openThread`.
export function messageNode(message, { form, previous = null, openThread = null }) {
  const short = continues(message, previous);
  const author = authorOf(message);
  const time = timeOf(message);
  const stamp = el("time", { datetime: time.toISOString(), title: fullTime(time), class: "stamp" }, clockTime(time));
  const classes = ["message", short && "short", message.ephemeral && "ephemeral", message.pinned && "pinned", mentionsMe(message) && "for-me"];
  return el("article", {
    class: classes.filter(Boolean).join(" "), "aria-label": `${author}, ${clockTime(time)}`, data: { ts: message.ts },
  },
    el("div", { class: "gutter" }, short ? stamp : avatar(message.user)),
    el("div", { class: "body" },
      message.ephemeral && el("div", { class: "only-you" }, el("span", { "aria-hidden": "true" }, "👁 "), "Only visible to you"),
      message.pinned && el("div", { class: "pin" }, el("span", { "aria-hidden": "true" }, "📌 "), "Pinned"),
      message.broadcast && openThread && el("div", { class: "pin" }, "replied to a thread"),
      !short && el("div", { class: "byline" },
        el("strong", { class: "author" }, author),
        message.bot && el("span", { class: "badge" }, "APP"), stamp),
      content(message, form),
      reactions(message),
      openThread && threadLink(message, openThread)),
    openThread && !message.ephemeral && toolbar(message, openThread));
}

const mentionsMe = (message) => !message.bot && message.text.includes(`<@${world.me?.id}>`);

function content(message, form) {
  const ctx = { form, surface: "message", press: (...what) => pressIn(message, form, ...what) };
  const edited = message.edited && el("span", { class: "edited" }, " (edited)");
  const body = message.blocks.length ? blocks(message.blocks, ctx) : el("div", { class: "text" }, mrkdwn(message.text), edited);
  return [body, message.blocks.length > 0 && edited, attachments(message.attachments, ctx), message.files.map(fileNode)];
}

// Sends an action; while it is under way its control is busy, and a failure is marked beside it.
export async function pressIn(message, form, item, block, fields, node) {
  const action = { type: item.type, action_id: item.action_id, block_id: block.block_id, ...fields };
  const place = { channel: message.channel, ts: message.ts };
  await withBusy(node, () => post("press", { ...place, action, values: form.values }));
}

export async function withBusy(node, work) {
  node?.setAttribute("aria-busy", "true");
  node?.parentElement?.querySelector(":scope > .failed")?.remove();
  const result = await attempt(work);
  node?.removeAttribute("aria-busy");
  if (result?.error) {
    node?.after(el("span", { class: "failed", role: "alert", title: result.error },
      el("span", { "aria-hidden": "true" }, "⚠️ "), "This app responded with an error."));
  }
  return result;
}

function fileNode(file) {
  // What an app fetches with its token is at url_private; people are signed in here.
  const address = file.permalink ?? "";
  if (String(file.mimetype).startsWith("image/") && safeImage(address)) {
    return el("figure", { class: "block image" }, el("figcaption", {}, file.title ?? file.name), picture(address, file.alt_txt ?? file.title));
  }
  return el("div", { class: "file" }, el("span", { "aria-hidden": "true" }, "📄 "), link(address, file.title ?? file.name ?? "File"));
}

function reactions(message) {
  if (!message.reactions.length) return null;
  return el("div", { class: "reactions" }, message.reactions.map(({ name, users }) => {
    const mine = users.includes(world.me.id);
    return el("button", {
      type: "button", class: mine ? "reaction mine" : "reaction", "aria-pressed": String(mine), title: users.map(nameOf).join(", "),
      "aria-label": `${name.replaceAll("_", " ")}: ${users.length} reaction${users.length === 1 ? "" : "s"}`,
      on: { click: () => react(message, name, !mine) },
    }, emojiNode(name), " ", String(users.length));
  }));
}

const react = (message, name, on) => attempt(() => post("react", { channel: message.channel, ts: message.ts, name, on }));

function threadLink(message, openThread) {
  const { count, last, users } = message.thread;
  if (!count) return null;
  const words = `${count} ${count === 1 ? "reply" : "replies"}`;
  return el("button", { type: "button", class: "thread-link", "aria-label": `${words}. Open the thread`, on: { click: () => openThread(message) } },
    users.slice(0, 3).map((id) => avatar(id, true)),
    el("span", { class: "count" }, words),
    live(el("span", { class: "last" }), () => `Last reply ${ago(new Date(last * 1000))}`));
}

function toolbar(message, openThread) {
  const mine = message.reactions.some(({ name, users }) => name === "+1" && users.includes(world.me.id));
  return el("div", { class: "toolbar" },
    el("button", { type: "button", "aria-label": "React with thumbs up", title: "React with 👍", on: { click: () => react(message, "+1", !mine) } }, "👍"),
    el("button", { type: "button", "aria-label": "Reply in thread", title: "Reply in thread", on: { click: () => openThread(message) } }, "💬"));
}
