// The page of a call: binds the behaviours to what the server wrote. None is needed for reading.
import { bindCallPage } from "./call_page.js";
import { bindCorrections } from "./corrections.js";
import { bindKeys } from "./keys.js";

const player = bindCallPage();
bindKeys(player, document.querySelector("#keys"), bindCorrections(player));
