// Chance that can be repeated: the same seed gives the same session and the same moments.

/** A generator after mulberry32: 32 bits of state, even enough for choosing moments. */
export class Random {
  /** @param {number} seed */
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** A number in [0, 1). */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A number in [low, high). */
  between(low, high) {
    return low + this.next() * (high - low);
  }

  /** A whole number from low to high, both included. */
  whole(low, high) {
    return Math.floor(this.between(low, high + 1));
  }

  chance(probability) {
    return this.next() < probability;
  }

  /** @template T @param {T[]} things @returns {T} */
  pick(things) {
    return things[Math.floor(this.next() * things.length)];
  }

  /** One of `[weight, thing]`, the heavier the likelier. */
  weighed(choices) {
    let at = this.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, thing] of choices) {
      at -= weight;
      if (at < 0) return thing;
    }
    return choices.at(-1)[1];
  }
}
