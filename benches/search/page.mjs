// What runs in the page, beside what `benches/vault/page.mjs` leaves there: `companion_protocol::search`.
export const search = () => {
  const [OPEN_DRAFT, STORE_DRAFT, SAVE, SEARCH, ATTACHMENTS] = [10, 11, 7, 90, 100];
  const ADD_PHOTO = 1;
  const [FIND, TEND, TEXTS, LEARN] = [0, 1, 2, 3];
  const WIDTH = 384;
  const { ask } = window;
  const about = async (request) => (await ask([SEARCH, [request]])).fields[0];
  const vector = (count) => {
    const numbers = Float32Array.from({ length: count * WIDTH }, () => Math.random() - 0.4);
    return new Uint8Array(numbers.buffer);
  };
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /** How long each of some drafts took to be stored. */
  window.storeDrafts = async (count, isOver = () => false) => {
    const draft = (await ask([OPEN_DRAFT, [null]])).fields[0];
    const times = [];
    while (times.length < count && !isOver()) {
      draft.set(4, `${"It rained all day. ".repeat(40)}${times.length}`);
      const began = performance.now();
      await ask([STORE_DRAFT, [draft]]);
      times.push(performance.now() - began);
      await pause(50);
    }
    await ask([12, [draft.get(0)]]);
    return times;
  };
  /** Adds photos of twelve megapixels to an entry while drafts are stored: how long each photo and each draft took. */
  window.addPhotos = async (count) => {
    const canvas = new OffscreenCanvas(4000, 3000);
    const context = canvas.getContext("2d");
    for (let at = 0; at < 4000; at += 1) {
      context.fillStyle = `hsl(${Math.random() * 360} 80% ${20 + Math.random() * 60}%)`;
      context.fillRect(Math.random() * 4000, Math.random() * 3000, 200, 150);
    }
    const photo = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
    const entry = (await ask([OPEN_DRAFT, [null]])).fields[0].get(0);
    let isOver = false;
    const drafts = window.storeDrafts(10_000, () => isOver);
    const photos = [];
    while (photos.length < count) {
      const began = performance.now();
      await ask([ATTACHMENTS, [[ADD_PHOTO, [entry, null, false]]]], photo);
      photos.push(performance.now() - began);
    }
    isOver = true;
    return { photos, drafts: await drafts };
  };
  /** Works as the page does until the index is in step, while drafts are stored. */
  window.settle = async () => {
    const began = performance.now();
    let [steps, longestMs, isOver] = [0, 0, false];
    const drafts = window.storeDrafts(10_000, () => isOver);
    for (let standing = new Map(); standing.get(3) !== true; ) {
      const stepped = performance.now();
      standing = (await about([TEND, []]))[1][0];
      longestMs = Math.max(longestMs, performance.now() - stepped);
      steps += 1;
      await pause(2);
    }
    const ms = performance.now() - began;
    isOver = true;
    return { ms, steps, longestMs, drafts: await drafts };
  };
  window.searchAll = async (texts, isVectored) => {
    const times = [];
    for (const text of texts) {
      const find = new Map([[0, text], [1, 20]]);
      if (isVectored) find.set(2, vector(1));
      const began = performance.now();
      const found = (await about([FIND, [find]]))[1][0];
      times.push(performance.now() - began);
      const standing = found.get(3);
      if (standing.get(0) !== standing.get(1)) throw new Error("not everything was searched");
    }
    return times;
  };
  window.saves = async (count) => {
    const times = [];
    for (let at = 0; at < count; at += 1) {
      const draft = (await ask([OPEN_DRAFT, [null]])).fields[0];
      draft.set(4, `# Saved ${at}\n\n${"It rained all day. ".repeat(60)}`);
      const began = performance.now();
      await ask([SAVE, [draft]]);
      for (let standing = new Map(); standing.get(3) !== true; ) standing = (await about([TEND, []]))[1][0];
      times.push(performance.now() - began);
    }
    return times;
  };
  /** Vectors that mean nothing: comparing them takes as long. */
  window.learn = async () => {
    for (;;) {
      const unmeant = (await about([TEXTS, [new Uint8Array(32).fill(1)]]))[1][0];
      if (unmeant.get(4)) return;
      await about([LEARN, [unmeant.get(0), vector(unmeant.get(1).length)]]);
    }
  };
};
