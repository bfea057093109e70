// Puts the page together: who looks, where they are, and what arrives.

import { attempt, get, listen, post } from "./api.js";
import { blocks } from "./blocks.js";
import { clockMoved, drawClock, refreshPlan, tick } from "./clock.js";
import { Conversation } from "./conversation.js";
import { cityOf } from "./dates.js";
import { announce, byId, el, replace } from "./dom.js";
import { Form } from "./form.js";
import { hintCard } from "./hints.js";
import { withBusy } from "./messages.js";
import { forgetViews, showViews } from "./modal.js";
import { drawSidebar } from "./sidebar.js";
import { NETWORKS } from "./networks.js";
import { closePanel } from "./panel.js";
import { closeThread, openThread, reloadThread, threadDrops, threadHears } from "./thread.js";
import { timeline } from "./timeline.js";
import { learn, titleOf, world } from "./world.js";

const unread = new Map();
let place = null;
let conversation = null; // the channel on show
let surface = null; // what Home or a timeline is drawn into
let homeForm = null;
let viewsHeard = 0;

// Where we are

const dm = () => [...world.channels.values()].find(({ is_im: im }) => im);
const firstChannel = () => [...world.channels.values()].find(({ name }) => name === "moss")?.id ?? [...world.channels.keys()][0];

function placeFromAddress() {
  const wanted = location.hash.replace(/^#\//, "");
  // Another person's direct messages: then one's own.
  if (/^D\w+$/.test(wanted) && !world.channels.has(wanted)) return dm()?.id;
  return wanted === "home" || wanted in NETWORKS || world.channels.has(wanted) ? wanted : firstChannel();
}

// `again`: everything is read anew, but whoever is writing or reading stays where they are.
async function go({ again = false } = {}) {
  const wanted = placeFromAddress();
  drawer(false);
  if (wanted !== place) closeThread();
  if (again && wanted === place && conversation?.person === world.me.id) {
    conversation.channel = world.channels.get(place);
    await conversation.list.refresh();
    refreshFrame();
    return;
  }
  place = wanted;
  conversation = null;
  surface = null;
  unread.delete(place);
  if (place === "home") await showHome();
  else if (place in NETWORKS) await showTimeline(place);
  else await showConversation(world.channels.get(place));
  refreshFrame();
}

function refreshFrame() {
  drawSidebar(place, unread);
  byId("side").append(hints);
  const total = [...unread.values()].reduce((sum, count) => sum + count, 0);
  const here = place === "home" ? "App Home" : NETWORKS[place]?.title ?? titleOf(world.channels.get(place));
  document.title = `${total ? `(${total}) ` : ""}${here} – ${world.workspace.name}`;
}

const hints = hintCard(async (text) => {
  if (!conversation) { location.hash = `#/${firstChannel()}`; await go(); }
  drawer(false);
  conversation.composer.suggest(text);
});

function head(title, about, tabs = null) {
  return el("header", { class: "head" }, el("h1", {}, title), about && el("p", {}, about), tabs);
}

// The bot's pages, side by side as Slack shows them.
function tabs(current) {
  const tab = (to, text) => el("a", { href: `#/${to}`, "aria-current": current === to ? "page" : null }, text);
  return el("nav", { class: "tabs", "aria-label": `Pages of ${world.bot.name}` }, tab("home", "Home"), tab(dm().id, "Messages"));
}

async function showConversation(channel) {
  conversation = new Conversation(channel, openThread);
  const about = channel.is_im ? null : [channel.topic, `${channel.members} members`].filter(Boolean).join(" · ");
  replace(byId("main"), head(titleOf(channel), about, channel.is_im ? tabs(channel.id) : null), conversation.node);
  const mine = conversation;
  await conversation.load();
  if (mine !== conversation) return;
  seen();
  const busy = document.querySelector("dialog[open]") || byId("bar").contains(document.activeElement);
  if (!busy && !matchMedia("(max-width: 700px)").matches) conversation.composer.focus();
}

async function showHome() {
  surface = el("div", { class: "surface home", role: "region", "aria-label": "App Home", tabindex: "0" }, el("p", { class: "empty" }, "…"));
  homeForm = null;
  replace(byId("main"), head(world.bot.name, null, tabs("home")), surface);
  const mine = surface;
  const answer = await attempt(() => get("home"));
  if (!answer || mine !== surface) return;
  drawHome(answer.view);
  await attempt(() => post("home")); // the app is told, and may draw it anew
}

function drawHome(view) {
  if (!view) {
    replace(surface, el("p", { class: "empty" }, "The app has not drawn its Home yet."));
    return;
  }
  const form = new Form(homeForm);
  homeForm = form;
  const press = (item, block, fields, node) => withBusy(node, () => post("press", {
    view: view.id, values: form.values, action: { type: item.type, action_id: item.action_id, block_id: block.block_id, ...fields },
  }));
  const top = surface.scrollTop;
  replace(surface, el("div", { class: "home-inside" }, blocks(view.blocks, { form, surface: "home", press })));
  surface.scrollTop = top;
}

async function showTimeline(network) {
  const { title, about } = NETWORKS[network];
  surface = el("div", { class: "surface x", role: "region", "aria-label": title, tabindex: "0" });
  replace(byId("main"), head(title, `${about} Nothing leaves this machine.`), surface);
  await timeline(surface, network);
}

// What arrives

function hear(event) {
  HEARD[event.kind]?.(event);
}

const HEARD = {
  hello: () => refresh(),
  message: ({ message, fresh, counts }) => hearMessage(message, fresh, counts),
  deleted: ({ channel, ts }) => {
    if (conversation?.channel.id === channel) conversation.list.drop(ts);
    threadDrops(channel, ts);
  },
  views: ({ stack }) => { viewsHeard += 1; showViews(stack); },
  home: ({ view }) => { if (place === "home" && surface) drawHome(view); },
  post: ({ network, fresh }) => {
    if (place === network) timeline(surface, network);
    else if (fresh) count(network);
    refreshPlan();
  },
  clock: ({ clock }) => clockMoved(clock),
};

function hearMessage(message, fresh, counts) {
  const here = conversation?.channel.id === message.channel;
  const isReply = message.thread_ts && message.thread_ts !== message.ts;
  if (here && (!isReply || message.broadcast)) conversation.hear(message);
  threadHears(message);
  if (!fresh) return;
  if (message.bot) refreshPlan();
  if (here && document.visibilityState === "visible") seen();
  else if (counts) {
    count(message.channel);
    announce(`New message in ${titleOf(world.channels.get(message.channel))}`);
  }
}

function count(where) {
  unread.set(where, (unread.get(where) ?? 0) + 1);
  refreshFrame();
}

let reading = null;
function seen() {
  if (!conversation) return;
  if (unread.delete(conversation.channel.id)) refreshFrame();
  const channel = conversation.channel.id;
  clearTimeout(reading);
  reading = setTimeout(() => post("read", { channel }).catch(() => {}), 150);
}

// Reads everything again: at the start, for another person, and after the stream was cut.
async function refresh() {
  const person = world.me.id;
  const heard = viewsHeard;
  const answer = await attempt(() => get("state"));
  if (!answer || person !== world.me.id) return;
  learn(answer);
  for (const { id, unread: n } of answer.channels) { if (n && id !== place) unread.set(id, n); else unread.delete(id); }
  drawPeople();
  tick();
  await go({ again: true });
  await reloadThread();
  if (heard === viewsHeard) showViews(answer.views);
}

// People

function storedPerson() {
  try { return sessionStorage.getItem("person") ?? undefined; } catch { return undefined; }
}

function drawPeople() {
  const groups = [["Staff", true], ["Community", false]];
  const people = [...world.people.values()].filter(({ is_bot: bot }) => !bot);
  replace(byId("person"), groups.map(([label, staff]) => el("optgroup", { label },
    people.filter((person) => person.is_staff === staff).map((person) => el("option", { value: person.id }, `${person.real_name} · ${cityOf(person.tz)}`)))));
  byId("person").value = world.me.id;
}

function become(id) {
  try { sessionStorage.setItem("person", id); } catch { /* private window: for this visit only */ }
  closePanel();
  forgetViews();
  unread.clear();
  world.me = world.people.get(id);
  announce(`You are ${world.me.real_name}`);
  listen(id, hear); // its `hello` draws everything for them
}

// The frame

function drawer(open) {
  byId("layout").classList.toggle("with-drawer", open);
  byId("menu-button").setAttribute("aria-expanded", String(open));
  if (open) byId("side").querySelector("a")?.focus();
}

byId("menu-button").addEventListener("click", () => drawer(!byId("layout").classList.contains("with-drawer")));
byId("layout").addEventListener("click", (event) => { if (event.target === byId("layout")) drawer(false); });
byId("side").addEventListener("keydown", (event) => { if (event.key === "Escape") { drawer(false); byId("menu-button").focus(); } });
byId("person").addEventListener("change", (event) => become(event.target.value));
addEventListener("hashchange", () => { if (world.me) go(); });
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") seen(); });

async function start() {
  const answer = await attempt(() => get("state", {}, storedPerson()))
    ?? await attempt(() => get("state", {}, undefined));
  if (!answer) { setTimeout(start, 2000); return; }
  learn(answer);
  drawPeople();
  drawClock();
  listen(world.me.id, hear);
}

start();
