// What other people wrote and the build puts into dist/, with their licences: they ask for that wherever it goes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folderOf = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const isLicence = (file) => /^(licen[cs]e|copying|notice)/i.test(file);

/** The folders of all packages of which this build of esbuild holds something. */
function foldersIn({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return [...new Set(used.flatMap(([file]) => folderOf.exec(file)?.[0] ?? []))].sort();
}

/** Names each package in the build and gives the words of its licence. Throws where a package comes without. */
export function thirdParty(metafile, root) {
  const sections = foldersIn(metafile).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const files = readdirSync(join(root, folder)).filter(isLicence).sort();
    if (!license || files.length === 0) throw new Error(`${name} ${version} comes without a licence`);
    const texts = files.map((file) => readFileSync(join(root, folder, file), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return ['dist/ holds code of these packages, each under its own licence.', ...sections].join(line).concat('\n');
}
