// The text that every engine reads, the same as in `companion_inference::Measurement`. Its
// beginning differs from run to run, so that an engine that remembers prompts computes all of it.
export function text(run, sentences = 40) {
  const day = (number) =>
    `On day ${number} the river was high, and I walked along it for an hour with Lena, who talked about her garden, the rent and the long way home. `;
  return `${run}. ` + Array.from({ length: sentences }, (_, at) => day(at + 1)).join("");
}
