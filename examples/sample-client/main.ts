import { anthropicModel } from './model.ts';
import { scriptedModel } from './scripted-model.ts';
import { startSampleClient } from './server.ts';
import { readSettings, SCRIPTED, SettingsProblem } from './settings.ts';

try {
  const settings = readSettings(process.env);
  const model = settings.modelKey === SCRIPTED ? scriptedModel : anthropicModel(settings);
  const client = await startSampleClient(settings, model, { now: Date.now });
  console.log(`The sample client is at ${client.origin}/`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void client.close().then(() => process.exit(0)));
  }
} catch (error) {
  if (!(error instanceof SettingsProblem) && !isInUse(error)) throw error;
  console.error(error instanceof SettingsProblem ? error.message : 'The port is in use: set PORT to another one.');
  process.exitCode = 2;
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
