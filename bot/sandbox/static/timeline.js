// A network's timeline as its readers see it.

import { attempt, get } from "./api.js";
import { picture } from "./blocks.js";
import { clockTime, fullTime } from "./dates.js";
import { el, link, safeImage } from "./dom.js";
import { live } from "./live.js";
import { NETWORKS } from "./networks.js";
import { now } from "./world.js";

export async function timeline(holder, network) {
  const answer = await attempt(() => get(`timeline/${network}`));
  if (!answer || !holder.isConnected) return;
  const { account, threads } = answer;
  const open = new Set([...holder.querySelectorAll("details[open]")].map(({ dataset }) => dataset.key));
  holder.replaceChildren(
    el("div", { class: `x-account ${network}` }, avatar(account), el("div", {}, el("strong", {}, account.name), el("span", { class: "handle" }, account.handle),
      account.automated && el("span", { class: "automated" }, "Automated"))),
    ...(threads.length ? threads.map((posts) => thread(posts, account, open)) : [el("p", { class: "empty" }, `Nothing has been posted yet. ${NETWORKS[network].empty}`)]));
}

const avatar = ({ name }) => el("span", { class: "avatar x-avatar", "aria-hidden": "true" }, name[0]);

function thread(posts, account, open) {
  return el("div", { class: "x-thread", role: posts.length > 1 ? "group" : null, "aria-label": posts.length > 1 ? `Thread of ${posts.length} posts` : null },
    posts.map((post, index) => postNode(post, account, index < posts.length - 1, open)));
}

function postNode(post, account, goesOn, open) {
  const time = new Date(post.at * 1000);
  const state = post.deleted ? "taken down" : post.edited ? "edited" : "";
  const classes = ["x-post", goesOn && "goes-on", post.deleted && "gone"].filter(Boolean).join(" ");
  return el("article", { class: classes, "aria-label": [`Post by ${account.name}, ${fullTime(time)}`, state].filter(Boolean).join(", "), data: { post: post.id } },
    avatar(account),
    el("div", { class: "x-body" },
      el("div", { class: "x-byline" }, el("strong", {}, account.name), " ", el("span", { class: "handle" }, `${account.handle} · `),
        live(el("time", { datetime: time.toISOString(), title: fullTime(time) }), () => short(time)),
        state && el("span", { class: `x-state ${post.deleted ? "down" : ""}` }, post.deleted ? "Taken down" : "Edited")),
      post.deleted ? el("p", { class: "x-text" }, el("del", {}, post.text)) : el("p", { class: "x-text" }, linked(post.text)),
      !post.deleted && pictures(post.images),
      !post.deleted && post.card && card(post.card),
      post.limit && el("div", { class: post.length > post.limit ? "x-count over" : "x-count" }, `${post.length} / ${post.limit} characters`),
      (post.deliveries ?? []).map((delivery) => delivered(delivery, open))));
}

// An alt text is shown to everyone here, for whoever reviews it has to read it, too.
function pictures(images) {
  if (images.length === 0) return null;
  return el("div", { class: `x-images x-images-${Math.min(images.length, 4)}` }, images.map((image) =>
    el("figure", {}, picture(image.url, image.alt),
      el("figcaption", {}, el("span", { class: "alt-badge" }, "ALT"), " ", image.alt || "There is none."))));
}

function card({ url, title, description, image }) {
  return el("div", { class: "x-card" }, safeImage(image) && el("img", { src: safeImage(image), alt: "" }),
    el("div", {}, el("strong", {}, link(url, title || url)), description && el("p", {}, description), el("p", { class: "handle" }, hostOf(url))));
}

function hostOf(url) {
  try { return new URL(url).host; } catch { return ""; }
}

function delivered({ event, key, body }, open) {
  return el("details", { class: "x-delivery", open: open.has(key), data: { key } },
    el("summary", {}, el("code", {}, event), " ", el("span", { class: "handle" }, `key ${key.slice(0, 8)}…`)),
    el("pre", { tabindex: "0" }, body));
}

const short = (time) => (Math.abs(now() - time) < 86400000 ? clockTime(time) : fullTime(time).split(",").slice(0, 3).join(","));

const ENTITY = /(https?:\/\/[^\s<>]+[^\s<>.,;:!?)\]'"])|([@#][\p{L}\p{N}_]+(?:@[\w.-]+\w|(?:\.[\w-]+)+)?)/gu;

function linked(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(ENTITY)) {
    nodes.push(text.slice(done, match.index));
    nodes.push(match[1] ? link(match[1], match[1].replace(/^https?:\/\/(www\.)?/, "")) : el("span", { class: "x-tag" }, match[2]));
    done = match.index + match[0].length;
  }
  return [...nodes, text.slice(done)];
}
