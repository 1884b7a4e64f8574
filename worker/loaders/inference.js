// Starts the inference worker in the fastest build that this browser can run.

// A module with one function: three times `i32.const 0; i8x16.splat`, then
// `i32x4.relaxed_dot_i8x16_i7x16_add_s; drop`. Browsers without relaxed SIMD call it invalid.
const relaxedProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 20, 1, 18, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253,
  15, 253, 147, 2, 26, 11,
]);
// More are of no use, since memory is the limit, and take what the rest of the device needs.
const MAX_HELPERS = 7;

const isRelaxed = WebAssembly.validate(relaxedProbe);
const helpers = Math.min((navigator.hardwareConcurrency ?? 1) - 1, MAX_HELPERS);
// Without isolation from other origins, browsers give no memory that threads share.
const isThreaded = isRelaxed && helpers > 0 && self.crossOriginIsolated;

if (isThreaded) {
  const address = new URL("./inference_threaded_bindgen_bg.wasm", import.meta.url);
  const [{ default: init }, module] = await Promise.all([
    import("./inference_threaded_bindgen.js"),
    WebAssembly.compileStreaming(fetch(address)),
  ]);
  const { memory } = await init({ module_or_path: module });
  for (let i = 0; i < helpers; i += 1) {
    const helper = new Worker(new URL("./inference_helper.js", import.meta.url), { type: "module", name: "companion-helper" });
    helper.postMessage({ module, memory });
  }
} else {
  const { default: init } = await import(isRelaxed ? "./inference_relaxed_bindgen.js" : "./inference_bindgen.js");
  await init();
}
