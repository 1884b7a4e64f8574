// What a person sees or hears of a page, looked at for its language.

/** Every visible piece of text, and every word that only assistants hear. */
export function said(page) {
  return page.evaluate(() => {
    const pieces = [];
    const isShown = (element) => {
      if (element.closest("[hidden], [inert], .entry, textarea, script, style, noscript, [data-user-text], kbd, .address, .offer-name, .prompt-words")) return false;
      return element.checkVisibility({ visibilityProperty: true });
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.data.trim();
      if (text && isShown(node.parentElement)) pieces.push({ text, where: path(node.parentElement) });
    }
    for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        const text = element.getAttribute(name).trim();
        if (text && isShown(element)) pieces.push({ text, where: `${path(element)}@${name}` });
      }
    }
    return pieces;
    function path(element) {
      const id = element.dataset.testid ?? element.id ?? "";
      return `${element.localName}${id ? `#${id}` : ""}.${[...element.classList].join(".")}`;
    }
  });
}

// Words that are frequent in English and no German ones.
const ENGLISH = new RegExp(
  `(?<!\\p{L})(?:${[
    "the and your you of is are with this not it to from have has been for that which when without what who only",
    "open settings entry entries save saved close delete write written never here there stored journal passphrase",
    "key device make made yours every more than then yet keep about as at be by can cannot do does",
    "earlier found version versions lock unlock show hide one day days back again week month photo recording",
  ]
    .join(" ")
    .split(" ")
    .join("|")})(?!\\p{L})`,
  "iu",
);
// Names and words that are the same in both languages, and what the test itself has written.
const BOTH = /Companion|Day One|Standard Notes|Version \d|\bVersion\b|GGUF|Qwen2|Chrome and Edge|companion-native audit verify|Backup/g;

/** Pieces of a German screen that are English. */
export async function englishIn(page, screen) {
  const pieces = await said(page);
  return pieces
    .filter(({ text }) => ENGLISH.test(text.replace(BOTH, "")))
    .map(({ text, where }) => `${screen}: ${where}: ${text}`);
}

/** Pieces of a screen in pseudo-language that were not meant for translation. */
export async function unmarkedIn(page, screen, own = /$^/) {
  const pieces = await said(page);
  return pieces
    .filter(({ text }) => /\p{L}/u.test(text) && !/^⟦.*⟧[\s\p{P}]*$/su.test(text) && !own.test(text))
    .map(({ text, where }) => `${screen}: ${where}: ${text}`);
}

/** What does not fit: a page that scrolls sideways, and words that are cut off without a sign of it. */
export function overflowIn(page, screen) {
  return page.evaluate((screen) => {
    const found = [];
    const root = document.scrollingElement;
    if (root.scrollWidth > root.clientWidth + 1) found.push(`${screen}: the page is ${root.scrollWidth - root.clientWidth} px too wide`);
    for (const element of document.querySelectorAll("body *")) {
      if (!element.checkVisibility() || element.closest(".unseen, .skip, svg, textarea")) continue;
      const style = getComputedStyle(element);
      if (style.clipPath !== "none") continue; // heard, not seen
      const cuts = style.overflowX === "hidden" || style.overflowX === "clip";
      if (cuts && style.textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1) {
        found.push(`${screen}: ${element.localName}.${element.className} cuts off ${element.scrollWidth - element.clientWidth} px`);
      }
      const box = element.getBoundingClientRect();
      const isOut = box.width > 0 && (box.right > root.clientWidth + 4 || box.left < -4);
      if (isOut && !element.closest(".toasts") && style.position !== "fixed") {
        const scroller = element.parentElement?.closest("[data-scrolls-sideways]");
        if (!scroller) found.push(`${screen}: ${element.localName}.${element.className} stands ${Math.round(Math.max(box.right - root.clientWidth, -box.left))} px outside`);
      }
    }
    return found.slice(0, 8);
  }, screen);
}
