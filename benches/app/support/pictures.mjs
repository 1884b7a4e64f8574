// Photographs that nobody took: hills, water and light, painted in a page. They weigh what photos weigh and show nobody.

const SCENES = [
  { sky: ["#10182f", "#2e3a63", "#c97b4a"], sun: [0.72, 0.62, 40, "#ffd9a0"], hills: ["#1c2340", "#131a30", "#0b101f"], lights: 46, description: "A line of lanterns along a dark river", caption: "Along the river" },
  { sky: ["#f3b56b", "#f6d9b3", "#fbeede"], sun: [0.3, 0.5, 60, "#fff3d6"], hills: ["#b98a6e", "#8a6b5e", "#55463f"], lights: 0, description: "Low sun over brown hills", caption: "" },
  { sky: ["#7fa6c9", "#b9d2e3", "#eef4f4"], sun: [0.6, 0.3, 50, "#ffffff"], hills: ["#9db8b4", "#5f8680", "#2f5450"], lights: 0, description: "Green hills under a pale sky", caption: "" },
  { sky: ["#6b4a33", "#9a6b43", "#d7a86b"], sun: [0.5, 0.75, 190, "#e9c78f"], hills: ["#8b5a34", "#6d4426", "#4a2d19"], lights: 0, description: "A round loaf on a wooden table", caption: "It sang" },
  { sky: ["#2c6fb0", "#6fa8dc", "#dcecf7"], sun: [0.8, 0.2, 46, "#ffffff"], hills: ["#dfe6ec", "#8fa2b3", "#3f5468"], lights: 0, description: "Snowy peaks above a sea of cloud", caption: "Above the fog" },
];

/** In the page: paints one scene; its bytes as base 64. */
async function paint({ scene, width, height, seed }) {
  let state = seed;
  const roll = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const sky = context.createLinearGradient(0, 0, 0, height);
  scene.sky.forEach((colour, at) => sky.addColorStop(at / 2, colour));
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  const [x, y, radius, colour] = scene.sun;
  const glow = context.createRadialGradient(x * width, y * height, radius * 0.6, x * width, y * height, radius * 5);
  glow.addColorStop(0, colour);
  glow.addColorStop(1, "transparent");
  context.fillStyle = glow;
  context.fillRect(0, 0, width, height);
  scene.hills.forEach((colour, layer) => {
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(0, height);
    const base = height * (0.55 + layer * 0.15);
    const [first, second] = [roll() * 7, roll() * 7];
    for (let px = 0; px <= width; px += 4) {
      context.lineTo(px, base - Math.sin(px / 190 + first) * 46 - Math.sin(px / 63 + second) * 14 - roll() * 3);
    }
    context.lineTo(width, height);
    context.fill();
  });
  for (let light = 0; light < scene.lights; light += 1) {
    const at = [(light / scene.lights) * width + roll() * 12, height * 0.78 + Math.sin(light / 6) * 50];
    const halo = context.createRadialGradient(...at, 1, ...at, 22);
    halo.addColorStop(0, "#fff1c9");
    halo.addColorStop(0.25, "#ffc566");
    halo.addColorStop(1, "transparent");
    context.fillStyle = halo;
    context.fillRect(at[0] - 22, at[1] - 22, 44, 44);
  }
  const grain = context.getImageData(0, 0, width, height);
  for (let at = 0; at < grain.data.length; at += 4) {
    const noise = (roll() - 0.5) * 14;
    for (let channel = 0; channel < 3; channel += 1) grain.data[at + channel] += noise;
  }
  context.putImageData(grain, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.82 })).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** All scenes as JPEG, painted in `page`, which may be empty. */
export async function pictures(page) {
  const painted = [];
  for (const [number, scene] of SCENES.entries()) {
    const [width, height] = number === 1 ? [900, 1200] : [1200, 800];
    const base64 = await page.evaluate(paint, { scene, width, height, seed: number + 3 });
    painted.push({ bytes: Buffer.from(base64, "base64"), width, height, description: scene.description, caption: scene.caption || undefined });
  }
  return painted;
}
