// The input for files: each is uploaded as soon as it is chosen, as Slack's own client does.

import { attempt, post } from "./api.js";
import { el } from "./dom.js";

export function fileInput(item, block, ctx, label) {
  const state = ctx.form.start(block, item, { files: [] });
  const most = item.max_files ?? 10;
  const list = el("ul", { class: "files" });
  const keep = (files) => {
    ctx.form.set(block, item, { files });
    list.replaceChildren(...files.map((file) => el("li", {}, `📄 ${file.name} `,
      el("button", {
        type: "button", class: "button plain", "aria-label": `Remove ${file.name}`,
        on: { click: () => keep(state.files.filter(({ id }) => id !== file.id)) },
      }, "✕"))));
  };
  const node = el("input", {
    id: label.id, type: "file", class: "field", "aria-label": label.text, multiple: most > 1,
    accept: item.filetypes?.map((type) => `.${type}`).join(",") ?? null,
    on: {
      change: async () => {
        node.disabled = true;
        for (const chosen of node.files) {
          const answer = await attempt(async () => post("upload", { name: chosen.name, content: await base64(chosen) }));
          if (answer) keep([...(most > 1 ? state.files : []), answer.file]);
        }
        node.disabled = false;
        node.value = "";
      },
    },
  });
  keep(state.files);
  return el("div", { class: "file-input" }, node, list);
}

// The bytes as text that JSON can carry: what follows the comma of a data: address.
function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
