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
