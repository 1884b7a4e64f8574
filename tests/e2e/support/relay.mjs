// A host that can be made to fail: it passes everything on to a real server, until a test says otherwise.
import http from "node:http";

export class Relay {
  /** @param {{port: number}} server */
  static async start(server) {
    const relay = new Relay();
    relay.server = server;
    /** Whether the network is gone. */
    relay.isCut = false;
    /** Addresses that are held back until {@link release}. */
    relay.held = null;
    relay.waiting = [];
    relay.sockets = new Set();
    relay.http = http.createServer((request, response) => relay.take(request, response));
    relay.http.on("connection", (socket) => {
      if (relay.isCut) return socket.destroy();
      relay.sockets.add(socket);
      socket.once("close", () => relay.sockets.delete(socket));
    });
    await new Promise((resolve) => relay.http.listen(0, "127.0.0.1", resolve));
    relay.origin = `http://127.0.0.1:${relay.http.address().port}`;
    return relay;
  }

  take(request, response) {
    if (this.isCut) return request.socket.destroy();
    if (this.held?.test(request.url)) return void this.waiting.push([request, response]);
    const { port } = this.server;
    const headers = { ...request.headers, host: `127.0.0.1:${port}` };
    const onward = http.request({ port, host: "127.0.0.1", path: request.url, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  }

  /** The network goes: what is on its way is cut off, and nothing comes through. */
  cut() {
    this.isCut = true;
    this.waiting = [];
    for (const socket of this.sockets) socket.destroy();
  }

  /** It is back. */
  join() {
    this.isCut = false;
  }

  /** Lets through what was held back. */
  release() {
    this.held = null;
    for (const [request, response] of this.waiting.splice(0)) this.take(request, response);
  }

  async stop() {
    this.cut();
    await new Promise((resolve) => this.http.close(resolve));
  }
}
