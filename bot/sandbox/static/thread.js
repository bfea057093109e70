// The thread at the side: a message and what was answered.

import { attempt, get } from "./api.js";
import { Composer } from "./composer.js";
import { speak } from "./conversation.js";
import { el } from "./dom.js";
import { MessageList } from "./list.js";
import { closePanel, openPanel } from "./panel.js";
import { titleOf, world } from "./world.js";

let open = null; // { channel, ts, list }

export async function openThread(message) {
  const channel = world.channels.get(message.channel);
  const ts = message.thread_ts ?? message.ts;
  const opener = document.activeElement;
  const list = new MessageList({ label: "Thread", days: false });
  const composer = new Composer({
    key: `${world.me.id} ${channel.id} ${ts}`, label: "Reply…", button: "Send reply", commands: false, send: (text) => speak(channel, text, ts),
  });
  openPanel("Thread", titleOf(channel), el("div", { class: "conversation" }, list.node, composer.node), { opener, closed: () => { open = null; } });
  open = { channel: channel.id, ts, list };
  await reloadThread();
  composer.focus();
}

export async function reloadThread() {
  if (!open) return;
  const { channel, ts, list } = open;
  const answer = await attempt(() => get(`channel/${channel}`, { thread: ts }));
  if (answer && open?.list === list) list.fill(answer);
}

// Takes in what belongs to the open thread. Tells whether it did.
export function threadHears(message) {
  if (!open || message.channel !== open.channel) return false;
  if (message.ts !== open.ts && message.thread_ts !== open.ts) return false;
  return open.list.put(message);
}

export function threadDrops(channel, ts) {
  if (open?.channel === channel) open.list.drop(ts);
}

export function closeThread() {
  if (open) closePanel();
}
