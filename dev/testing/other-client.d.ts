// The package has types, but its `exports` hide them; these are the parts that our test uses.
declare module '@master-chief/alpaca' {
  interface Settings {
    credentials: { key: string; secret: string; paper: boolean };
    endpoints: { rest: Record<string, string>; websocket: Record<string, string> };
  }

  interface Order {
    id: string;
    status: string;
    qty: number;
    limit_price: number;
  }

  export class AlpacaClient {
    constructor(settings: Settings);
    placeOrder(order: Record<string, unknown>): Promise<Order>;
    replaceOrder(change: Record<string, unknown>): Promise<Order>;
    getOrders(filters: { status: string }): Promise<Order[]>;
    cancelOrder(which: { order_id: string }): Promise<unknown>;
    getPosition(which: { symbol: string }): Promise<{ qty: number; side: string }>;
    getPositions(): Promise<unknown[]>;
    closePosition(which: { symbol: string }): Promise<unknown>;
  }

  export class AlpacaStream {
    constructor(settings: Settings & { type: 'account' });
    on(event: string, listener: (message: { stream?: string; event: string }) => void): this;
    once(event: string, listener: (stream: unknown) => void): this;
    subscribe(channel: string): this;
    getConnection(): { close(): void };
  }
}
