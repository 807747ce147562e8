import { rootCertificates } from 'node:tls';

let further: string | undefined;

/** Trusts what `pem` holds besides the authorities that Node knows, in each pool that is made from now on. */
export const trustAlso = (pem: string): void => {
  further = pem;
};

/** What TLS is told of authorities. */
export const trusted = (): { ca?: string[] } => (further ? { ca: [...rootCertificates, further] } : {});
