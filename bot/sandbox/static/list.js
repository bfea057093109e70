// A list of messages that grows at both ends, and never holds more than it must.

import { dayName } from "./dates.js";
import { el, freshId } from "./dom.js";
import { Form } from "./form.js";
import { live } from "./live.js";
import { messageNode, timeOf } from "./messages.js";

const PAGE = 50;
const MOST = 300;
const UNSEEN = 600;

export class MessageList {
  // `older(ts)` gives { messages, more } before that time stamp; `reload()` fills the list anew.
  constructor({ label, openThread = null, older = null, reload = null, empty = null, days = true }) {
    this.options = { openThread };
    this.days = days;
    this.older = older;
    this.reload = reload;
    this.stale = false; // whether there are messages below that are not in the list
    this.records = [];
    this.more = false;
    this.loading = false;
    this.top = el("div", { class: "list-top" }, empty);
    this.top.hidden = !empty;
    this.log = el("div", { class: "log", role: "log", "aria-label": label, "aria-live": "off", "aria-relevant": "additions" });
    this.jump = el("button", { type: "button", class: "jump", hidden: true, on: { click: () => this.jumpToEnd() } }, "↓ New messages");
    this.scroller = el("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": `${label}, scrolling` }, this.top, this.log);
    this.node = el("div", { class: days ? "list" : "list from-top" }, this.scroller, this.jump);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    // Who reads at the end stays there, whatever changes its height: pictures, the keyboard, an edit.
    this.stuck = true;
    const watch = new ResizeObserver(() => { if (this.stuck) this.toEnd(); });
    watch.observe(this.log);
    watch.observe(this.scroller);
  }

  get atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < 60;
  }

  toEnd() {
    this.stuck = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.jump.hidden = true;
  }

  async jumpToEnd() {
    if (this.stale) await this.reload();
    this.toEnd();
  }

  // After the stream was cut: who reads far above is not torn away, but told.
  async refresh() {
    if (this.stuck) { await this.reload(); return; }
    this.stale = true;
    this.jump.hidden = false;
  }

  fill({ messages, more }) {
    this.stale = false;
    this.records = messages.map((message) => ({ message }));
    this.more = more;
    this.log.replaceChildren();
    this.quietly(() => this.records.forEach((record, index) => this.draw(index)));
    this.top.hidden = more || !this.top.childNodes.length;
    this.toEnd();
  }

  // What is old news is not read out; what comes after is.
  quietly(work) {
    this.log.setAttribute("aria-live", "off");
    work();
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), 500);
  }

  // Draws the record at `index` before the one that follows, with its day above if a day begins.
  draw(index) {
    const record = this.records[index];
    const previous = this.records[index - 1]?.message ?? null;
    const day = dayName(timeOf(record.message));
    const starts = this.days && (!previous || dayName(timeOf(previous)) !== day);
    const next = record.node?.nextSibling ?? this.records[index + 1]?.divider ?? this.records[index + 1]?.node ?? null;
    const had = record.node?.contains(document.activeElement);
    record.node?.remove();
    record.divider?.remove();
    record.divider = starts ? divider(timeOf(record.message)) : null;
    record.form = new Form(record.form);
    record.node = messageNode(record.message, { previous, form: record.form, ...this.options });
    if (record.divider) this.log.insertBefore(record.divider, next);
    this.log.insertBefore(record.node, next);
    if (had) record.node.querySelector("button, a, input, select")?.focus();
  }

  // Puts in a new message, or the new form of an old one. Tells whether it was new.
  put(message) {
    const stay = this.stuck;
    const at = this.records.findIndex((record) => record.message.ts === message.ts);
    if (at >= 0) {
      if (JSON.stringify(this.records[at].message) === JSON.stringify(message)) return false;
      this.records[at].message = message;
      this.draw(at);
    } else {
      const before = this.records.findLastIndex((record) => record.message.ts < message.ts);
      if (before < 0 && this.more) return false;
      if (this.stale || (this.reload && !stay && this.records.length >= UNSEEN)) {
        this.stale = true;
        this.jump.hidden = false;
        return false;
      }
      this.records.splice(before + 1, 0, { message });
      this.draw(before + 1);
      if (before + 2 < this.records.length) this.draw(before + 2);
    }
    if (stay) { this.trim(); this.toEnd(); } else if (at < 0) this.jump.hidden = false;
    return at < 0;
  }

  drop(ts) {
    const at = this.records.findIndex((record) => record.message.ts === ts);
    if (at < 0) return;
    const [{ node, divider }] = this.records.splice(at, 1);
    node.remove();
    divider?.remove();
    if (at < this.records.length) this.draw(at);
  }

  // At the end of the list, what is far above goes; it is loaded again when somebody scrolls there.
  trim() {
    if (!this.older || this.records.length <= MOST) return;
    for (const { node, divider } of this.records.splice(0, this.records.length - PAGE)) {
      node.remove();
      divider?.remove();
    }
    this.more = true;
    this.draw(0);
  }

  async scrolled() {
    this.stuck = this.atEnd;
    if (this.stuck) this.jump.hidden = true;
    if (this.scroller.scrollTop > 200 || !this.more || this.loading || !this.older) return;
    this.loading = true;
    const answer = await this.older(this.records[0].message.ts);
    this.loading = false;
    if (!answer) return;
    const height = this.scroller.scrollHeight;
    const top = this.scroller.scrollTop;
    this.more = answer.more;
    this.records.unshift(...answer.messages.map((message) => ({ message })));
    this.quietly(() => {
      for (let index = answer.messages.length; index >= 0; index -= 1) if (this.records[index]) this.draw(index);
    });
    this.top.hidden = this.more || !this.top.childNodes.length;
    this.scroller.scrollTop = top + this.scroller.scrollHeight - height;
  }
}

function divider(time) {
  const id = freshId("day");
  return el("div", { class: "day", role: "separator", "aria-labelledby": id }, live(el("span", { id }), () => dayName(time)));
}
