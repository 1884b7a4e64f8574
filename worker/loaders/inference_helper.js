// A helper of the inference worker: takes its program and memory, and works for it.
import { help, initSync } from "./inference_threaded_bindgen.js";

self.onmessage = ({ data: { module, memory } }) => {
  initSync({ module, memory });
  help();
};
