/** The brokerage ended the connection for good: the key is deactivated or deleted, or the consent was withdrawn. */
export class UpstreamGone extends Error {
  override name = 'UpstreamGone';
}

/** The brokerage did not answer in time or answered nonsense: trying again later may help. */
export class UpstreamUnavailable extends Error {
  override name = 'UpstreamUnavailable';
}
