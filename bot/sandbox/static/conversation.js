// A channel or the direct messages: what was said, and where to say something.

import { attempt, get, post } from "./api.js";
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { followed } from "./hints.js";
import { MessageList } from "./list.js";
import { titleOf, world } from "./world.js";

export class Conversation {
  constructor(channel, openThread) {
    this.channel = channel;
    this.person = world.me.id;
    const name = titleOf(channel);
    this.list = new MessageList({
      label: `Messages in ${name}`, openThread, empty: beginning(channel),
      reload: () => this.load(),
      older: (before) => attempt(() => get(`channel/${channel.id}`, { before })),
    });
    this.composer = new Composer({
      key: `${world.me.id} ${channel.id}`, label: `Message ${name}`, button: "Send message", send: (text) => speak(channel, text),
    });
    this.node = el("div", { class: "conversation" }, this.list.node, this.composer.node);
  }

  // What arrives while the messages are on their way may be newer or older than they: then they are
  // asked for again.
  async load() {
    for (let round = 0; round < 3; round += 1) {
      this.missed = false;
      this.loading = true;
      const answer = await attempt(() => get(`channel/${this.channel.id}`));
      this.loading = false;
      if (answer) this.list.fill(answer);
      if (!this.missed) return;
    }
  }

  hear(message) {
    if (this.loading) this.missed = true;
    else this.list.put(message);
  }
}

function beginning(channel) {
  return el("div", { class: "beginning" },
    el("p", { class: "beginning-title" }, titleOf(channel)),
    el("p", {}, channel.is_im
      ? `This is the very beginning of your direct messages with ${world.bot.name}. Ask it anything about the program.`
      : `This is the very beginning of the ${titleOf(channel)} channel.`));
}

// What begins with a slash is a command, as in Slack.
export async function speak(channel, text, thread = null) {
  if (text.startsWith("/")) {
    const answer = await attempt(() => post("command", { channel: channel.id, text, thread }));
    if (answer && text.startsWith("/deadlines")) followed("command");
    if (answer && text.startsWith("/program award")) followed("award");
    return Boolean(answer);
  }
  const answer = await attempt(() => post("say", { channel: channel.id, text, thread }));
  if (answer && (channel.is_im || /@eightdays/i.test(text))) followed("ask");
  return Boolean(answer);
}
