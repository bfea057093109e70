// The panel at the right: one at a time, a thread or the plan.

import { byId, el, replace } from "./dom.js";

let current = null;

export function openPanel(title, subtitle, content, { opener = null, closed = null } = {}) {
  current?.closed?.();
  current = { opener, closed };
  const panel = byId("panel");
  panel.hidden = false;
  byId("layout").classList.add("with-panel");
  replace(panel, el("aside", { class: "panel-inside", "aria-label": title },
    el("header", { class: "panel-head" },
      el("div", {}, el("h2", {}, title), subtitle && el("p", {}, subtitle)),
      el("button", { type: "button", class: "close", "aria-label": `Close ${title.toLowerCase()}`, on: { click: closePanel } }, "✕")),
    content));
}

export function closePanel() {
  if (!current) return;
  const { opener, closed } = current;
  current = null;
  byId("panel").hidden = true;
  byId("layout").classList.remove("with-panel");
  replace(byId("panel"));
  closed?.();
  if (opener?.isConnected) opener.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && current && !event.defaultPrevented && !document.querySelector("dialog[open]") && byId("panel").contains(event.target)) closePanel();
});
