// Starts the vault worker: a module worker begins with a script, and this is all of it.
import init from "./vault_bindgen.js";

// Filled in by `cargo xtask build`. The page names this worker after its own build: where an update was published in
// between, what they say to each other may have changed, and the worker does not start.
const BUILD = "unbuilt";

// A module that arrived damaged stays so under its address for as long as this worker runs: after a failure the next
// try takes another address of the same file.
const failures = {};

async function load(name) {
  const count = failures[name] ?? 0;
  try {
    const module = await import(`./${name}_bindgen.js${count > 0 ? `?again=${count}` : ""}`);
    await module.default();
    return module;
  } catch (error) {
    failures[name] = count + 1;
    throw error;
  }
}

// The module that makes PDFs is loaded when somebody wants one.
self.companionLoadPdf = () => load("pdf");

// So is the one that judges passphrases, when somebody chooses one.
self.companionLoadStrength = () => load("strength");

try {
  if (self.name && !self.name.startsWith(`companion-${BUILD}-`)) throw new Error("the page is of another build");
  await init();
} catch (error) {
  // The page hears of it, and not only this worker.
  self.reportError(error);
}
