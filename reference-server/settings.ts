/** Numbers that the modelled products do not document: labelled choices of ours. */
export interface GatewaySettings {
  accessTokenSeconds: number;
  refreshTokenSeconds: number;
  codeSeconds: number;
  /** How long a rotated refresh token may be presented again (a lost response), 0 for never. */
  refreshReuseGraceSeconds: number;
  /** Per user: sustained rate and burst. */
  callsPerMinute: number;
  burst: number;
  /** Open streams of a user at a time, of both eras and all clients. */
  streamsPerUser: number;
  registrationsPerHour: number;
}

export const defaultSettings: GatewaySettings = {
  accessTokenSeconds: 3600,
  refreshTokenSeconds: 2_592_000,
  codeSeconds: 60,
  refreshReuseGraceSeconds: 30,
  callsPerMinute: 180,
  burst: 20,
  streamsPerUser: 20,
  registrationsPerHour: 10,
};
