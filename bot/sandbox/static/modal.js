// Modals: the stack of views that the person has open, the topmost on show.

import { attempt, post } from "./api.js";
import { blocks } from "./blocks.js";
import { el, freshId } from "./dom.js";
import { Form } from "./form.js";
import { avatar, withBusy } from "./messages.js";
import { bare } from "./mrkdwn.js";
import { world } from "./world.js";

let shown = null; // { view, form, dialog, opener, submit }
const forms = new Map(); // what was typed in the views below, by id

export function showViews(stack) {
  const top = stack.at(-1);
  for (const id of forms.keys()) if (!stack.some((view) => view.id === id)) forms.delete(id);
  if (!top) return hide();
  if (shown && shown.view.id === top.id && shown.view.hash === top.hash) return undefined;
  return show(top);
}

export function forgetViews() {
  forms.clear();
  hide();
}

function hide() {
  if (!shown) return;
  const { dialog, opener } = shown;
  shown = null;
  dialog.close();
  dialog.remove();
  if (opener?.isConnected) opener.focus();
  else document.querySelector(".composer textarea")?.focus();
}

function show(view) {
  const form = new Form(forms.get(view.id));
  forms.set(view.id, form);
  const same = shown?.view.id === view.id;
  const focus = same ? focusKey(shown.dialog) : null;
  const dialog = shown?.dialog ?? newDialog();
  shown = { view, form, dialog, opener: shown?.opener ?? dialog.opener };
  const scroll = same ? dialog.querySelector(".dialog-body").scrollTop : 0;
  const title = freshId("title");
  const press = (item, block, fields, node) => withBusy(node, () => post("press", {
    view: view.id, values: form.values, action: { type: item.type, action_id: item.action_id, block_id: block.block_id, ...fields },
  }));
  dialog.setAttribute("aria-labelledby", title);
  const body = el("form", { class: "dialog-body", id: "modal-form", novalidate: true, on: { submit: (event) => { event.preventDefault(); submit(); } } },
    blocks(view.blocks, { form, surface: "modal", press }));
  const trouble = el("p", { class: "error trouble", role: "alert", hidden: true });
  dialog.replaceChildren(
    el("header", { class: "dialog-head" }, avatar(world.bot.id), el("h2", { id: title }, bare(view.title?.text ?? "")),
      el("button", { type: "button", class: "close", "aria-label": "Close", on: { click: () => close(true) } }, "✕")),
    body, trouble,
    el("footer", { class: "dialog-foot" },
      el("button", { type: "button", class: "button plain", on: { click: () => close(false) } }, bare(view.close?.text ?? "Cancel")),
      view.submit && el("button", { type: "submit", form: "modal-form", class: "button primary filled" }, bare(view.submit.text))));
  if (!dialog.open) dialog.showModal();
  body.scrollTop = scroll;
  refocus(dialog, body, focus);
}

function newDialog() {
  const dialog = el("dialog", { class: "dialog modal" });
  dialog.opener = document.activeElement;
  dialog.addEventListener("cancel", (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    close(false);
  });
  document.body.append(dialog);
  return dialog;
}

function focusKey(dialog) {
  const at = document.activeElement;
  if (!dialog.contains(at)) return null;
  return { block: at.closest("[data-block]")?.dataset.block, action: at.dataset.action, start: at.selectionStart };
}

function refocus(dialog, body, key) {
  const block = key?.block && [...body.querySelectorAll("[data-block]")].find((node) => node.dataset.block === key.block);
  const action = key?.action && [...body.querySelectorAll("[data-action]")].find((node) => node.dataset.action === key.action);
  const wanted = action || block?.querySelector("input, textarea, select, summary") || body.querySelector("[autofocus]")
    || body.querySelector("input, textarea, select, summary, button, a") || dialog.querySelector(".dialog-foot button:last-child");
  wanted?.focus();
  if (key?.start !== undefined && key.start !== null && wanted?.setSelectionRange && ["text", "textarea"].includes(wanted.type)) {
    wanted.setSelectionRange(key.start, key.start);
  }
}

const all = (whole) => attempt(() => post("view/close", { view: shown.view.id, all: whole }));

async function close(whole) {
  if (shown && !shown.dialog.hasAttribute("aria-busy")) await all(whole);
}

function mark(form, errors) {
  let first = null;
  for (const [block, say] of form.errors) {
    const field = say(errors[block] ?? null);
    if (errors[block]) first ??= field;
  }
  first?.focus();
}

async function submit() {
  const { view, form, dialog } = shown;
  const trouble = dialog.querySelector(".trouble");
  if (dialog.hasAttribute("aria-busy")) return;
  trouble.hidden = true;
  dialog.setAttribute("aria-busy", "true");
  const answer = await attempt(() => post("view/submit", { view: view.id, values: form.values }));
  dialog.removeAttribute("aria-busy");
  if (answer && shown?.view.id === view.id) mark(shown.form, answer.errors ?? {});
  if (answer?.error) {
    trouble.textContent = answer.error;
    trouble.hidden = false;
  }
}
