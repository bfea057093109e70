// Questions put before anything else. <dialog> keeps the focus inside and Escape closes it.

import { el, freshId } from "./dom.js";
import { bare, textNode } from "./mrkdwn.js";

// Slack's confirmation: resolves to whether it was confirmed.
export function confirmDialog(confirm, opener) {
  return new Promise((resolve) => {
    const title = freshId("title");
    const danger = confirm.style === "danger";
    const yes = el("button", { type: "button", class: `button ${danger ? "danger" : "primary"} filled` }, bare(confirm.confirm?.text ?? "Yes"));
    const no = el("button", { type: "button", class: "button plain" }, bare(confirm.deny?.text ?? "Cancel"));
    const dialog = el("dialog", { class: "dialog small", "aria-labelledby": title },
      el("h2", { id: title }, bare(confirm.title?.text ?? "Are you sure?")),
      el("div", { class: "dialog-body" }, textNode(confirm.text)),
      el("div", { class: "dialog-foot" }, no, yes));
    const finish = (answer) => { dialog.close(); dialog.remove(); opener?.focus(); resolve(answer); };
    yes.addEventListener("click", () => finish(true));
    no.addEventListener("click", () => finish(false));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); finish(false); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
