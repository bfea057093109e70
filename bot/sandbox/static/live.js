// Words that depend on the clock ("Today", "tomorrow", "2 days ago"), kept true as it moves.

const makers = new WeakMap();

// The node, with the text that `make()` gives now and at every redraw.
export function live(node, make) {
  makers.set(node, make);
  node.dataset.live = "";
  node.textContent = make();
  return node;
}

export function redraw() {
  for (const node of document.querySelectorAll("[data-live]")) {
    const text = makers.get(node)();
    if (node.textContent !== text) node.textContent = text;
  }
}
