/** What the modelled products do not document: labelled choices of ours. */
export interface GatewaySettings {
  accessTokenSeconds: number;
  refreshTokenSeconds: number;
  codeSeconds: number;
  /** How long a rotated refresh token may be presented again (a lost response), 0 for never. */
  refreshReuseGraceSeconds: number;
  /** Per user: sustained rate and burst. */
  callsPerMinute: number;
  burst: number;
  /** Of the calls of a user in a minute, those of tools that trade; counts where calls are limited by the minute. */
  tradeCallsPerMinute: number;
  /** How many resources a page of their list has. */
  resourcesPageSize: number;
  /** The same of tools, prompts and tasks. */
  listPageSize: number;
  /** Open streams of a user at a time, of both eras and all clients. */
  streamsPerUser: number;
  /** Tasks of a connection that are worked on at a time. */
  tasksAtOnce: number;
  /** How long a task and its result are kept at most. */
  taskSeconds: number;
  registrationsPerHour: number;
  /** Wrong credentials at the minting endpoint: of an address, or for one person. */
  mintingFailuresPerMinute: number;
  /** How long an order waits for its confirmation. */
  confirmationSeconds: number;
  /** The share by which a price may move between an order and its confirmation. */
  priceTolerance: number;
  /** After which time an order that was sent, whose answer was lost and that the broker does not have, is given up. */
  settleSeconds: number;
  /** Wrong secrets of a confidential client, from one network. */
  clientFailuresPerMinute: number;
  /** Partner keys that are none, from one network. */
  keyFailuresPerMinute: number;
  /** Takes a partner key as `?api_key=` too, for clients that can send no header. */
  keyInAddress: boolean;
  /** Binds tokens to the keys of clients that prove one (RFC 9449), where the product can. */
  dpop: boolean;
  /** Has such proofs hold a nonce of the gateway's. */
  dpopNonces: boolean;
  /** How far back a range of time reaches. */
  rangeDays: number;
  /** Rows at once, where nobody says how many. */
  usualRows: number;
}

export const defaultSettings: GatewaySettings = {
  accessTokenSeconds: 3600,
  refreshTokenSeconds: 2_592_000,
  codeSeconds: 60,
  refreshReuseGraceSeconds: 30,
  callsPerMinute: 180,
  burst: 20,
  tradeCallsPerMinute: 60,
  resourcesPageSize: 100,
  listPageSize: 100,
  streamsPerUser: 20,
  tasksAtOnce: 8,
  taskSeconds: 600,
  registrationsPerHour: 10,
  mintingFailuresPerMinute: 10,
  confirmationSeconds: 120,
  priceTolerance: 0.02,
  settleSeconds: 60,
  clientFailuresPerMinute: 10,
  keyFailuresPerMinute: 10,
  keyInAddress: false,
  dpop: false,
  dpopNonces: false,
  rangeDays: 90,
  usualRows: 25,
};
