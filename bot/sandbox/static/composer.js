// Where people write: Enter sends, Shift+Enter breaks the line, / @ # complete, arrow up brings back.

import { announce, el, freshId } from "./dom.js";
import { world } from "./world.js";

const drafts = new Map();
const history = new Map();

export class Composer {
  // `send(text)` gets what was written; `commands` says whether / completes here.
  constructor({ key, label, button, commands = true, send }) {
    Object.assign(this, { key, commands, send, choices: [], chosen: 0, recalled: -1 });
    const list = freshId("completions");
    this.input = el("textarea", {
      rows: 1, "aria-label": label, placeholder: label, "aria-autocomplete": "list", "aria-controls": list, autocomplete: "off", spellcheck: "true",
      on: { input: () => this.typed(), keydown: (event) => this.key_(event), blur: () => this.offer([]) },
    });
    this.list = el("div", { class: "completions", id: list, role: "listbox", "aria-label": "Completions", hidden: true });
    this.button = el("button", { type: "button", class: "send", "aria-label": button, title: "Send", on: { click: () => this.submit() } }, "➤");
    this.node = el("div", { class: "composer" }, this.list,
      el("div", { class: "composer-box" }, this.input,
        el("div", { class: "composer-foot" },
          el("span", { class: "composer-help", "aria-hidden": "true" }, commands ? "/ for commands, @ to mention" : "@ to mention", el("span", { class: "wide" }, ", Shift + Enter for a new line")),
          this.button)));
    this.input.value = drafts.get(key) ?? "";
    this.size();
  }

  focus() { this.input.focus(); }

  // Puts a text there, for a person to look at and send.
  suggest(text) {
    this.input.value = text;
    this.typed();
    this.offer([]);
    this.focus();
  }

  typed() {
    drafts.set(this.key, this.input.value);
    if (!this.input.value) drafts.delete(this.key);
    this.recalled = -1;
    this.size();
    this.offer(this.matches());
  }

  size() {
    const { input } = this;
    input.rows = Math.min(10, Math.max(1, input.value.split("\n").length));
    this.button.disabled = !input.value.trim();
    requestAnimationFrame(() => {
      while (input.scrollHeight > input.clientHeight + 2 && input.rows < 10) input.rows += 1;
    });
  }

  // What could complete the word at the cursor: [{ text, title, help }].
  matches() {
    const before = this.input.value.slice(0, this.input.selectionStart);
    const command = /^\/\S*$/.exec(before);
    if (command && this.commands) {
      return world.commands.filter((one) => one.command.startsWith(before.toLowerCase()))
        .map((one) => ({ text: `${one.command} `, title: `${one.command} ${one.usage_hint ?? ""}`, help: one.description }));
    }
    const word = /(?:^|\s)([@#][\w.-]*)$/.exec(before)?.[1]?.toLowerCase();
    if (word?.startsWith("@")) {
      return [...world.people.values()].filter((person) => `@${person.name}`.toLowerCase().startsWith(word) || person.real_name.toLowerCase().startsWith(word.slice(1)))
        .map((person) => ({ text: `@${person.name} `, title: `@${person.name}`, help: person.is_bot ? "App" : person.real_name }));
    }
    if (word?.startsWith("#")) {
      return [...world.channels.values()].filter((channel) => !channel.is_im && `#${channel.name}`.startsWith(word))
        .map((channel) => ({ text: `#${channel.name} `, title: `#${channel.name}`, help: channel.topic }));
    }
    return [];
  }

  offer(choices) {
    const before = this.choices.length;
    this.choices = choices.slice(0, 8);
    this.chosen = 0;
    this.list.hidden = !this.choices.length;
    this.list.replaceChildren(...this.choices.map((choice, index) => el("div", {
      role: "option", class: "completion", id: `${this.list.id}-${index}`,
      on: { mousedown: (event) => { event.preventDefault(); this.take(index); } },
    }, el("strong", {}, choice.title), el("span", {}, choice.help ?? ""))));
    this.mark();
    if (this.choices.length && this.choices.length !== before) announce(`${this.choices.length} completions. ${this.choices[0].title}`);
  }

  mark() {
    [...this.list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === this.chosen)));
    if (this.choices.length) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.chosen}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  take(index) {
    const { input } = this;
    const end = input.selectionStart;
    const start = end - /[/@#][^\s]*$/.exec(input.value.slice(0, end))[0].length;
    const rest = input.value.slice(end).replace(/^ /, "");
    input.value = input.value.slice(0, start) + this.choices[index].text + rest;
    input.selectionStart = input.selectionEnd = start + this.choices[index].text.length;
    this.typed();
    this.offer([]);
  }

  key_(event) {
    if (event.isComposing) return;
    if (this.choices.length && this.completionKey(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      this.recall(event);
    }
  }

  // A command that is written out in full is sent by Enter at once, as in Slack.
  completionKey(key) {
    if (key === "ArrowDown" || key === "ArrowUp") {
      const count = this.choices.length;
      this.chosen = (this.chosen + (key === "ArrowDown" ? 1 : count - 1)) % count;
      this.mark();
      announce(this.choices[this.chosen].title);
      return true;
    }
    if (key === "Escape") { this.offer([]); return true; }
    const whole = this.choices[this.chosen].text.trim() === this.input.value.trim();
    if (key === "Tab" || (key === "Enter" && !whole)) { this.take(this.chosen); return true; }
    return false;
  }

  recall(event) {
    const earlier = history.get(this.key) ?? [];
    const browsing = this.recalled >= 0;
    if (!browsing && (event.key === "ArrowDown" || this.input.value)) return;
    const next = this.recalled + (event.key === "ArrowUp" ? 1 : -1);
    if (next >= earlier.length) return;
    event.preventDefault();
    this.input.value = next < 0 ? "" : earlier[next];
    this.recalled = next;
    this.size();
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text || this.sending) return;
    this.sending = true;
    const earlier = history.get(this.key) ?? [];
    history.set(this.key, [text, ...earlier.filter((one) => one !== text)].slice(0, 50));
    this.input.value = "";
    this.typed();
    try {
      if (!(await this.send(text)) && !this.input.value) this.suggest(text);
    } finally {
      this.sending = false;
    }
  }
}
