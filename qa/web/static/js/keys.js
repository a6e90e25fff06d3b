// Keys: which key does what stands in the list on the page; here stands only what the acts are.
export function bindKeys(player, list, more = {}) {
  if (!list) return;
  const acts = new Map([...list.querySelectorAll("[data-key]")].map((row) => [row.dataset.key, row.dataset.act]));
  const ratings = () => [...document.querySelectorAll("[data-rating], [data-ask]")];
  const current = () => document.activeElement?.closest("[data-rating], [data-ask]");

  const step = (by) => {
    const all = ratings();
    const at = all.indexOf(current());
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  };
  const turn = (by) => document.dispatchEvent(new CustomEvent("turn", { detail: by }));

  const doing = {
    play: () => player?.toggle(),
    back: () => player?.skip(-5),
    forward: () => player?.skip(5),
    slower: () => player?.faster(-1),
    faster: () => player?.faster(1),
    "next-turn": () => turn(1),
    "last-turn": () => turn(-1),
    "next-rating": () => step(1),
    "last-rating": () => step(-1),
    clip: () => current()?.querySelector("[data-clip]")?.click(),
    override: () => {
      const form = current()?.querySelector(".override");
      if (!form) return;
      form.open = true;
      form.querySelector("input[type=radio]")?.focus();
    },
    silence: () => document.querySelector("[data-skip-silence]")?.click(),
    follow: () => document.querySelector("[data-follow]")?.click(),
    keys: () => (list.open ? list.close() : list.showModal()),
    ...more,
  };
  // A key of several signs, as on the list: "Ctrl+Enter", "Shift+A".
  const pressed = (event) => {
    const key = event.key.length === 1 && event.code.startsWith("Key") ? event.code.slice(3) : event.key;
    return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.shiftKey ? "Shift+" : ""}${key}`;
  };

  document.querySelector('[data-do="keys"]')?.addEventListener("click", doing.keys);

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.isComposing) return;
    const on = event.target;
    const several = acts.get(pressed(event));
    if (several && (event.ctrlKey || event.metaKey || (event.shiftKey && !on.closest("input, textarea, select")))) {
      event.preventDefault();
      doing[several]?.();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    // In a text every key writes; Escape leaves it.
    if (on.closest("textarea, select, input:not([type=radio], [type=checkbox])")) {
      if (event.key === "Escape" && doing.leave) doing.leave();
      return;
    }
    if (list.open && event.key !== "?") return;
    // Space, arrows and Enter keep their meaning on things that have one.
    if (event.key === " " && on.closest("button, a, summary, input")) return;
    if (event.key.startsWith("Arrow") && on.closest("input")) return;
    if (event.key === "Enter" && on.closest("button, a, summary")) return;
    // With the Korean input mode on, J arrives as ㅓ: then the place of the key on the keyboard counts.
    const byPlace = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
    const digit = event.code.match(/^(?:Digit|Numpad)(\d)$/)?.[1];
    const act = acts.get(event.key) ?? acts.get(byPlace) ?? (digit && doing.choose ? "choose" : undefined);
    if (!act || !doing[act]) return;
    event.preventDefault();
    doing[act](digit);
  });
}
