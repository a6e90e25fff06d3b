// Ratings: quotes lead to their turn, and after an override the reader is where they were.
export function bindRatings() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-turn]");
    if (!link) return;
    const line = document.querySelector(`#turn-${link.dataset.turn}`);
    const pane = line?.closest("[data-conversation]");
    if (!pane || pane.scrollHeight <= pane.clientHeight + 4) return; // one column: the link itself jumps there
    event.preventDefault();
    pane.scrollTo({ top: line.offsetTop - pane.offsetTop - pane.clientHeight / 3 });
    line.classList.add("now");
    setTimeout(() => line.classList.remove("now"), 1500);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const id = event.detail.target?.id;
    if (id?.startsWith("rating-")) document.getElementById(id)?.focus({ preventScroll: true });
  });
}
