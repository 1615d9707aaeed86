// What became of a case's last build, in words and shapes.
import { counted, h, shape } from "./elements.js";

export const SEVERITIES = ["refusal", "fatal", "error", "warning"];
export const STANDINGS = {
  waiting: "being built",
  written: "written",
  draft: "draft",
  refused: "refused",
  stopped: "nothing written",
  broken: "build broke",
};

export function standing(state, counts) {
  return h("p", { class: "standing", "data-standing": state },
    h("span", { class: "word" }, STANDINGS[state]),
    SEVERITIES.filter((severity) => counts[severity]).map((severity) =>
      h("span", { class: `count ${severity}`, title: counted(counts[severity], severity) }, shape(severity), `${counts[severity]}`, h("span", { class: "unseen" }, ` ${severity}`))));
}
