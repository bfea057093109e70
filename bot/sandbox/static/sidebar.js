// The side bar: channels, the bot, its Home, the networks.

import { byId, el, replace } from "./dom.js";
import { avatar } from "./messages.js";
import { NETWORKS } from "./networks.js";
import { world } from "./world.js";

export function drawSidebar(current, unread) {
  const channels = [...world.channels.values()];
  const side = byId("side");
  const focused = side.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  replace(side,
    el("div", { class: "side-head" }, el("p", { class: "side-name" }, world.workspace.name), el("p", {}, "A Slack workspace on this machine")),
    group("Channels", channels.filter((one) => !one.is_im).map((one) => item(current, {
      place: one.id, icon: one.is_private ? "🔒" : "#", text: one.name, count: unread.get(one.id) ?? 0, note: one.is_private ? "private" : "",
    }))),
    group("Direct messages", channels.filter((one) => one.is_im).map((one) => item(current, {
      place: one.id, icon: avatar(one.user, true), text: world.bot.name, count: unread.get(one.id) ?? 0, loud: true,
    }))),
    group("Apps", [item(current, { place: "home", icon: "⌂", text: "App Home", count: 0 })]),
    group("Networks", Object.entries(NETWORKS).map(([place, { icon, title }]) => item(current, {
      place, icon, text: title, count: unread.get(place) ?? 0,
    }))));
  if (focused) side.querySelector(`a[href="${CSS.escape(focused).replaceAll("\\", "\\\\")}"]`)?.focus();
}

function group(title, items) {
  const id = `side-${title.replaceAll(" ", "-").toLowerCase()}`;
  return el("section", {}, el("h2", { id }, title), el("ul", { "aria-labelledby": id }, items.map((node) => el("li", {}, node))));
}

function item(current, { place, icon, text, count, loud = false, note = "" }) {
  const here = current === place;
  const unread = count > 0 && !here;
  const words = [text, note, unread && `${count} unread`].filter(Boolean).join(", ");
  return el("a", {
    href: `#/${place}`, class: unread ? "side-item unread" : "side-item", "aria-current": here ? "page" : null, "aria-label": words === text ? null : words,
  }, el("span", { class: "side-icon", "aria-hidden": "true" }, icon), el("span", { class: "side-text" }, text),
  unread && el("span", { class: loud ? "count loud" : "count", "aria-hidden": "true" }, count > 99 ? "99+" : String(count)));
}
