import { NotOffered, Untestable } from '../vocabulary/expect.ts';
import type { PartnerKey, PartnerKeys } from '../vocabulary/partner-keys.ts';
import type { World } from '../vocabulary/world.ts';
import { createMcp } from '../wire/mcp.ts';
import type { TargetContext } from './target.ts';

const missing = (which: string) =>
  new Untestable(`needs ${which}: “partner_keys” in the configuration, or the test hook “partners”`, 'partner keys');

export function createPartnerKeys(target: TargetContext, world: World): PartnerKeys {
  const { hooks, secrets } = world;
  const { partnerKeys: configured } = target;
  const makes = hooks.has('partners');

  async function newAccount(): Promise<string> {
    const [somebody] = await hooks.createPeople(1);
    const { id, email } = somebody!;
    await hooks.setAccounts([{ user_id: id, email, access: true }]);
    return id;
  }

  async function made(account: Promise<string>, operations?: readonly string[]): Promise<PartnerKey> {
    const { id, key } = await hooks.createPartnerKey(await account, operations);
    secrets.note('api_key', key);
    return { key, revoke: () => hooks.revokePartnerKey(id) };
  }

  /** Whose keys those are that checks share. */
  const shared = () => world.shared('account of keys', newAccount);

  function known(which: 'whole' | 'part' | 'revoked', words: string): string {
    const key = configured?.[which] ?? (which === 'whole' ? target.readyToken : undefined);
    if (key === undefined) throw missing(words);
    return key;
  }

  let own: Promise<string> | undefined;
  return {
    whole: () =>
      makes
        ? world.shared('a whole key', async () => (await made(shared())).key)
        : Promise.resolve(known('whole', 'a partner key')),
    part: (operations) =>
      makes
        ? world.shared(`a key for ${operations.join(' ')}`, async () => (await made(shared(), operations)).key)
        : Promise.resolve(known('part', 'a key that may do a part')),
    revoked: () =>
      makes
        ? world.shared('a revoked key', async () => {
            const { key, revoke } = await made(shared());
            await revoke();
            return key;
          })
        : Promise.resolve(known('revoked', 'a key that was revoked')),
    async own() {
      if (!makes) throw missing('a key that may be revoked');
      own ??= newAccount();
      return made(own);
    },
    async takenFromTheAddress(isSo) {
      if (makes) return hooks.changeOffer({ key_in_address: isSo });
      if (isSo === (configured?.inAddress ?? false)) return;
      throw new NotOffered(isSo ? 'it takes no key from the address' : 'it takes keys from the address');
    },
    mcp(key, token) {
      const url = `${target.mcpUrl}?api_key=${encodeURIComponent(key)}`;
      return createMcp(world.http, url, target.era, token);
    },
  };
}
