// The journal on the command line, beside the one in the browser.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { binary } from "./server.mjs";

export class Native {
  /** A journal that is to lie in `folder`/`name`, opened with `passphrase`. */
  constructor(folder, name, passphrase) {
    this.folder = folder;
    this.passphraseFile = path.join(folder, `${name}.passphrase`);
    writeFileSync(this.passphraseFile, `${passphrase}\n`, { mode: 0o600 });
    this.env = { ...process.env, COMPANION_DATA_DIR: path.join(folder, name), COMPANION_PASSPHRASE_FILE: this.passphraseFile };
  }

  /** What a command prints; it must succeed. */
  run(args, input = "") {
    return execFileSync(binary(), args, { input, cwd: this.folder, env: this.env, encoding: "utf8", maxBuffer: 1 << 28 });
  }

  /** Everything in the journal, as plain data. */
  everything() {
    return JSON.parse(this.run(["export"]));
  }
}
