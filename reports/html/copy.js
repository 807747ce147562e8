// Runs in the report, after filter.js. Puts findings and exchanges on the clipboard, or where they can be copied from.

const say = (text) => {
  byId('said').textContent = text;
};

// What was said is over with the next deed.
for (const deed of ['keydown', 'pointerdown']) document.addEventListener(deed, () => say(''), true);

/** The clipboard where there is one; else the text, selected. */
const give = async (text, what) => {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${what}`);
  } catch {
    const [box] = byId('copy').getElementsByTagName('textarea');
    box.value = text;
    byId('copy').showModal();
    box.select();
    box.scrollTop = 0;
  }
};

const textOf = (place, path) => place?.querySelector(path)?.textContent.trim();

/** The result that is meant: where the focus is, or an address led, or the first that is broken. */
const resultIn = (row) => {
  const broken = ':is(.v-fail, .v-error, .v-warn, .v-blocked)';
  const focused = document.activeElement?.closest('.result');
  return row.contains(focused)
    ? focused
    : (row.querySelector('.result.target') ??
        row.querySelector(`.result:has(> h4 > b${broken})`) ??
        row.querySelector('.result'));
};

/** The exchange that a result is about: the finding's, the last of the step that failed, or the last. */
const exchangeIn = (result) => {
  const focused = document.activeElement?.closest('.x');
  if (focused && result.contains(focused)) return focused;
  const failed = result.querySelectorAll('.step-fail .x');
  return (
    result.querySelector('.x:has(.finding)') ?? [...(failed.length > 0 ? failed : result.querySelectorAll('.x'))].at(-1)
  );
};

const requestOf = async (line) => line && exchangeOf(await packed(), Number(line.dataset.exchange))?.request;

/** The line of curl, and what else there is to say of it. */
const commandOf = async (line) => {
  const request = await requestOf(line);
  const curl = request && curlOf(request);
  const wasCut = /… \(\d+ characters more\)$/.test(request?.body ?? '');
  return { curl, caveat: wasCut ? ': the report holds only the beginning of the body' : '' };
};

const giveCurl = async (line) => {
  const { curl, caveat } = await commandOf(line);
  if (curl) await give(curl, `#${line.dataset.exchange} as curl${caveat}`);
  else say('There is no request here to repeat');
};

/** The target's. */
const urlOf = ({ id }) =>
  [...byId('column').options].find(({ dataset }) => dataset.address === id.slice(id.lastIndexOf('@') + 1))?.title;

/** All that is known of a result; its words are in its line. */
const ticketOf = async (result) => {
  const row = result.closest('.row');
  const verdict = textOf(result, ':scope > h4 > b');
  const step = result.querySelector('.step-fail, .step-error, .step-blocked');
  const [expected, seen] = (step ?? result).querySelectorAll('.compared p');
  const line = exchangeIn(result);
  const { curl } = await commandOf(line);
  const isBroken = verdict === 'fail' || verdict === 'warn';
  const facts = [
    ['Result', `${verdict}, ${row.dataset.level}, ${textOf(row, 'summary .id')}`],
    ['Where', `${textOf(result, ':scope > h4 > .at')}, ${urlOf(result)}`],
    ['Who must act', textOf(result, ':scope > h4 > .blame')?.replace('at fault: ', '')],
    ...[...row.querySelectorAll('.clauses li')].map((clause) => ['Requirement', clause.textContent]),
    ['Step', step && textOf(step, '.says')],
    ['Expected', expected?.textContent],
    ['Seen', seen?.textContent],
    ['Note', textOf(result, ':scope > .reason')],
    ['Remedy', textOf(row, '.remedy p')],
    [
      'Exchange',
      line && [...line.querySelectorAll('summary > :not(.tag, .ms)')].map((one) => one.textContent).join(' '),
    ],
  ];
  return {
    title: `${isBroken ? 'Not met: ' : ''}${textOf(row, '.title')}`,
    facts,
    curl,
    run: `${runInWords()}; #${result.id}`,
  };
};

const runInWords = () => [...document.querySelectorAll('.banner .facts span')].map((one) => one.textContent).join(', ');

/** A cause that no result shows by itself. */
const ticketOfStop = (fix) => {
  const facts = [...fix.querySelectorAll('.saw')].map((one) => ['Note', one.textContent]);
  return { title: textOf(fix, '.what'), facts: [...facts, ['Remedy', textOf(fix, '.do')]], run: runInWords() };
};

const giveMarkdown = async (ticket) => give(markdownOf(ticket), `“${ticket.title}” as Markdown`);

/** What the keys are about: a cause that holds the focus, or the line. */
const meant = async () => {
  // Whoever is quick means what the address leads to.
  await arrived;
  const fix = document.activeElement?.closest('.fix');
  const lead = fix?.querySelector('.what a')?.getAttribute('href');
  if (fix && !lead) return { fix };
  const result = lead && (await placeOf(decodeURIComponent(lead.slice(1))));
  const row = result ? result.closest('.row') : (currentRow() ?? document.querySelector('.row[open]:not([hidden])'));
  if (row) await fill(row);
  return { result: result ?? (row && resultIn(row)) };
};

/** A result by its address, taken out of its packing. */
const placeOf = async (id) => {
  const holder = byId(id)?.closest('.row') ?? holderOf(id);
  if (holder) await fill(holder);
  return byId(id);
};

const copyMarkdown = async () => {
  const { fix, result } = await meant();
  if (fix) await giveMarkdown(ticketOfStop(fix));
  else if (result) await giveMarkdown(await ticketOf(result));
  else say('Choose a line first: n leads to the next finding');
};

const copyCurl = async () => {
  const { result } = await meant();
  if (result) await giveCurl(exchangeIn(result));
  else say('Choose a line first: n leads to the next finding');
};

const copyButtons = (markdown, curl) => {
  const button = (text, does) => {
    const made = make('button', 'copies', text);
    made.type = 'button';
    made.addEventListener('click', does);
    return made;
  };
  return [...(markdown ? [button('Copy Markdown', markdown)] : []), ...(curl ? [button('Copy curl', curl)] : [])];
};

/** What a line that opens can be copied as. */
const addButtons = (line) => {
  for (const result of line.querySelectorAll('.result:not(:has(> h4 > .copies))')) {
    const exchange = exchangeIn(result);
    const buttons = copyButtons(
      async () => giveMarkdown(await ticketOf(result)),
      exchange && (() => giveCurl(exchange)),
    );
    result.querySelector(':scope > h4').append(...buttons);
  }
  if (line.matches('.x') && !line.querySelector('.where .copies'))
    line.querySelector('.where')?.append(' ', ...copyButtons(undefined, () => giveCurl(line)));
};

document.addEventListener(
  'toggle',
  async ({ target: line }) => {
    if (!(line instanceof HTMLDetailsElement) || !line.open || !line.matches('.row, .x')) return;
    await fill(line);
    addButtons(line);
  },
  true,
);
for (const heading of document.querySelectorAll('.fix h4')) {
  const of = (copy) => () => {
    (heading.querySelector('a') ?? heading.querySelector('button')).focus({ preventScroll: true });
    return copy();
  };
  heading.append(...copyButtons(of(copyMarkdown), heading.querySelector('.what a') && of(copyCurl)));
}
for (const button of document.querySelectorAll('.copy')) {
  const text = button.closest('.yaml').querySelector('pre');
  button.addEventListener('click', async () => {
    getSelection().selectAllChildren(text);
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = 'Copied';
    } catch {
      // A browser may keep files from the clipboard; it is selected at least.
      button.textContent = 'Selected';
    }
  });
}
