// The list of cases, as they are now.
import { counted, fill, h, one } from "./elements.js";
import { keepToken, listen, read } from "./server.js";
import { standing } from "./standing.js";

let busy = false;
let again = false;

async function refresh() {
  again = busy;
  if (busy) return;
  busy = true;
  try {
    do {
      again = false;
      show(await read("/cases"));
    } while (again);
  } catch {
    // The server went away; when it is back, the line of news asks again.
  } finally {
    busy = false;
  }
}

function show({ cases, no_pdf }) {
  fill(one("cases"), cases.length ? cases.map(line) : h("li", { class: "quiet" }, "There is no case here."));
  one("no-pdf").textContent = no_pdf;
  one("no-pdf").hidden = !no_pdf;
  one("said").textContent = counted(cases.length, "case");
}

function line({ id, title, kind, standing: state, counts, open }) {
  const items = open ? counted(open, "item of the checklist asks for something", "items of the checklist ask for something") : "";
  return h("li", { id: `case-${id}` },
    h("a", { href: `/case/${id}` }, h("strong", {}, title || id)),
    h("p", { class: "about" }, [title && id, kind === "own" ? "" : kind, items].filter(Boolean).join(" · ")),
    standing(state, counts));
}

// The arrows lead through the list as Tab does.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...one("cases").querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
  event.preventDefault();
});

keepToken();
listen({
  told: refresh,
  back: () => { one("lost").hidden = true; refresh(); },
  gone: () => { one("lost").hidden = false; },
});
