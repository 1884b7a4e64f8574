// Everything from one origin, isolated, so that threads can share memory.
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

const types = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** @param {Record<string, string>} folders served, by the first part of the path */
export async function serve(folders) {
  const server = createServer((request, response) => {
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/") return response.setHeader("Content-Type", "text/html").end("<!doctype html><title>bench</title><input type=file>");
    const [, first, ...rest] = pathname.split("/");
    const file = folders[first] && path.join(folders[first], path.normalize("/" + rest.join("/")));
    if (!file || !existsSync(file)) return response.writeHead(404).end();
    response.setHeader("Content-Type", types[path.extname(file)] ?? "application/octet-stream");
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
