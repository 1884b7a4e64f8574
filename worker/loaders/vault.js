// Starts the vault worker: a module worker begins with a script, and this is all of it.
import init from "./vault_bindgen.js";

// The module that makes PDFs is loaded when somebody wants one.
self.companionLoadPdf = async () => {
  const pdf = await import("./pdf_bindgen.js");
  await pdf.default();
  return pdf;
};

// So is the one that judges passphrases, when somebody chooses one.
self.companionLoadStrength = async () => {
  const strength = await import("./strength_bindgen.js");
  await strength.default();
  return strength;
};

await init();
