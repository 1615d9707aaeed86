// What the server is asked, and what it says by itself.
const TOKEN = "casewright-token";

// The first page's address carries the token once; it is kept for this tab and taken out of the address.
export function keepToken() {
  const address = new URL(location.href);
  const token = address.searchParams.get("token");
  if (!token) return;
  sessionStorage.setItem(TOKEN, token);
  address.searchParams.delete("token");
  history.replaceState(history.state, "", address);
}

export async function read(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw Object.assign(new Error(await answer.text()), { status: answer.status });
  return answer.json();
}

// What writes. Throws an Error whose message is for the reader.
export async function ask(path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Casewright-Token": sessionStorage.getItem(TOKEN) || "" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("The preview has stopped.");
  }
  const text = await answer.text();
  if (!answer.ok) throw new Error(text || "This could not be done.");
  return JSON.parse(text || "{}");
}

// A page as a document; its scripts do not run and nothing of it is loaded.
export function asked(path, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", path);
    request.responseType = "document";
    request.onload = () => (request.status === 200 && request.response ? resolve(request.response) : reject(new Error("no page")));
    request.onerror = request.onabort = () => reject(new Error("no answer"));
    signal.addEventListener("abort", () => request.abort());
    request.send();
  });
}

// The same of a page that is there as text. The preview's own window may not read markup; that of the frame, which shows
// this very page and runs no scripts, may.
export const parsed = (text, frame) => new frame.DOMParser().parseFromString(text, "text/html");

// When what was changed before is on the screen.
export const painted = () => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });

// Calls `told` with each piece of news, `back` each time the line is there, `gone` when it is not.
// A browser opens few connections to one server, so a page that nobody looks at gives its own back.
// With news of the draft of case `shown` comes the draft.
export function listen({ shown, told, back, gone }) {
  let events = null;
  const open = () => {
    events?.close();
    events = null;
    if (document.hidden) return;
    events = new EventSource(shown ? `/events?case=${encodeURIComponent(shown)}` : "/events");
    events.onopen = back;
    events.onmessage = (news) => told(JSON.parse(news.data));
    events.onerror = () => {
      gone();
      if (events?.readyState === EventSource.CLOSED) setTimeout(open, 1000);
    };
  };
  document.addEventListener("visibilitychange", open);
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", (event) => event.persisted && open());
  open();
}
