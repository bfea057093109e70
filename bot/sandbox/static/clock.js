// The program's clock, the buttons that move it, and the plan of what lies ahead.

import { attempt, get, notice, post } from "./api.js";
import { barTime, cityOf, clockTime, dayName, fullTime, isoDay, localInput, weekdayTime } from "./dates.js";
import { byId, el, freshId, replace } from "./dom.js";
import { followed } from "./hints.js";
import { redraw } from "./live.js";
import { closePanel, openPanel } from "./panel.js";
import { myZone, now, setClock, world } from "./world.js";

const face = el("div", { class: "clock-face" });
let moving = false;
let plan = null;

export function drawClock() {
  replace(byId("clock"), face,
    el("div", { class: "clock-buttons" },
      button("Next message", "⏭", () => move({ do: "next" })),
      button("One day on", "+1", () => move({ do: "day" })),
      button("Go to…", "📅", goTo),
      button("Plan ahead", "🗓", togglePlan)));
  tick();
  setInterval(tick, 1000);
}

function button(text, icon, press) {
  return el("button", { type: "button", class: "bar-button", "aria-label": text, title: text, on: { click: press } },
    el("span", { class: "icon", "aria-hidden": "true" }, icon), el("span", { class: "words", "aria-hidden": "true" }, text));
}

let before = "";
export function tick() {
  if (!world.me) return;
  const { zone } = world.clock;
  const time = now();
  const mine = isoDay(time, myZone()) === isoDay(time, zone) ? clockTime(time) : weekdayTime(time, myZone());
  const far = myZone() !== zone;
  const text = barTime(time, zone);
  if (before === text + mine + myZone()) return;
  before = text + mine + myZone();
  redraw();
  replace(face,
    el("time", { class: "clock-time", datetime: time.toISOString(), title: fullTime(time, zone) }, text),
    el("span", { class: "clock-zone" }, cityOf(zone), far && ` · ${mine} in ${cityOf(myZone())}`));
}

async function move(how) {
  if (moving) return false;
  moving = true;
  byId("clock").setAttribute("aria-busy", "true");
  const answer = await attempt(() => post("clock", how));
  byId("clock").removeAttribute("aria-busy");
  moving = false;
  if (!answer) return false;
  clockMoved(answer);
  if (how.do === "next" && !answer.moved) notice("Nothing is planned ahead: the clock stays where it is.");
  if (how.do === "next") followed("next");
  return true;
}

export function clockMoved(clock) {
  setClock(clock);
  tick();
  refreshPlan();
}

function goTo(event) {
  const opener = event.currentTarget;
  const title = freshId("title");
  const id = freshId("when");
  const when = el("input", { type: "datetime-local", id, class: "field", required: true, value: localInput(now(), world.clock.zone) });
  const form = el("form", { class: "dialog-body", id: "go-form" },
    el("label", { class: "label", for: id }, `Date and time in ${cityOf(world.clock.zone)}`), when,
    el("p", { class: "hint" }, "What falls due on the way is sent on the way, in order. The clock only goes forward."));
  const dialog = el("dialog", { class: "dialog small", "aria-labelledby": title },
    el("h2", { id: title }, "Go to…"), form,
    el("div", { class: "dialog-foot" },
      el("button", { type: "button", class: "button plain", on: { click: () => dialog.close() } }, "Cancel"),
      el("button", { type: "submit", form: "go-form", class: "button primary filled" }, "Go")));
  form.addEventListener("submit", async (submitted) => {
    submitted.preventDefault();
    dialog.close();
    await move({ do: "to", local: when.value });
  });
  dialog.addEventListener("close", () => { dialog.remove(); opener.focus(); });
  document.body.append(dialog);
  dialog.showModal();
}

// The drawer

async function togglePlan(event) {
  if (plan) { closePanel(); return; }
  const opener = event.currentTarget;
  plan = el("div", { class: "plan" });
  openPanel("Plan ahead", `What will be sent, in ${cityOf(world.clock.zone)} time`, plan, { opener, closed: () => { plan = null; } });
  await refreshPlan();
}

let planning = null;
export async function refreshPlan() {
  if (!plan || planning) return;
  planning = attempt(() => get("plan"));
  const answer = await planning;
  planning = null;
  if (!answer || !plan) return;
  const days = new Map();
  for (const row of answer.rows) {
    const day = dayName(new Date(row.at), world.clock.zone);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  if (!answer.rows.length) replace(plan, el("p", { class: "empty" }, "Nothing is planned ahead."));
  else replace(plan, [...days].map(([day, rows]) => el("section", {}, el("h3", {}, day), el("ul", {}, rows.map(planRow)))));
}

function planRow({ at, destination, text, state }) {
  return el("li", { class: "plan-row" },
    el("div", { class: "plan-head" },
      el("time", { datetime: at }, clockTime(new Date(at), world.clock.zone)),
      el("strong", {}, destination),
      el("span", { class: `state state-${/^[a-z]+$/.test(state) ? state : "other"}` }, state)),
    el("p", {}, text));
}
