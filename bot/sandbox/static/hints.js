// The first five minutes: four things to try, gone once they are done or closed.

import { el } from "./dom.js";

const STEPS = [
  { key: "ask", text: "Ask", quote: "@eightdays how long have we got for FT?", write: "@eightdays how long have we got for FT?" },
  { key: "command", text: "Use a command:", quote: "/deadlines", write: "/deadlines" },
  { key: "next", text: "Move the clock with", quote: "Next message" },
  { key: "award", text: "Announce an award:", quote: "/program award", write: "/program award", also: ", then approve it as another person" },
];

const read = () => {
  try { return new Set(JSON.parse(localStorage.getItem("hints") ?? "[]")); } catch { return new Set(); }
};
const done = read();
let redraw = () => {};

function save() {
  try { localStorage.setItem("hints", JSON.stringify([...done])); } catch { /* private window: for this visit only */ }
  redraw();
}

// Something was done that a hint asked for.
export function followed(key) {
  if (done.has(key) || done.has("closed")) return;
  done.add(key);
  save();
}

// `write(text)` puts a text into the composer.
export function hintCard(write) {
  const node = el("section", { class: "hints", "aria-label": "Things to try" });
  redraw = () => {
    const open = STEPS.filter(({ key }) => !done.has(key));
    node.hidden = done.has("closed") || !open.length;
    node.replaceChildren(
      el("div", { class: "hints-head" }, el("h2", {}, "Things to try"),
        el("button", { type: "button", class: "close", "aria-label": "Close the hints", on: { click: () => { done.add("closed"); save(); } } }, "✕")),
      el("ol", {}, STEPS.map((step) => row(step, write))));
  };
  redraw();
  return node;
}

function row({ key, text, quote, write: words, also = "" }, write) {
  const ticked = done.has(key);
  const act = words && !ticked
    ? el("button", { type: "button", class: "try", "aria-label": `Try it: ${words}`, on: { click: () => write(words) } }, quote)
    : el("span", { class: "quote" }, quote);
  return el("li", { class: ticked ? "ticked" : null }, el("span", { "aria-hidden": "true" }, ticked ? "✓" : "○"), el("div", {}, ticked && el("span", { class: "visually-hidden" }, "Done: "), text, " ", act, also));
}
