// The page of a call: binds the behaviours to what the server wrote. None is needed for reading.
import { bindCallPage } from "./call_page.js";
import { bindKeys } from "./keys.js";

bindKeys(bindCallPage(), document.querySelector("#keys"));
