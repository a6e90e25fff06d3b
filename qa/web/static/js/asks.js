// The form of a review: what is chosen shows at once, is saved at once, and every act has a key.
import { Drafts } from "./drafts.js";

const WAIT_MS = 500; // after the last letter of a text

export function bindAsks(form, player) {
  const drafts = new Drafts(form);
  const asks = [...form.querySelectorAll("[data-ask]")];
  const ask = (name) => asks.find((one) => one.dataset.ask === name);
  const text = (name) => form.querySelector(`[data-text="${name}"]`);
  const state = form.querySelector("[data-state]");
  const checked = (one, kind) => one.querySelector(`input[name^="${kind}."]:checked`);
  const note = (one) => one.querySelector("textarea");
  const turn = (one) => one.querySelector("select");

  const field = (one) => ({
    rubric: one.dataset.rubric,
    criterion: one.dataset.criterion,
    answer: checked(one, "answer")?.value,
    reason_code: differs(one) ? checked(one, "reason")?.value : "",
    note: note(one).value,
    turn: turn(one)?.value,
    version: one.querySelector("[data-version]").value,
    shown: one.dataset.shown,
  });
  const textField = (one) => ({
    rubric: "",
    criterion: one.dataset.text,
    note: note(one).value,
    version: one.querySelector("[data-version]").value,
  });

  const differs = (one) => {
    const answer = checked(one, "answer")?.value;
    return Boolean(answer && one.dataset.shown && answer !== one.dataset.shown);
  };
  const draw = (one) => {
    const other = differs(one);
    one.classList.toggle("differs", other);
    one.classList.toggle("answered", Boolean(checked(one, "answer")) && (!other || Boolean(checked(one, "reason"))));
    one.classList.remove("lacks");
  };
  const put = (one, kept) => {
    for (const [kind, value] of [["answer", kept.answer], ["reason", kept.reason_code]]) {
      for (const input of one.querySelectorAll(`input[name^="${kind}."]`)) input.checked = input.value === value;
    }
    if (note(one) !== document.activeElement) note(one).value = kept.note;
    const select = turn(one);
    if (select) pointAt(select, kept.turn);
    one.querySelector("[data-version]").value = kept.version;
    if (one.dataset.ask) draw(one);
  };
  const tell = (one, problem) => {
    const line = one?.querySelector("[data-told]");
    if (!line) return;
    line.hidden = !problem;
    line.textContent = problem ?? "";
  };

  const save = (one) => {
    tell(one, null);
    draw(one);
    drafts.put(one.dataset.ask, field(one));
  };
  form.addEventListener("change", (event) => {
    const one = event.target.closest("[data-ask]");
    if (one && !event.target.matches("textarea")) save(one);
  });
  // The same answer once more, after the machine's has changed: the person has looked again.
  form.addEventListener("click", (event) => {
    const one = event.target.closest("[data-ask]");
    if (event.target.matches("input[type=radio]") && one?.querySelector("[data-changed]")) save(one);
  });
  const timers = new Map();
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea")) return;
    const one = event.target.closest("[data-ask], [data-text]");
    if (!one) return;
    clearTimeout(timers.get(one));
    timers.set(one, setTimeout(() => later(one), WAIT_MS));
  });
  const later = (one) => {
    timers.delete(one);
    if (one.dataset.ask) drafts.put(one.dataset.ask, field(one));
    else drafts.put(`text:${one.dataset.text}`, textField(one));
  };
  // What is being typed is kept even if the window closes before the pause is over.
  addEventListener("pagehide", () => [...timers.keys()].forEach(later));

  // A button waits until every change has arrived: what it does rests on all of them.
  form.addEventListener("submit", (event) => {
    [...timers.keys()].forEach((one) => (clearTimeout(timers.get(one)), later(one)));
    if (!drafts.waiting.size && !drafts.sending) return;
    event.preventDefault();
    const { submitter } = event;
    drafts.settled().then(() => form.requestSubmit(submitter));
  });

  const place = (name) => (name.startsWith("text:") ? text(name.slice(5)) : ask(name));
  drafts.addEventListener("saved", ({ detail }) => {
    const one = place(detail.name);
    if (one) one.querySelector("[data-version]").value = detail.kept.version;
    one?.querySelector("[data-changed]")?.remove();
    form.querySelector("[data-answered]").textContent = detail.answered;
    form.querySelector(".bar progress").value = detail.answered;
    for (const [rubric, score] of Object.entries(detail.scores)) {
      const shown = form.querySelector(`[data-score="${CSS.escape(rubric)}"]`);
      if (shown) shown.textContent = score;
    }
  });
  drafts.addEventListener("changed", ({ detail }) => {
    const one = place(detail.name);
    if (one && detail.kept) put(one, detail.kept);
  });
  drafts.addEventListener("overtaken", ({ detail }) => {
    const one = place(detail.name);
    if (!one) return;
    put(one, detail.kept);
    tell(one, detail.problem);
  });
  drafts.addEventListener("refused", ({ detail }) => {
    const one = place(detail.name);
    if (detail.problem) tell(one, detail.problem);
    else location.reload(); // signed out, or no longer ours: the server says which
  });
  drafts.addEventListener("state", ({ detail }) => {
    const clock = new Date().toLocaleTimeString(document.documentElement.lang, { hour12: false });
    state.textContent = detail === "saved" ? `${form.dataset.saved} ${clock}` : form.dataset[detail];
    state.classList.toggle("offline", detail === "offline");
  });
  const pointAt = (select, index) => {
    const wanted = index === undefined || index === null ? "" : String(index);
    if (wanted && ![...select.options].some((option) => option.value === wanted)) {
      const words = [...document.querySelectorAll(`#turn-${wanted} .said [data-at]`)].map((word) => word.textContent);
      const said = words.join(" ").slice(0, 60) || wanted;
      select.add(new Option(said, wanted));
    }
    select.value = wanted;
  };

  // What an earlier window could not send any more.
  for (const [name, kept] of drafts.waiting) {
    const one = place(name);
    if (one) put(one, { ...kept, answer: kept.answer ?? "", reason_code: kept.reason_code ?? "" });
  }

  const current = () => document.activeElement?.closest("[data-ask]");
  const go = (one) => {
    one?.focus({ preventScroll: true });
    one?.scrollIntoView({ block: "nearest" });
  };
  const next = (one) => go(asks[asks.indexOf(one) + 1] ?? one);
  const choose = (one, digit) => {
    // A different answer first wants to know why.
    const kind = differs(one) && !checked(one, "reason") ? "reason" : "answer";
    const input = one.querySelector(`input[name^="${kind}."][data-digit="${digit}"]`);
    if (!input) return;
    input.checked = true;
    save(one);
    if (!differs(one) || checked(one, "reason")) next(one);
  };

  return {
    choose: (digit) => {
      const one = current() ?? asks.find((each) => !each.classList.contains("answered"));
      if (!one) return;
      if (!current()) go(one);
      choose(one, digit);
    },
    accept: () => {
      const one = current() ?? asks.find((each) => !each.classList.contains("answered"));
      if (!one) return;
      const shown = one.querySelector(`input[name^="answer."][value="${CSS.escape(one.dataset.shown)}"]`);
      if (!one.dataset.shown || !shown) return go(one);
      if (!checked(one, "answer")) shown.checked = true;
      save(one);
      if (one.classList.contains("answered")) next(one);
    },
    "accept-rest": () => form.querySelector('[data-do="accept-rest"]')?.click(),
    submit: () => form.querySelector('[data-do="submit"]')?.click(),
    note: () => {
      const one = current();
      if (!one) return;
      one.querySelector("details.more").open = true;
      note(one).focus();
    },
    evidence: () => {
      const one = current();
      const line = document.querySelector(".turn.now") ?? document.querySelector(".turn:focus-within");
      if (!one || !line || !turn(one)) return;
      one.querySelector("details.more").open = true;
      pointAt(turn(one), line.id.slice("turn-".length));
      save(one);
    },
    pin: () => {
      const at = document.querySelector("#note-at");
      if (!at) return;
      const seconds = Math.floor(player?.now ?? 0);
      at.value = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      document.querySelector("#note-text").focus();
    },
    leave: () => go(current() ?? asks[0]),
  };
}
