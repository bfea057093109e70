// Block Kit layouts. `ctx` is what elements.js asks for; `errors` are those of a form's fields.

import { el, freshId, safeImage, link } from "./dom.js";
import { element, isGroup } from "./elements.js";
import { markdown } from "./markdown.js";
import { bare, mrkdwn, plainText, textNode } from "./mrkdwn.js";
import { richText, tableBlock } from "./richtext.js";

const NO_LABEL = { id: null, text: null, by: null };

export function blocks(list, ctx) {
  return (list ?? []).map((block) => (LAYOUT[block.type] ?? unknown)(block, ctx));
}

function unknown(block) {
  return el("div", { class: "unknown" }, `(a block of the kind “${block.type}” is not shown here)`);
}

function section(block, ctx) {
  const text = block.text && el("div", { class: "text" }, textNode(block.text));
  const fields = block.fields && el("div", { class: "fields" }, block.fields.map((field) => el("div", {}, textNode(field))));
  const title = bare(block.text?.text ?? "").slice(0, 80);
  const label = block.accessory && !["button", "image", "overflow"].includes(block.accessory.type)
    ? { ...NO_LABEL, text: bare(block.accessory.placeholder?.text ?? title) || title } : NO_LABEL;
  const accessory = block.accessory && el("div", { class: "accessory" }, element(block.accessory, block, ctx, label));
  return el("div", { class: "block section" }, el("div", { class: "section-body" }, text, fields), accessory);
}

function actions(block, ctx) {
  const label = (item) => ({ ...NO_LABEL, text: bare(item.placeholder?.text ?? item.action_id ?? "") || null });
  return el("div", { class: "block actions" }, (block.elements ?? []).map((item) => element(item, block, ctx, label(item))));
}

function context(block) {
  return el("div", { class: "block context" }, (block.elements ?? []).map((item) =>
    (item.type === "image" ? contextImage(item) : el("span", {}, textNode(item)))));
}

function contextImage(item) {
  const src = safeImage(item.image_url ?? item.slack_file?.url ?? "");
  return src && el("img", { class: "context-image", src, alt: item.alt_text ?? "", loading: "lazy" });
}

// A picture that does not load is replaced by what it shows, in words.
export function picture(src, alt, title) {
  const words = () => el("div", { class: "picture-alt" }, el("span", { "aria-hidden": "true" }, "🖼️ "), alt || "Image");
  const safe = safeImage(src);
  if (!safe) return words();
  const node = el("img", { class: "picture", src: safe, alt: alt ?? "", title: title ?? null, loading: "lazy" });
  node.addEventListener("error", () => node.replaceWith(words()), { once: true });
  return node;
}

function image(block) {
  const src = block.image_url ?? block.slack_file?.url ?? (block.slack_file?.id ? `/files/${block.slack_file.id}` : "");
  return el("figure", { class: "block image" },
    block.title && el("figcaption", {}, textNode(block.title)),
    picture(src, block.alt_text, bare(block.title?.text ?? "")));
}

function inputBlock(block, ctx) {
  const item = block.element;
  const id = freshId("input");
  const labelText = textNode(block.label);
  const optional = block.optional && el("span", { class: "optional" }, " (optional)");
  const hint = block.hint && el("div", { class: "hint", id: `${id}-hint` }, textNode(block.hint));
  const error = el("div", { class: "error", id: `${id}-error`, role: "alert", hidden: true });
  const group = isGroup(item);
  const by = `${id}-label`;
  const control = element(item, block, ctx, { ...NO_LABEL, id, by: group ? by : null, title: bare(block.label?.text ?? "") });
  const field = control.matches?.("input,select,textarea") ? control : control.querySelector?.("summary") ?? control;
  field.setAttribute("aria-describedby", [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" "));
  if (field.matches("input,select,textarea") && !block.optional) field.setAttribute("aria-required", "true");
  ctx.form.errors.set(block.block_id, (text) => {
    error.hidden = !text;
    error.textContent = text ?? "";
    if (field.matches("input,select,textarea")) field.setAttribute("aria-invalid", String(Boolean(text)));
    return field.matches("[role]") ? field.querySelector("input") ?? field : field;
  });
  return el("div", { class: "block input", data: { block: block.block_id } },
    group ? el("div", { class: "label", id: by }, labelText, optional) : el("label", { class: "label", for: id }, labelText, optional),
    control, counter(item, field), hint, error);
}

function counter(item, field) {
  if (item.type !== "plain_text_input" || !item.max_length || item.max_length > 2999) return null;
  const node = el("div", { class: "counter", "aria-hidden": "true" });
  const count = () => { node.textContent = String(item.max_length - field.value.length); };
  field.addEventListener("input", count);
  count();
  return node;
}

function file(block) {
  return el("div", { class: "block context" }, `File ${block.external_id ?? ""}`);
}

function video(block) {
  return el("div", { class: "block section" }, link(block.title_url ?? block.video_url, plainText(block.title?.text ?? "Video")));
}

const LAYOUT = {
  section,
  actions,
  context,
  image,
  file,
  video,
  input: inputBlock,
  header: (block) => el("h2", { class: "block header" }, textNode(block.text)),
  divider: () => el("hr", { class: "block" }),
  rich_text: (block) => el("div", { class: "block" }, richText(block)),
  table: (block) => el("div", { class: "block" }, tableBlock(block)),
  markdown: (block) => el("div", { class: "block markdown" }, markdown(block.text)),
};

const COLORS = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" };

// The older "attachments", with their bar of colour.
export function attachments(list, ctx) {
  return (list ?? []).map((one) => {
    const node = el("div", { class: "attachment" },
      one.pretext && el("div", {}, mrkdwn(one.pretext)),
      one.title && el("div", {}, el("strong", {}, one.title_link ? link(one.title_link, one.title) : one.title)),
      one.blocks ? blocks(one.blocks, ctx) : el("div", {}, mrkdwn(one.text ?? one.fallback ?? "")));
    const color = COLORS[one.color] ?? `#${String(one.color ?? "").replace("#", "")}`;
    if (/^#[0-9a-f]{3,8}$/i.test(color)) node.style.borderLeftColor = color;
    return node;
  });
}
