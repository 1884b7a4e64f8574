// Faults of the browser beneath the vault worker, made on purpose: its script gets a few lines in
// front that change what the browser does. The app's own code runs as it is.

/** Runs in the worker before the app. `faults` is changed from the test by a broadcast. */
function prelude(faults, clockShift_ms) {
  new BroadcastChannel("test-faults").onmessage = ({ data }) => Object.assign(faults, data);

  // A transaction that the browser aborts: at its beginning, or once something is written.
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
    const transaction = begin.call(this, stores, mode, ...rest);
    if (mode === "readwrite" && faults.abort === "early") queueMicrotask(() => transaction.abort());
    return transaction;
  };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...args) {
    const request = put.apply(this, args);
    if (faults.abort === "late") request.onsuccess = () => this.transaction.abort();
    return request;
  };

  // A worker whose answers take their time.
  const post = self.postMessage.bind(self);
  self.postMessage = (...args) => {
    if (faults.answerAfter_ms > 0) setTimeout(() => post(...args), faults.answerAfter_ms);
    else post(...args);
  };

  // A clock that goes wrong.
  const Right = Date;
  self.Date = class extends Right {
    constructor(...args) {
      super(...(args.length > 0 ? args : [Right.now() + clockShift_ms]));
    }

    static now() {
      return Right.now() + clockShift_ms;
    }
  };
}

export class WorkerFaults {
  /** To be made before the page is opened, in a context without a service worker. */
  static async install(context) {
    const faults = new WorkerFaults();
    /** What goes wrong in each worker from its beginning. */
    faults.initial = { abort: null, answerAfter_ms: 0 };
    faults.clockShift_ms = 0;
    await context.route("**/workers/vault.js", async (route) => {
      const response = await route.fetch();
      const body = `(${prelude})(${JSON.stringify(faults.initial)}, ${faults.clockShift_ms});\n${await response.text()}`;
      const headers = response.headers();
      delete headers["content-encoding"];
      delete headers["content-length"];
      await route.fulfill({ response, headers, body });
    });
    return faults;
  }

  /** Changes what goes wrong from now on, in every worker of the page's origin. */
  async set(page, change) {
    await page.evaluate((change) => new BroadcastChannel("test-faults").postMessage(change), change);
    // The broadcast takes a moment to arrive.
    await page.waitForTimeout(100);
  }
}

/** Lets the test end the page's workers at any moment, as the browser or the system may. */
export async function exposeWorkers(context) {
  await context.addInitScript(() => {
    const Real = window.Worker;
    window.testWorkers = [];
    window.Worker = class extends Real {
      constructor(...args) {
        super(...args);
        // The first that a worker says is that it takes requests.
        const running = { worker: this, script: String(args[0]), isReady: false };
        this.addEventListener("message", () => (running.isReady = true), { once: true });
        window.testWorkers.push(running);
      }
    };
    window.killVaultWorker = () => {
      const running = window.testWorkers.findLast(({ script }) => script.includes("vault"));
      running.worker.terminate();
    };
  });
}
