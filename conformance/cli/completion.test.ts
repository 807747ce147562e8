import { expect, test } from 'vitest';
import { type } from '../../dev/testing/terminal.ts';

const script = async (shell: string): Promise<string> => (await type(['completion', shell])).out;

test.each(['bash', 'zsh'])('%s completes commands, options and their words', async (shell) => {
  const text = await script(shell);
  expect(text).toMatch(/local list='demo serve .*explain/);
  expect(text).toContain("'check --profile') list='static-client dynamic-client minted-token partner-key gold' ;;");
  expect(text).toMatch(/'list list'\) list='checks clauses [^']*--json' ;;/);
  expect(text).toMatch(/'serve '\*\) list='--profile [^']*--mutant/);
  // What has no known words is left to the shell, which knows files.
  expect(text).toContain("'check --out') list='' ;;");
});

test('fish completes them with what they are for', async () => {
  const text = await script('fish');
  expect(text).toContain("-n __fish_use_subcommand -a demo -d 'start everything on loopback");
  expect(text).toContain(
    "'__fish_seen_subcommand_from check' -l profile -x -a 'static-client dynamic-client minted-token partner-key gold'",
  );
  expect(text).toContain(
    "'__fish_seen_subcommand_from list' -f -a 'checks clauses profiles scenarios mutants variations sets'",
  );
  expect(text).toContain("'__fish_seen_subcommand_from check' -l out -r");
});

test('another shell is refused with those there are', async () => {
  const { code, err } = await type(['completion', 'powershell']);
  expect([code, err]).toEqual([2, 'openbell: there is no completion for “powershell”. Known are bash, zsh, fish.\n']);
});
