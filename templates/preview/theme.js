// Light, dark, or what the system says.
import { h, one, shape } from "./elements.js";

const KEY = "casewright-theme";
const ORDER = ["system", "light", "dark"];
const WORDS = { system: "as the system", light: "light", dark: "dark" };

let now = ORDER.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : "system";

function apply() {
  if (now === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = now;
  const button = one("theme");
  if (!button) return;
  button.replaceChildren(shape("theme"), h("span", { class: "unseen" }, `Colours: ${WORDS[now]}`));
  button.title = `Colours: ${WORDS[now]}`;
}

export function turn() {
  now = ORDER[(ORDER.indexOf(now) + 1) % ORDER.length];
  localStorage.setItem(KEY, now);
  apply();
  document.dispatchEvent(new Event("themed"));
  return WORDS[now];
}

// `light` or `dark` where one was chosen, '' where the system decides.
export const chosen = () => (now === "system" ? "" : now);

// Chosen beside, in another tab.
addEventListener("storage", ({ key, newValue }) => {
  if (key !== KEY) return;
  now = ORDER.includes(newValue) ? newValue : "system";
  apply();
  document.dispatchEvent(new Event("themed"));
});

apply();
one("theme")?.addEventListener("click", turn);
