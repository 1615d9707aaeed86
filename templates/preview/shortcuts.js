// Keys that do something by themselves. Never while somebody types, and only while they are wanted.
const OFF = "casewright-no-shortcuts";

export class Shortcuts {
  constructor(act) {
    this.act = act;
    this.after = "";
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  get on() {
    return !localStorage.getItem(OFF);
  }

  set on(wanted) {
    if (wanted) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  }

  pressed(event) {
    const { key, target } = event;
    if (key === "Escape") return this.act.close();
    const types = target.closest?.("input, select, textarea, [contenteditable], dialog");
    if (types || event.ctrlKey || event.metaKey || event.altKey || !this.on) return undefined;
    const before = this.after;
    this.after = "";
    const act = this.#meaning(before, key);
    if (!act) return undefined;
    event.preventDefault();
    return act();
  }

  #meaning(before, key) {
    const { act } = this;
    if (before === "g") return { l: act.cases, p: act.progress, d: () => act.tab(0), c: () => act.tab(2), s: () => act.tab(3) }[key];
    if (/^[1-4]$/.test(key)) return () => act.tab(Number(key) - 1);
    return {
      g: () => { this.after = "g"; },
      j: () => act.step(1),
      k: () => act.step(-1),
      o: act.open,
      f: act.filter,
      b: act.panel,
      v: act.switches,
      t: act.theme,
      "?": act.help,
    }[key];
  }
}
