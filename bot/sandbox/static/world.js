// What the page knows: who is looking, who is there, and what the program's clock says.

export const world = {
  workspace: { name: "" },
  me: null,
  people: new Map(),
  channels: new Map(),
  commands: [],
  bot: null,
  clock: { ahead: 0, zone: "UTC" },
};

export function learn(state) {
  world.workspace = state.workspace;
  world.people = new Map(state.people.map((person) => [person.id, person]));
  world.me = world.people.get(state.me);
  world.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
  world.commands = state.commands;
  world.bot = world.people.get(state.bot);
  setClock(state.clock);
}

export function setClock({ now, zone }) {
  world.clock = { ahead: now * 1000 - Date.now(), zone: zone ?? world.clock.zone };
}

// Program time, as a Date.
export const now = () => new Date(Date.now() + world.clock.ahead);

export const myZone = () => world.me?.tz ?? "UTC";

export const nameOf = (id) => world.people.get(id)?.name ?? id;

export function titleOf(channel) {
  return channel.is_im ? nameOf(channel.user) : `#${channel.name}`;
}
