// What every screen must pass.

/** The rules of WCAG 2.2 AA and what axe calls best practice. */
export const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Smallest side of what is touched, in CSS pixels, and smallest width where many buttons share a phone's width. */
const TOUCH_PX = 44;
const SHARED_PX = 40;

/** What can be touched and is less than {@link TOUCH_PX} high or wide, links within text apart (WCAG 2.5.8 leaves them out). */
export function tooSmall(page) {
  return page.evaluate(([least, shared]) => {
    const found = [];
    for (const element of document.querySelectorAll("button, a[href], input:not(.unseen), select, textarea, label[for], summary, [role=option], [role=button]")) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest(".unseen, .skip, .entry, [inert]")) continue;
      if (element.matches("p .text-link, p a")) continue;
      // What belongs to a field is touched with it.
      const field = element.labels?.[0] ?? (element.localName === "label" ? null : undefined);
      if (element.localName === "label" && !element.matches(".button, .choices label")) continue;
      const boxes = [element, field].filter(Boolean).map((it) => it.getBoundingClientRect());
      // A ground that reaches beyond what is drawn.
      const ground = getComputedStyle(element, "::after");
      const beyond = ground.content !== "none" && ground.position === "absolute" ? element.getBoundingClientRect() : null;
      if (beyond) boxes.push({ width: beyond.width, height: beyond.height - parseFloat(ground.top) - parseFloat(ground.bottom) });
      const [width, height] = [Math.max(...boxes.map((box) => box.width)), Math.max(...boxes.map((box) => box.height))];
      if (width === 0 || (width >= (element.closest("[role=toolbar]") ? shared : least) - 0.5 && height >= least - 0.5)) continue;
      if (element.matches("input:is([type=radio], [type=checkbox])") && field && (getComputedStyle(field, "::after").position === "absolute")) continue;
      const name = element.dataset.testid ?? element.id ?? "";
      found.push(`${element.localName}${name ? `#${name}` : ""}.${element.className} ${Math.round(width)} × ${Math.round(height)}`);
    }
    return [...new Set(found)];
  }, [TOUCH_PX, SHARED_PX]);
}

/** What takes its time to change: for somebody who wants less motion, nothing does. */
export function moving(page) {
  return page.evaluate(() => {
    const found = new Set();
    const takesTime = (list) => list.split(", ").some((time) => parseFloat(time) > 0);
    for (const element of document.querySelectorAll("*")) {
      for (const part of [null, "::before", "::after"]) {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(element, part);
        if (!takesTime(transitionDuration) && (animationName === "none" || !takesTime(animationDuration))) continue;
        found.add(`${element.localName}.${element.className}${part ?? ""} takes ${transitionDuration} and ${animationDuration}`);
      }
    }
    return [...found];
  });
}

/** The name of what has the focus, as tests know it. */
export function focusIn(page) {
  return page.evaluate(() => document.activeElement?.dataset.testid || document.activeElement?.id || document.activeElement?.localName);
}

/** Walks the page by Tab, once around: what is not reached, and what does not show that it is. */
export async function unreached(page) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    const reach = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, audio[controls]";
    const name = (element) => `${element.localName}.${element.className} ${element.dataset.testid ?? element.id ?? ""} ${(element.getAttribute("aria-label") ?? element.innerText ?? "").slice(0, 30)}`.replace(/\s+/g, " ");
    const isOffered = (element) =>
      element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0 && !element.closest("[inert], [aria-hidden=true]");
    const names = new Map();
    window.tour = { seen: new Set(), names, trouble: [] };
    for (const element of document.querySelectorAll(reach)) {
      // Of radio buttons with one name, one is a stop, and the arrows walk between them.
      if (isOffered(element) && !(element.type === "radio" && !element.checked)) names.set(element, name(element));
    }
    window.step = () => {
      const element = document.activeElement;
      // Between the last stop and the first lies the browser's own; a date has a stop for each of its parts.
      if (!element || element === document.body || element === window.tour.last) return true;
      window.tour.last = element;
      if (window.tour.seen.has(element)) return false;
      window.tour.seen.add(element);
      // What is heard and not seen shows its focus in the label that stands for it.
      const stand = element.classList.contains("unseen") || getComputedStyle(element).opacity === "0" ? (element.labels?.[0] ?? element) : element;
      const row = stand.closest("li:has(:focus-visible)");
      const shows = (it) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(it);
        return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
      };
      const isText = element.matches(".editor");
      if (!isText && element.tabIndex >= 0 && ![stand, row].filter(Boolean).some(shows)) window.tour.trouble.push(`no sign of focus on ${name(element)}`);
      const { left, top, width, height } = stand.getBoundingClientRect();
      const at = document.elementFromPoint(Math.max(left + Math.min(width, innerWidth) / 2, 0), Math.min(Math.max(top + height / 2, 1), innerHeight - 1));
      const isSeen = at && (stand.contains(at) || at.contains(stand) || at.closest("label")?.control === element);
      if (!isSeen) window.tour.trouble.push(`${name(element)} has the focus behind ${at ? name(at) : "the edge of the window"}`);
      return true;
    };
  });
  // Each page has fewer stops.
  for (let stop = 0; stop < 250; stop += 1) {
    await page.keyboard.press("Tab");
    if (!(await page.evaluate(() => window.step()))) break;
  }
  return page.evaluate(() => {
    const { seen, names, trouble } = window.tour;
    return [...trouble, ...[...names].filter(([element]) => element.isConnected && !seen.has(element)).map(([, name]) => `Tab does not reach ${name}`)];
  });
}
