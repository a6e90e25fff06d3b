// The conversation follows the sound; a click on a word plays from there.
export function bindConversation(player, pane) {
  if (!pane) return;
  pane.dataset.taken = "";
  const turns = [...pane.querySelectorAll("[data-start]")].map((line) => ({
    line,
    start: Number(line.dataset.start),
    end: Number(line.dataset.end),
    words: [...line.querySelectorAll("[data-at]")].map((word) => ({ word, at: Number(word.dataset.at) })),
  }));
  const follow = document.querySelector("[data-follow]");
  let nowTurn = null;
  let nowWord = null;
  let handsOnUntil = 0; // while the reader scrolls, the page does not pull

  for (const name of ["wheel", "touchmove", "pointerdown"]) {
    pane.addEventListener(name, () => (handsOnUntil = performance.now() + 4000), { passive: true });
  }

  const lastStarted = (list, key, seconds) => {
    let found = null;
    for (const item of list) {
      if (item[key] > seconds + 0.02) break;
      found = item;
    }
    return found;
  };

  const bringIntoView = (line) => {
    if (!follow?.checked || performance.now() < handsOnUntil) return;
    const scrolls = pane.scrollHeight > pane.clientHeight + 4;
    const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    if (scrolls) {
      const top = line.offsetTop - pane.offsetTop - pane.clientHeight / 3;
      pane.scrollTo({ top, behavior: smooth });
    } else {
      // One column: only while the reader looks at the conversation, never away from the ratings.
      const seen = pane.getBoundingClientRect();
      if (seen.top < innerHeight * 0.6 && seen.bottom > 0) line.scrollIntoView({ block: "center", behavior: smooth });
    }
  };

  player.addEventListener("moved", () => {
    const turn = lastStarted(turns, "start", player.now);
    const sounding = turn && player.now <= turn.end + 0.3 ? turn : null;
    if (sounding !== nowTurn) {
      nowTurn?.line.classList.remove("now");
      nowTurn = sounding;
      nowTurn?.line.classList.add("now");
      if (nowTurn && (!player.audio.paused || player.clip)) bringIntoView(nowTurn.line);
    }
    const word = nowTurn && !player.audio.paused ? lastStarted(nowTurn.words, "at", player.now) : null;
    if (word !== nowWord) {
      nowWord?.word.classList.remove("word-now");
      nowWord = word;
      nowWord?.word.classList.add("word-now");
    }
  });

  pane.addEventListener("click", (event) => {
    const word = event.target.closest("[data-at]");
    if (word && getSelection().isCollapsed) player.seek(Number(word.dataset.at), { play: true });
  });

  document.addEventListener("turn", (event) => {
    const at = player.now;
    const next = event.detail > 0 ? turns.find((turn) => turn.start > at + 0.05) : null;
    // Going back: within the first second of a turn it means the one before.
    const last = event.detail < 0 ? turns.findLast((turn) => turn.start < at - 1) ?? turns[0] : null;
    const turn = next ?? last;
    if (turn) player.seek(turn.start, { play: true });
  });
}
