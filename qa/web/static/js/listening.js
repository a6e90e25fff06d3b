// How long the page was in front of the person, how much was heard, how many clips: reported every few seconds.
const EVERY_MS = 10_000;

export function bindListening(form, player) {
  const told = { work_s: 0, listened_s: 0, clips: 0 };
  let last = performance.now();
  player?.addEventListener("clip", () => (told.clips += 1));
  const count = () => {
    const passed = (performance.now() - last) / 1000;
    last = performance.now();
    if (passed > 5) return; // the machine slept
    if (!document.hidden) told.work_s += passed;
    if (player && !player.audio.paused) told.listened_s += passed;
  };
  setInterval(count, 1000);
  const report = () => {
    count();
    if (told.work_s < 1 && told.listened_s < 1 && !told.clips) return;
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    for (const [name, value] of Object.entries(told)) body.set(name, value.toFixed(1));
    Object.assign(told, { work_s: 0, listened_s: 0, clips: 0 });
    fetch(form.dataset.listened, { method: "POST", body, keepalive: true }).catch(() => {});
  };
  setInterval(report, EVERY_MS);
  document.addEventListener("visibilitychange", () => document.hidden && report());
  form.addEventListener("submit", report);
}
