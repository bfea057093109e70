// The interactive elements of Block Kit, each a native control wherever there is one.

import { instantOf, localInput } from "./dates.js";
import { confirmDialog } from "./dialogs.js";
import { fileInput } from "./files.js";
import { el, freshId, safeImage, safeUrl } from "./dom.js";
import { multiSelect, overflow } from "./menus.js";
import { bare, plainText, textNode } from "./mrkdwn.js";
import { world } from "./world.js";

// `ctx` is { form, press(element, block, fields, node) }; `label` says what the control is called.
export function element(item, block, ctx, label) {
  const draw = DRAWN[item.type];
  if (!draw) return el("span", { class: "unknown" }, `(${item.type} is not shown here)`);
  return draw(item, block, ctx, label);
}

export const isGroup = (item) => ["checkboxes", "radio_buttons"].includes(item.type) || item.type.startsWith("multi_");

// Sends what was done, after the confirmation that the element asks for.
async function act(item, block, ctx, fields, node) {
  if (item.confirm && !(await confirmDialog(item.confirm, node))) return false;
  await ctx.press(item, block, fields, node);
  return true;
}

function button(item, block, ctx) {
  const style = ["primary", "danger"].includes(item.style) ? item.style : "plain";
  const attributes = { class: `button ${style}`, "aria-label": item.accessibility_label, data: { action: item.action_id } };
  const href = item.url && safeUrl(item.url);
  const press = (event) => act(item, block, ctx, item.value === undefined ? {} : { value: item.value }, event.currentTarget);
  if (href) {
    return el("a", { ...attributes, href, target: "_blank", rel: "noopener noreferrer", on: { click: press } }, textNode(item.text));
  }
  return el("button", { ...attributes, type: "button", on: { click: press } }, textNode(item.text));
}

function input(type, attributes = {}) {
  return (item, block, ctx, label) => {
    const state = ctx.form.start(block, item, { value: item.initial_value ?? null });
    const multiline = type === "text" && item.multiline;
    const triggers = item.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
    const send = () => ctx.press(item, block, { value: state.value }, node);
    const node = el(multiline ? "textarea" : "input", {
      id: label.id, type: multiline ? null : type, rows: multiline ? 4 : null, class: "field", ...attributes,
      placeholder: item.placeholder ? bare(item.placeholder.text) : null, "aria-label": label.text,
      maxlength: item.max_length, min: item.min_value, max: item.max_value,
      step: type === "number" && item.is_decimal_allowed ? "any" : null,
      autofocus: item.focus_on_load, autocomplete: "off", value: state.value ?? "",
      on: {
        input: () => {
          ctx.form.set(block, item, { value: node.value === "" ? null : node.value });
          if (block.dispatch_action && triggers.includes("on_character_entered")) send();
        },
        keydown: (event) => {
          if (event.key !== "Enter" || multiline || !block.dispatch_action) return;
          event.preventDefault();
          if (triggers.includes("on_enter_pressed")) send();
        },
      },
    });
    return node;
  };
}

function picker(type, key) {
  return (item, block, ctx, label) => {
    const state = ctx.form.start(block, item, { [key]: item[`initial_${key.replace("selected_", "")}`] ?? null });
    const node = el("input", {
      id: label.id, type, class: "field", "aria-label": label.text, value: state[key] ?? "", autofocus: item.focus_on_load,
      on: { change: () => changed(item, block, ctx, { [key]: node.value || null }, node) },
    });
    return node;
  };
}

function dateTimePicker(item, block, ctx, label) {
  const state = ctx.form.start(block, item, { selected_date_time: item.initial_date_time ?? null });
  const shown = state.selected_date_time ? localInput(new Date(state.selected_date_time * 1000)) : "";
  const node = el("input", {
    id: label.id, type: "datetime-local", class: "field", "aria-label": label.text, value: shown,
    on: {
      change: () => {
        const seconds = node.value ? Math.round(instantOf(node.value) / 1000) : null;
        changed(item, block, ctx, { selected_date_time: seconds }, node);
      },
    },
  });
  return node;
}

// A change counts as an action outside input blocks, and inside them where they ask for it.
async function changed(item, block, ctx, fields, node) {
  ctx.form.set(block, item, fields);
  if (block.type !== "input" || block.dispatch_action) return act(item, block, ctx, fields, node);
  return true;
}

const optionText = (option) => bare(option.text.text);

// What a select offers: [{ value, text, group, state }], `state` being what Slack would send.
function choices(item) {
  const kind = item.type.replace("multi_", "");
  const people = [...world.people.values()].map((person) => ({ value: person.id, text: person.real_name, state: person.id }));
  const channels = [...world.channels.values()].filter((channel) => !channel.is_im)
    .map((channel) => ({ value: channel.id, text: `#${channel.name}`, state: channel.id }));
  if (kind === "users_select") return people;
  if (kind === "channels_select") return channels.filter(({ value }) => !world.channels.get(value).is_private);
  if (kind === "conversations_select") return [...channels, ...people];
  const groups = item.option_groups ?? [{ options: item.options ?? [] }];
  return groups.flatMap((group) => (group.options ?? []).map((option) => ({
    value: option.value, text: optionText(option), description: option.description, group: group.label && bare(group.label.text), state: option,
  })));
}

const KEYS = { users_select: "user", channels_select: "channel", conversations_select: "conversation", static_select: "option", external_select: "option" };
const valueOf = (chosen) => chosen?.value ?? chosen ?? "";

function select(item, block, ctx, label) {
  const key = KEYS[item.type];
  const field = `selected_${key}`;
  const state = ctx.form.start(block, item, { [field]: item[`initial_${key}`] ?? null });
  const all = choices(item);
  const placeholder = bare(item.placeholder?.text ?? "Choose an option");
  const node = el("select", {
    id: label.id, class: "field", "aria-label": label.text ?? placeholder, autofocus: item.focus_on_load,
    on: {
      change: async () => {
        const before = state[field];
        const chosen = all.find(({ value }) => value === node.value)?.state ?? null;
        if (!(await changed(item, block, ctx, { [field]: chosen }, node))) {
          ctx.form.set(block, item, { [field]: before });
          node.value = valueOf(before);
        }
      },
    },
  }, el("option", { value: "" }, placeholder), grouped(all));
  node.value = valueOf(state[field]);
  return node;
}

function grouped(all) {
  const one = ({ value, text }) => el("option", { value }, text);
  const names = [...new Set(all.map(({ group }) => group))];
  return names.map((name) => {
    const members = all.filter(({ group }) => group === name).map(one);
    return name ? el("optgroup", { label: name }, members) : members;
  });
}

function multi(item, block, ctx, label) {
  const key = `${KEYS[item.type.replace("multi_", "")]}s`;
  const state = ctx.form.start(block, item, { [`selected_${key}`]: item[`initial_${key}`] ?? [] });
  return multiSelect(choices(item), state[`selected_${key}`].map(valueOf), {
    label, placeholder: bare(item.placeholder?.text ?? "Choose options"), most: item.max_selected_items,
    keep: (chosen) => ctx.form.set(block, item, { [`selected_${key}`]: chosen }),
    done: (chosen, node) => changed(item, block, ctx, { [`selected_${key}`]: chosen }, node),
  });
}

function checks(type) {
  const single = type === "radio";
  return (item, block, ctx, label) => {
    const field = single ? "selected_option" : "selected_options";
    const state = ctx.form.start(block, item, { [field]: single ? item.initial_option ?? null : item.initial_options ?? [] });
    const chosen = new Set((single ? [state[field]] : state[field]).filter(Boolean).map(({ value }) => value));
    const name = freshId("choice");
    const pick = (event) => {
      const boxes = [...event.currentTarget.closest(".choices").querySelectorAll("input")];
      const picked = item.options.filter((_, index) => boxes[index].checked);
      changed(item, block, ctx, { [field]: single ? picked[0] ?? null : picked }, event.currentTarget);
    };
    return el("div", { class: "choices", role: single ? "radiogroup" : "group", "aria-label": label.text, "aria-labelledby": label.by },
      item.options.map((option) => choice(type, name, option, chosen.has(option.value), pick)));
  };
}

function choice(type, name, option, checked, pick) {
  const id = freshId("option");
  const about = option.description ? freshId("about") : null;
  return el("div", { class: "choice" },
    el("input", { type, name, id, checked, "aria-describedby": about, on: { change: pick } }),
    el("div", {}, el("label", { for: id }, textNode(option.text)), about && el("div", { id: about, class: "hint" }, textNode(option.description))));
}

function image(item) {
  const src = safeImage(item.image_url ?? item.slack_file?.url ?? (item.slack_file?.id ? `/files/${item.slack_file.id}` : ""));
  return src ? el("img", { class: "thumb", src, alt: item.alt_text ?? "", loading: "lazy" }) : plainText(item.alt_text ?? "");
}

const DRAWN = {
  button,
  workflow_button: button,
  overflow: (item, block, ctx) => overflow(item, (option, node) => act(item, block, ctx, { selected_option: option }, node)),
  image,
  static_select: select,
  users_select: select,
  channels_select: select,
  conversations_select: select,
  multi_static_select: multi,
  multi_users_select: multi,
  multi_channels_select: multi,
  multi_conversations_select: multi,
  datepicker: picker("date", "selected_date"),
  timepicker: picker("time", "selected_time"),
  datetimepicker: dateTimePicker,
  checkboxes: checks("checkbox"),
  radio_buttons: checks("radio"),
  plain_text_input: input("text"),
  url_text_input: input("url"),
  email_text_input: input("email"),
  number_input: input("number"),
  file_input: fileInput,
};
