// Starts the inference worker: a module worker begins with a script, and this is all of it.
import init from "./inference_bindgen.js";

await init();
