/** Scopes of the brokerage's own OAuth server, where a client goes to it directly or through a key. */
const read = 'user:information account:information order:information position:information market:information';

export const BROKERAGE_SCOPES = { read, trade: `${read} order:execution` };
