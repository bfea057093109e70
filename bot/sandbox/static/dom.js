// Builds elements. Text always goes in as a text node, so no data can become markup.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(node, name, value);
  node.append(...flat(children));
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "on") {
    for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  } else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "value" || name === "checked" || name === "selected") node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

export function replace(node, ...children) {
  node.replaceChildren(...flat(children));
}

export const byId = (id) => document.getElementById(id);

// The only addresses that become links. Anything else stays text.
export function safeUrl(address, schemes = ["http:", "https:", "mailto:"]) {
  try {
    const url = new URL(address);
    return schemes.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

// Images may also come from the sandbox itself (files that were uploaded to it).
export function safeImage(address) {
  if (typeof address !== "string") return null;
  if (/^\/(?!\/)/.test(address)) return address;
  if (/^data:image\/(png|jpeg|gif|webp);base64,/.test(address)) return address;
  try {
    const url = new URL(address);
    if (url.origin === location.origin) return url.href;
  } catch {
    return null;
  }
  return safeUrl(address, ["https:"]);
}

export function link(address, ...children) {
  const href = safeUrl(address);
  if (!href) return el("span", {}, ...children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, ...children);
}

let counter = 0;
export const freshId = (prefix) => `${prefix}-${++counter}`;

// Says something to people who listen to the page instead of looking at it.
export function announce(text) {
  const region = byId("announcer");
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 30);
}
