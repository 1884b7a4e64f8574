// Starts the vault worker: a module worker begins with a script, and this is all of it.
import init from "./vault_bindgen.js";

await init();
