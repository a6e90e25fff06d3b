// What every page of a call shares: sound, clips, the conversation that follows, panes that fill the window.
import { bindClips } from "./clips.js";
import { bindConversation } from "./conversation.js";
import { Player } from "./player.js";
import { bindRatings } from "./ratings.js";

export function bindCallPage() {
  const section = document.querySelector("[data-player]");
  const player = section ? new Player(section) : null;
  if (player) {
    player.draw();
    bindClips(player);
    bindConversation(player, document.querySelector("[data-conversation]"));
  }
  bindRatings();

  // The panes fill what the window leaves below head and player.
  const panes = document.querySelector(".panes");
  if (panes) {
    const fit = () => {
      const above = panes.getBoundingClientRect().top + window.scrollY + 24;
      panes.style.setProperty("--above", `${Math.ceil(above)}px`);
    };
    new ResizeObserver(fit).observe(document.querySelector("main"));
    fit();
  }
  return player;
}
