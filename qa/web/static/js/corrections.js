// Correcting the transcript in place: a turn opens into a form, and neither what is typed nor the place in the sound is
// lost on the way.
const PLACE = "attune.place";

export function bindCorrections(player) {
  const pane = document.querySelector("[data-conversation]");
  if (!pane) return {};
  const blank = pane.querySelector("template#fix");
  const lines = [...pane.querySelectorAll(".turn")];
  const shown = () => [...pane.querySelectorAll("form[data-fix]")].filter((form) => form.checkVisibility());
  const text = (form) => form.querySelector("textarea");

  // A page that answers a form has the form's address; loaded anew it would send it again.
  if (pane.dataset.here && location.pathname !== pane.dataset.here) history.replaceState(null, "", pane.dataset.here);

  const show = (line) => {
    let form = line.querySelector("form[data-fix]");
    if (!form) {
      const { toFix, text: said, speaker } = line.querySelector("[data-to-fix]").dataset;
      form = blank.content.firstElementChild.cloneNode(true);
      form.elements.turn.value = toFix;
      form.elements.text.value = said;
      form.elements.speaker.value = speaker;
      line.querySelector(".said").after(form);
    }
    form.hidden = false;
    player?.audio.pause();
    text(form).focus();
    form.scrollIntoView({ block: "nearest" });
  };
  // What was typed stays in the form; opened again it is there.
  const hide = (form) => {
    form.hidden = true;
    form.closest(".turn")?.querySelector("[data-to-fix]")?.focus();
    goOn();
  };
  // The turn in hand, else the one being heard, else the last one that was.
  const current = () =>
    document.activeElement?.closest(".turn") ??
    pane.querySelector(".turn.now") ??
    lines.findLast((line) => Number(line.dataset.start) <= (player?.now ?? 0)) ??
    lines[0];

  pane.addEventListener("click", (event) => {
    const opens = event.target.closest("[data-to-fix]");
    const leaves = event.target.closest("[data-leave]");
    if (opens && blank) {
      event.preventDefault();
      show(opens.closest(".turn"));
    } else if (leaves) {
      event.preventDefault();
      hide(leaves.closest("form"));
    }
  });
  // In the form Enter sends and Escape leaves; no key of the page means anything there.
  pane.addEventListener("keydown", (event) => {
    const form = event.target.closest("form[data-fix]");
    const unfolded = event.target.closest("[data-swap][open]");
    if (event.isComposing || (!form && !unfolded)) return;
    if (event.key === "Escape") {
      if (unfolded) unfolded.open = false;
      if (unfolded) unfolded.querySelector("summary").focus();
      else hide(form);
    } else if (event.key === "Enter" && form && !event.target.closest("button, a")) form.requestSubmit();
    else {
      if (form) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  pane.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-fix]")) return;
    const turn = event.target.closest(".turn")?.id;
    sessionStorage.setItem(PLACE, JSON.stringify({ here: pane.dataset.here, at: player?.now ?? 0, turn }));
  });

  // Back from a correction, or from waiting for one: where the reader was.
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  const refused = shown().find((form) => form.querySelector(".problem"));
  if (place?.here === pane.dataset.here) {
    if (player && place.at) player.seek(place.at);
    const line = place.turn && document.getElementById(place.turn);
    if (line && !refused) {
      line.tabIndex = -1;
      line.focus({ preventScroll: true });
      line.scrollIntoView({ block: "nearest" });
    }
  }
  const open = refused ?? shown()[0];
  if (open) {
    (text(open) ?? open.querySelector("button")).focus();
    open.scrollIntoView({ block: "nearest" });
  }

  // While somebody types or listens the page does not load itself anew.
  const busy = () => shown().length > 0 || Boolean(player && !player.audio.paused);
  const goOn = () => {
    const ready = document.querySelector("[data-ready]");
    if (!ready || busy()) return;
    sessionStorage.setItem(PLACE, JSON.stringify({ here: pane.dataset.here, at: player?.now ?? 0 }));
    location.assign(ready.dataset.ready);
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "progress" && event.target.matches("[data-again]") && busy()) event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", goOn);
  player?.audio.addEventListener("pause", goOn);

  return {
    fix: () => blank && current() && show(current()),
    swap: () => {
      const swap = pane.querySelector("[data-swap]");
      if (!swap) return;
      swap.open = true;
      swap.querySelector("button").focus();
    },
  };
}
