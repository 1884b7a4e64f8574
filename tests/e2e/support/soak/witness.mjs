// Sits in the page and tells at once, with the page's own clock, what the page shows: what a
// person could have read there before the kill counts, however busy the test was.

/**
 * @param {import("playwright-core").BrowserContext} context
 * @param {(told: any, page: import("playwright-core").Page) => void} hear
 */
export async function watch(context, hear) {
  await context.exposeBinding("soakWitness", ({ page }, told) => hear(told, page));
  await context.addInitScript(() => {
    const find = (id) => document.querySelector(`[data-testid="${id}"]`);
    let last = { saveState: null, undo: false };
    const text = () => find("editor")?.value ?? null;
    // Only a change is news: between a key and the page's own reaction to it the old state
    // still stands beside the new text.
    new MutationObserver(() => {
      const now = { saveState: find("save-state")?.dataset.state ?? null, undo: find("undo") !== null };
      if (now.saveState !== last.saveState) window.soakWitness({ saveState: now.saveState, text: text(), at: Date.now() });
      if (now.undo !== last.undo) window.soakWitness({ undo: now.undo, at: Date.now() });
      last = now;
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
    const type = (event) => event.target === find("editor") && window.soakWitness({ typed: text(), at: Date.now() });
    document.addEventListener("input", type, true);
    // The moment from which a change of the journal is on its way.
    const ask = () => window.soakWitness({ asked: true, at: Date.now() });
    const asks = '[data-testid="save-entry"], [data-testid="delete-entry"], [data-testid="undo"]';
    document.addEventListener("click", (event) => event.target.closest(asks) && ask(), true);
    document.addEventListener("keydown", (event) => event.ctrlKey && event.key === "Enter" && ask(), true);
  });
}
