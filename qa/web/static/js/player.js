// Sound: the page's own audio element, played whole or clip by clip, with the waveform drawn over the lanes.
const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};

export class Player extends EventTarget {
  constructor(section) {
    super();
    this.section = section;
    this.audio = section.querySelector("audio");
    this.clip = null; // {start, end} while a clip plays
    this.take();
  }

  // Own controls instead of the browser's; those stay where scripts do not run.
  take() {
    const { section, audio } = this;
    section.classList.add("taken");
    audio.removeAttribute("controls");
    section.querySelector("[data-controls]").hidden = false;
    this.time = section.querySelector("[data-time]");
    this.clipNow = section.querySelector("[data-clip-now]");
    this.button = section.querySelector('[data-do="play"]');
    this.speed = section.querySelector("[data-speed]");
    this.button.addEventListener("click", () => this.toggle());
    section.querySelector('[data-do="back"]').addEventListener("click", () => this.skip(-5));
    section.querySelector('[data-do="forward"]').addEventListener("click", () => this.skip(5));
    this.speed.addEventListener("change", () => (audio.playbackRate = Number(this.speed.value)));
    for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, () => this.changed());
    this.silences = JSON.parse(section.dataset.silences ?? "[]");
    this.skipping = section.querySelector("[data-skip-silence]");
    for (const name of ["timeupdate", "seeking", "seeked"]) audio.addEventListener(name, () => this.moved());
  }

  get now() {
    return this.audio.currentTime;
  }

  seek(seconds, { play = false } = {}) {
    this.leaveClip();
    this.audio.currentTime = Math.max(0, seconds);
    if (play) this.play();
  }

  play() {
    // A refusal (no sound device, page not yet touched) leaves the player paused, which the button shows.
    this.audio.play().catch(() => this.changed());
  }

  playClip(start, end) {
    this.audio.currentTime = start;
    this.clip = { start, end };
    this.dispatchEvent(new Event("clip"));
    this.clipNow.hidden = false;
    this.clipNow.textContent = `${clock(start)}–${clock(end)}`;
    this.play();
  }

  leaveClip() {
    this.clip = null;
    this.clipNow.hidden = true;
    this.dispatchEvent(new Event("clipend"));
  }

  toggle() {
    if (this.audio.paused) this.play();
    else this.audio.pause();
  }

  skip(seconds) {
    this.seek(this.now + seconds);
  }

  faster(steps) {
    const at = Math.min(this.speed.options.length - 1, Math.max(0, this.speed.selectedIndex + steps));
    this.speed.selectedIndex = at;
    this.audio.playbackRate = Number(this.speed.value);
  }

  changed() {
    const playing = !this.audio.paused;
    this.section.classList.toggle("is-playing", playing);
    this.button.setAttribute("aria-label", playing ? this.button.dataset.playing : this.button.dataset.paused);
    if (playing) this.watch();
    this.moved();
  }

  // Between the few timeupdate events of a second: words and clip ends need finer steps.
  watch() {
    if (this.audio.paused) return;
    this.moved();
    requestAnimationFrame(() => this.watch());
  }

  // Silences and holds are passed over while that is wished; a clip is heard as it is.
  overSilence() {
    if (!this.skipping?.checked || this.clip || this.audio.paused) return;
    const now = this.now;
    const found = this.silences.find(([start, end]) => now > start + 0.3 && now < end - 0.5);
    if (found) this.audio.currentTime = found[1] - 0.3;
  }

  moved() {
    this.overSilence();
    if (this.clip && this.now >= this.clip.end) {
      this.audio.pause();
      this.leaveClip();
    }
    this.time.textContent = clock(this.now);
    this.dispatchEvent(new Event("moved"));
  }

  async draw() {
    const { peaks, wavesurfer, nonce, agentChannel } = this.section.dataset;
    if (!wavesurfer) return;
    try {
      const [{ default: WaveSurfer }, answer] = await Promise.all([import(wavesurfer), fetch(peaks)]);
      if (!answer.ok) return;
      const { channels, per_s: perSecond } = await answer.json();
      // Agent above, citizen below, whichever channel the recorder put them on.
      const ordered = channels.length > 1 && agentChannel === "1" ? [channels[1], channels[0]] : channels.slice(0, 2);
      const loudest = Math.max(1, ...ordered.map((one) => one.reduce((a, b) => Math.max(a, b), 0)));
      const wave = WaveSurfer.create({
        container: this.section.querySelector("[data-wave]"),
        media: this.audio,
        peaks: ordered.map((one) => one.map((value) => value / loudest)),
        duration: ordered[0].length / perSecond,
        cspNonce: nonce,
        height: "auto",
        barWidth: 2,
        barGap: 1,
        barRadius: 1,
        dragToSeek: { debounceTime: 0 },
        ...this.colours(ordered.length),
      });
      wave.on("interaction", () => this.leaveClip());
      this.section.classList.add("drawn");
      const redraw = () => wave.setOptions(this.colours(ordered.length));
      document.addEventListener("theme", redraw);
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    } catch (problem) {
      console.warn("waveform not drawn:", problem);
    }
  }

  // The canvas knows no custom properties: ask the page what they are by this light.
  colours(lanes) {
    const probe = this.section.querySelector("[data-wave]");
    const colour = (name) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    const lane = (who) => ({ waveColor: colour(`--${who}-wave`), progressColor: colour(`--${who}`) });
    const height = probe.clientHeight / lanes;
    const split = (lanes > 1 ? ["agent", "citizen"] : ["agent"]).map((who) => ({ ...lane(who), height, overlay: false }));
    return { cursorColor: colour("--ink"), cursorWidth: 2, splitChannels: split };
  }
}
