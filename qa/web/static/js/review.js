// The page of a review: the call page's behaviours, and the form.
import { bindAsks } from "./asks.js";
import { bindCallPage } from "./call_page.js";
import { bindCorrections } from "./corrections.js";
import { bindKeys } from "./keys.js";
import { bindListening } from "./listening.js";

const player = bindCallPage();
const form = document.querySelector("[data-review]");
const acts = form ? bindAsks(form, player) : {};
if (form) bindListening(form, player);
bindKeys(player, document.querySelector("#keys"), { ...acts, ...bindCorrections(player) });

// After a problem the reader is where something is missing.
document.querySelector(".ask.lacks")?.focus();
