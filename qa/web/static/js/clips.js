// Times and evidence: a click plays here instead of opening the sound by itself.
export function bindClips(player) {
  let playing = null;
  const mark = (link) => {
    playing?.classList.remove("playing");
    playing = link;
    playing?.classList.add("playing");
  };
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("[data-clip], [data-seek]");
    if (!link) return;
    event.preventDefault();
    if (link.dataset.clip) {
      const [start, end] = link.dataset.clip.split(",").map(Number);
      player.playClip(start, end);
      mark(link);
    } else {
      player.seek(Number(link.dataset.seek), { play: true });
    }
  });
  player.addEventListener("clipend", () => mark(null));
}
