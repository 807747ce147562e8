import { CookieJar, MemoryCookieStore } from 'tough-cookie';

/** The cookies of one browser. */
export interface Jar {
  cookiesFor(url: string, context: 'strict' | 'lax' | 'none'): Promise<string>;
  /** Keeps what an answer sets and gives back the values that were kept. */
  keep(setCookies: readonly string[], url: string): Promise<string[]>;
}

/** RFC 6265 §6.1: what every browser can keep. Whoever sets more loses the oldest. */
const MOST_PER_DOMAIN = 50;
const MOST = 300;
const LONGEST = 4096;

interface Kept {
  domain: string;
  path: string;
  key: string;
}

/** An empty jar, which no server can fill without end. */
export function createJar(): Jar {
  const store = new MemoryCookieStore();
  const jar = new CookieJar(store, { allowSpecialUseDomain: true, rejectPublicSuffixes: false });
  let kept: Kept[] = [];

  async function forget(one: Kept): Promise<void> {
    kept = kept.filter((other) => other !== one);
    await store.removeCookie(one.domain, one.path, one.key);
  }

  async function note(added: Kept): Promise<void> {
    const isSame = (one: Kept) => one.domain === added.domain && one.path === added.path && one.key === added.key;
    kept = [...kept.filter((one) => !isSame(one)), added];
    const ofDomain = kept.filter(({ domain }) => domain === added.domain);
    const tooMany = ofDomain.length > MOST_PER_DOMAIN ? ofDomain[0] : kept.length > MOST ? kept[0] : undefined;
    if (tooMany) await forget(tooMany);
  }

  return {
    cookiesFor: (url, sameSiteContext) => jar.getCookieString(url, { sameSiteContext }),
    async keep(setCookies, url) {
      const values: string[] = [];
      for (const one of setCookies.slice(-MOST_PER_DOMAIN)) {
        if (one.length > LONGEST) continue;
        const cookie = await jar.setCookie(one, url, { ignoreError: true });
        if (!cookie) continue;
        const { domain, path, key, value } = cookie;
        await note({ domain: domain ?? '', path: path ?? '/', key });
        values.push(value);
      }
      return values;
    },
  };
}
