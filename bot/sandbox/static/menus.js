// Two controls that no browser has: the overflow menu and the select of many.

import { el, freshId, safeUrl } from "./dom.js";
import { bare, textNode } from "./mrkdwn.js";

export function overflow(item, choose) {
  const menu = el("div", { class: "menu", role: "menu", "aria-label": "More actions", hidden: true });
  const opener = el("button", { type: "button", class: "button plain icon", "aria-label": "More actions", "aria-haspopup": "menu", "aria-expanded": "false" }, "⋯");
  const root = el("span", { class: "overflow" }, opener, menu);
  const show = (open) => {
    menu.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) menu.firstElementChild?.focus();
  };
  opener.addEventListener("click", () => show(menu.hidden));
  root.addEventListener("focusout", (event) => { if (!root.contains(event.relatedTarget)) show(false); });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !menu.hidden) {
      event.stopPropagation();
      show(false);
      opener.focus();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      step(menu, event.key === "ArrowDown" ? 1 : -1);
    }
  });
  for (const option of item.options ?? []) {
    const href = option.url && safeUrl(option.url);
    const pick = () => { show(false); opener.focus(); choose(option, opener); };
    menu.append(href
      ? el("a", { role: "menuitem", tabindex: "-1", href, target: "_blank", rel: "noopener noreferrer", on: { click: pick } }, textNode(option.text))
      : el("button", { type: "button", role: "menuitem", tabindex: "-1", on: { click: pick } }, textNode(option.text)));
  }
  return root;
}

function step(menu, by) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  items.at((at + by) % items.length)?.focus();
}

// `chosen` are values. `keep` hears every change, `done` when the list is closed after one.
export function multiSelect(choices, chosen, { label, placeholder, most, keep, done }) {
  const picked = new Set(chosen);
  let dirty = false;
  const state = () => choices.filter(({ value }) => picked.has(value)).map((choice) => choice.state);
  const summary = el("summary", { class: "field", id: label.id, "aria-label": label.text });
  const say = () => {
    const names = choices.filter(({ value }) => picked.has(value)).map(({ text }) => text);
    summary.replaceChildren(...(names.length ? names.map((name) => el("span", { class: "chip" }, name)) : [el("span", { class: "placeholder" }, placeholder)]));
    const title = label.text ?? label.title ?? placeholder;
    summary.setAttribute("aria-label", `${title}: ${names.join(", ") || "none chosen"}`);
  };
  const boxes = choices.map((choice) => box(choice, picked, () => {
    dirty = true;
    for (const [index, node] of boxes.entries()) {
      const input = node.querySelector("input");
      input.disabled = Boolean(most) && picked.size >= most && !picked.has(choices[index].value);
    }
    say();
    keep(state());
  }));
  const list = el("div", { class: "multi-list", role: "group", "aria-label": "Options" }, boxes);
  const filter = choices.length > 8 && el("input", {
    class: "field", type: "search", placeholder: "Filter", "aria-label": "Filter the options",
    on: { input: (event) => narrow(boxes, choices, event.target.value) },
  });
  const root = el("details", { class: "multi" }, summary, el("div", { class: "multi-body" }, filter, list));
  root.addEventListener("toggle", () => {
    if (!root.open && dirty) { dirty = false; done(state(), root); }
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.open) { event.preventDefault(); event.stopPropagation(); root.open = false; summary.focus(); }
  });
  say();
  return root;
}

function box(choice, picked, changed) {
  const id = freshId("pick");
  const input = el("input", {
    type: "checkbox", id, checked: picked.has(choice.value),
    on: {
      change: () => {
        if (input.checked) picked.add(choice.value);
        else picked.delete(choice.value);
        changed();
      },
    },
  });
  return el("div", { class: "choice" }, input, el("label", { for: id }, choice.text, choice.description && el("span", { class: "hint" }, ` ${bare(choice.description.text)}`)));
}

function narrow(boxes, choices, words) {
  const wanted = words.trim().toLowerCase();
  boxes.forEach((node, index) => { node.hidden = !choices[index].text.toLowerCase().includes(wanted); });
}
