// Keys: which key does what stands in the list on the page; here stands only what the acts are.
export function bindKeys(player, list) {
  if (!list) return;
  const acts = new Map([...list.querySelectorAll("[data-key]")].map((row) => [row.dataset.key, row.dataset.act]));
  const ratings = () => [...document.querySelectorAll("[data-rating]")];
  const current = () => document.activeElement?.closest("[data-rating]");

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
    follow: () => document.querySelector("[data-follow]")?.click(),
    keys: () => (list.open ? list.close() : list.showModal()),
  };

  document.querySelector('[data-do="keys"]')?.addEventListener("click", doing.keys);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const on = event.target;
    if (on.closest("input, textarea, select")) return;
    if (list.open && event.key !== "?") return;
    // Space and arrows keep their meaning on things that have one.
    if (event.key === " " && on.closest("button, a, summary")) return;
    // With the Korean input mode on, J arrives as ㅓ: then the place of the key on the keyboard counts.
    const byPlace = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
    const act = acts.get(event.key) ?? acts.get(byPlace);
    if (!act) return;
    event.preventDefault();
    doing[act]();
  });
}
