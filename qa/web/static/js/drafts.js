// Drafts: every change is sent at once, kept in the browser until the server has it, and told to other windows.
const PAUSES_MS = [1000, 2000, 4000, 8000, 15000];

export class Drafts extends EventTarget {
  constructor(form) {
    super();
    this.form = form;
    this.key = `attune.draft.${form.dataset.review}`;
    this.waiting = new Map(Object.entries(this.kept()));
    this.sending = false;
    this.failures = 0;
    this.others = "BroadcastChannel" in window ? new BroadcastChannel(this.key) : null;
    this.others?.addEventListener("message", (event) => this.tell("changed", event.data));
    addEventListener("online", () => this.flush());
    addEventListener("pagehide", () => this.last());
    if (this.waiting.size) this.flush();
  }

  // What the server has not confirmed yet; survives a closed window and a server that is gone.
  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "{}");
    } catch {
      return {};
    }
  }

  keep() {
    if (this.waiting.size) localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(this.waiting)));
    else localStorage.removeItem(this.key);
  }

  put(name, field) {
    this.waiting.set(name, field);
    this.keep();
    this.flush();
  }

  tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  body(field) {
    const body = new FormData();
    body.set("csrf_token", this.form.elements.csrf_token.value);
    for (const [name, value] of Object.entries(field)) body.set(name, value ?? "");
    return body;
  }

  async flush() {
    if (this.sending || !this.waiting.size) return;
    this.sending = true;
    this.tell("state", "saving");
    while (this.waiting.size) {
      const [name, field] = this.waiting.entries().next().value;
      let answer;
      try {
        answer = await fetch(this.form.dataset.draft, { method: "POST", body: this.body(field) });
        if (answer.status >= 500) throw new Error(answer.statusText);
      } catch {
        this.sending = false;
        this.tell("state", "offline");
        setTimeout(() => this.flush(), PAUSES_MS[Math.min(this.failures++, PAUSES_MS.length - 1)]);
        return;
      }
      this.failures = 0;
      const told = await answer.json().catch(() => ({}));
      // While it was under way the field may have changed again: then that is sent next, knowing the new version.
      const now = this.waiting.get(name);
      if (now === field) this.waiting.delete(name);
      else if (told.kept) now.version = told.kept.version;
      this.keep();
      if (answer.ok) {
        this.tell("saved", { name, ...told });
        this.others?.postMessage({ name, kept: told.kept });
      } else if (told.kept) this.tell("overtaken", { name, ...told });
      else this.tell("refused", { name, problem: told.problem, status: answer.status });
    }
    this.sending = false;
    this.tell("state", "saved");
  }

  // Resolves once everything has reached the server.
  settled() {
    if (!this.waiting.size && !this.sending) return Promise.resolve();
    return new Promise((resolve) => {
      const see = ({ detail }) => {
        if (detail !== "saved") return;
        this.removeEventListener("state", see);
        resolve();
      };
      this.addEventListener("state", see);
      this.flush();
    });
  }

  // The window closes: send what is left without waiting; what does not arrive is still kept here.
  last() {
    for (const field of this.waiting.values()) {
      fetch(this.form.dataset.draft, { method: "POST", body: this.body(field), keepalive: true }).catch(() => {});
    }
  }
}
