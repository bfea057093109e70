// The timeline of X as a reader of X sees it.

import { attempt, get } from "./api.js";
import { picture } from "./blocks.js";
import { clockTime, fullTime } from "./dates.js";
import { el, link } from "./dom.js";
import { live } from "./live.js";
import { now } from "./world.js";

export async function timeline(holder) {
  const answer = await attempt(() => get("x"));
  if (!answer || !holder.isConnected) return;
  const { account, threads } = answer;
  holder.replaceChildren(
    el("div", { class: "x-account" }, el("span", { class: "avatar x-avatar", "aria-hidden": "true" }, account.name[0]),
      el("div", {}, el("strong", {}, account.name), el("span", { class: "handle" }, `@${account.handle}`), el("span", { class: "automated" }, "Automated"))),
    ...(threads.length ? threads.map((posts) => thread(posts, account)) : [el("p", { class: "empty" }, "Nothing has been posted yet. What is announced on X appears here.")]));
}

function thread(posts, account) {
  return el("div", { class: "x-thread", role: posts.length > 1 ? "group" : null, "aria-label": posts.length > 1 ? `Thread of ${posts.length} posts` : null },
    posts.map((post, index) => postNode(post, account, index < posts.length - 1)));
}

function postNode(post, account, goesOn) {
  const time = new Date(post.at * 1000);
  return el("article", { class: goesOn ? "x-post goes-on" : "x-post", "aria-label": `Post by ${account.name}, ${fullTime(time)}`, data: { post: post.id } },
    el("span", { class: "avatar x-avatar", "aria-hidden": "true" }, account.name[0]),
    el("div", { class: "x-body" },
      el("div", { class: "x-byline" }, el("strong", {}, account.name), " ", el("span", { class: "handle" }, `@${account.handle} · `),
        live(el("time", { datetime: time.toISOString(), title: fullTime(time) }), () => short(time))),
      el("p", { class: "x-text" }, linked(post.text)),
      post.images.length > 0 && el("div", { class: `x-images x-images-${Math.min(post.images.length, 4)}` }, post.images.map((image) =>
        el("figure", {}, picture(image.url, image.alt), image.alt && el("figcaption", {}, el("span", { class: "alt-badge" }, "ALT"), " ", image.alt)))),
      el("div", { class: post.length > post.limit ? "x-count over" : "x-count" }, `${post.length} / ${post.limit} characters`)));
}

const short = (time) => (Math.abs(now() - time) < 86400000 ? clockTime(time) : fullTime(time).split(",").slice(0, 3).join(","));

const ENTITY = /(https?:\/\/[^\s<>]+[^\s<>.,;:!?)\]'"])|([@#][\p{L}\p{N}_]+)/gu;

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
