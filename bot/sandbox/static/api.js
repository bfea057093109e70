// Talks to the sandbox: JSON there and back, and a stream of what happens.

import { byId } from "./dom.js";
import { world } from "./world.js";

export class Refused extends Error {}

async function request(path, options) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { "Content-Type": "application/json" } });
  } catch {
    throw new Refused("The sandbox does not answer. Is eightdays demo still running?");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(body.error ?? `The sandbox answered ${answer.status}.`);
  return body;
}

const query = (fields) => new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

export function get(path, fields = {}, person = world.me?.id) {
  return request(`/page/${path}?${query({ as: person, ...fields })}`, {});
}

export function post(path, fields = {}, person = world.me?.id) {
  return request(`/page/${path}`, { method: "POST", body: JSON.stringify({ as: person, ...fields }) });
}

// Runs it, and tells the person in plain sight if it cannot be done.
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    notice(error.message);
    return null;
  }
}

let hide;
export function notice(text) {
  const node = byId("notice");
  // A popover lies above dialogs too.
  node.hidePopover();
  node.showPopover();
  node.textContent = text;
  clearTimeout(hide);
  hide = setTimeout(() => node.hidePopover(), 6000);
}

let stream = null;

// `hear` gets every event; a `hello` comes first, and again whenever the stream was cut.
export function listen(person, hear) {
  stream?.close();
  stream = new EventSource(`/page/events?${query({ as: person })}`);
  const mine = stream;
  mine.onmessage = (event) => { if (mine === stream) hear(JSON.parse(event.data)); };
  mine.onerror = () => {
    if (mine !== stream) return;
    byId("bar").classList.add("offline");
    // A browser gives up after some errors; then it is ours to try again.
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => { if (mine === stream) listen(person, hear); }, 2000);
  };
  mine.onopen = () => byId("bar").classList.remove("offline");
}
