import { createServer, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Guard } from '../wire/guard.ts';

/** A proxy on this machine, through which a browser makes every connection, so that the guard sees each. */
export interface GuardedProxy {
  url: string;
  close(): void;
}

/** Who asks for what is refused finds the connection cut: no word of an inner service, and none of ours on a page. */
export async function startGuardedProxy(guard: Guard): Promise<GuardedProxy> {
  const open = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    return socket.once('close', () => open.delete(socket));
  };
  const admit = async ({ hostname, port }: URL, usual: string) => {
    const at = port || usual;
    const [first] = await guard.admit(hostname.replace(/^\[|\]$/g, ''), at);
    return { host: first!.address, port: Number(at) };
  };
  const server = createServer((asked, answer) => {
    const cut = () => asked.socket.destroy();
    if (!URL.canParse(asked.url ?? '')) return cut();
    const url = new URL(asked.url!);
    const { 'proxy-connection': _, ...headers } = asked.headers;
    admit(url, '80').then((place) => {
      const path = `${url.pathname}${url.search}`;
      const passedOn = request({ ...place, method: asked.method, path, headers, setHost: false }, (got) => {
        answer.writeHead(got.statusCode!, got.rawHeaders);
        got.on('error', cut).pipe(answer);
      });
      asked.pipe(passedOn.on('error', cut));
    }, cut);
  });
  server.on('connection', keep);
  server.on('connect', (asked, client: Socket, head: Buffer) => {
    const cut = () => client.destroy();
    if (!URL.canParse(`https://${asked.url}`)) return cut();
    admit(new URL(`https://${asked.url}`), '443').then(({ host, port }) => {
      const there = keep(connect(port, host, () => client.write('HTTP/1.1 200 Connection established\r\n\r\n')));
      there.write(head);
      there
        .once('close', cut)
        .pipe(client)
        .once('close', () => there.destroy())
        .pipe(there);
    }, cut);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
