// What people have filled in so far, in the shape of Slack's `state.values`.

export class Form {
  constructor(earlier = null) {
    this.values = {};
    this.earlier = earlier?.values ?? {};
    this.errors = new Map();
  }

  // A view that is updated keeps what was typed where block_id and action_id are the same.
  start(block, element, initial) {
    const kept = this.earlier[block.block_id]?.[element.action_id];
    const state = kept && kept.type === element.type ? kept : { type: element.type, ...initial };
    (this.values[block.block_id] ??= {})[element.action_id] = state;
    return state;
  }

  set(block, element, change) {
    Object.assign(this.values[block.block_id][element.action_id], change);
  }
}
