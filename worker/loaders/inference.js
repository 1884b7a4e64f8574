// Starts the inference worker in the fastest build that this browser can run.

// A module with one function: three times `i32.const 0; i8x16.splat`, then
// `i32x4.relaxed_dot_i8x16_i7x16_add_s; drop`. Browsers without relaxed SIMD call it invalid.
const relaxedProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 20, 1, 18, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253,
  15, 253, 147, 2, 26, 11,
]);
const module = WebAssembly.validate(relaxedProbe) ? "./inference_relaxed_bindgen.js" : "./inference_bindgen.js";
const { default: init } = await import(module);

await init();
