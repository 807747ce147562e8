// Runs in the report, last. Keyboard, theme and the help.

const attention = '.v-fail, .v-error, .v-blocked, .v-warn';
const visibleRows = () => rows.filter((row) => !row.hidden);
const currentRow = () => document.activeElement?.closest('.row');

const focusRow = (row, block = 'nearest') => {
  if (!row) return;
  const line = row.querySelector('summary');
  line.focus({ preventScroll: true });
  bring(line, block);
};

/** The next row, or with `suits` the next that does, from the focus on; -1 goes back. */
const move = (by, suits = () => true, block) => {
  const list = visibleRows();
  const from = list.indexOf(currentRow());
  const order = by > 0 ? list.slice(from + 1) : list.slice(0, Math.max(from, 0)).reverse();
  focusRow(order.find(suits), block);
};

const leave = () => {
  const row = currentRow();
  const dialog = document.querySelector('dialog[open]');
  if (dialog) dialog.close();
  else if (document.activeElement === byId('search')) {
    byId('search').value = '';
    applyFilters();
    focusRow(visibleRows()[0]);
  } else if (row?.open) {
    row.open = false;
    focusRow(row);
  }
};

const themes = ['auto', 'light', 'dark'];
const setTheme = (theme) => {
  document.documentElement.dataset.theme = theme;
  byId('theme').textContent = `Theme: ${theme}`;
  try {
    localStorage.setItem('openbell-theme', theme);
  } catch {
    // A browser may deny storage to files; the choice then lasts until the page is closed.
  }
};
const nextTheme = () => setTheme(themes[(themes.indexOf(document.documentElement.dataset.theme ?? 'auto') + 1) % 3]);

const actions = {
  '/': () => byId('search').focus(),
  j: () => move(1),
  k: () => move(-1),
  n: () => move(1, (row) => row.querySelector('summary > .sign').matches(attention), 'start'),
  m: () => copyMarkdown(),
  c: () => copyCurl(),
  t: nextTheme,
  '?': () => byId('help').showModal(),
};
const onSummary = { ArrowDown: () => move(1), ArrowUp: () => move(-1) };

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') {
    if (document.querySelector('dialog[open]') || currentRow() || document.activeElement === byId('search'))
      event.preventDefault();
    leave();
    return;
  }
  if (document.querySelector('dialog[open]')) return;
  const typing = event.target.matches('input, select, textarea');
  if (typing && event.target.id === 'search' && (event.key === 'Enter' || event.key === 'ArrowDown')) {
    event.preventDefault();
    focusRow(visibleRows()[0]);
    return;
  }
  // What is opened from the keyboard is on top, so that it is seen.
  if (event.key === 'Enter' && event.target.matches('.row > summary')) bring(event.target, 'start');
  const action = typing
    ? undefined
    : (actions[event.key] ?? (event.target.matches('.row > summary') && onSummary[event.key]));
  if (!action) return;
  event.preventDefault();
  action();
});

byId('theme').addEventListener('click', nextTheme);
byId('help-button').addEventListener('click', () => byId('help').showModal());
for (const button of document.querySelectorAll('dialog .close'))
  button.addEventListener('click', () => button.closest('dialog').close());
try {
  if (themes.includes(localStorage.getItem('openbell-theme'))) setTheme(localStorage.getItem('openbell-theme'));
} catch {
  // As above.
}
// A browser goes to the address by itself as it ends loading, and takes the focus away.
window.addEventListener('load', () => requestAnimationFrame(showHash));
