// Runs in the report, after open.js. Search and filters decide which lines are shown.

const rows = [...document.querySelectorAll('.row')];
const index = rows.map((row) => ({
  row,
  words: '',
  exercise: row.closest('.exercise').dataset.exercise,
  level: row.dataset.level,
  pips: [...row.querySelectorAll('.pip')].map((pip) => ({ pip, ...pip.dataset })),
}));

const columnNames = new Map([...byId('column').options].map(({ value, text }) => [value, text]));
for (const { pips } of index)
  for (const { pip, verdict, column } of pips) pip.title = `${columnNames.get(column)}: ${verdict}`;

const chips = [...document.querySelectorAll('.chip')];
const wanted = () => ({
  words: byId('search').value.toLowerCase().split(/\s+/).filter(Boolean),
  verdicts: new Set(
    chips.filter((chip) => chip.getAttribute('aria-pressed') === 'true').map((chip) => chip.dataset.verdict),
  ),
  column: byId('column').value,
  level: byId('level').value,
  exercise: byId('exercise').value,
});

const pipMatches = (pip, want) =>
  (want.verdicts.size === 0 || want.verdicts.has(pip.verdict)) && (want.column === '' || want.column === pip.column);

const matches = (entry, want) => {
  if (want.level !== '' && want.level !== entry.level) return false;
  if (want.exercise !== '' && want.exercise !== entry.exercise) return false;
  entry.words ||=
    `${entry.row.querySelector('summary').textContent} ${entry.row.dataset.words} ${entry.exercise}`.toLowerCase();
  return want.words.every((word) => entry.words.includes(word)) && entry.pips.some((pip) => pipMatches(pip, want));
};

const applyFilters = () => {
  const want = wanted();
  let shown = 0;
  for (const entry of index) {
    const visible = matches(entry, want);
    if (visible) shown++;
    entry.row.hidden = !visible;
    for (const pip of entry.pips) pip.pip.classList.toggle('dim', !pipMatches(pip, want));
  }
  for (const part of document.querySelectorAll('.part')) part.hidden = !part.querySelector('.row:not([hidden])');
  for (const exercise of document.querySelectorAll('.exercise'))
    exercise.hidden = !exercise.querySelector('.row:not([hidden])');
  byId('none').hidden = shown > 0;
  byId('shown').textContent = shown === index.length ? `${shown} lines` : `${shown} of ${index.length} lines`;
  document.body.classList.toggle('filtered', shown !== index.length);
};

const setFilters = ({ words = '', verdict, column = '', level = '', exercise = '' } = {}) => {
  byId('search').value = words;
  byId('column').value = column;
  byId('level').value = level;
  byId('exercise').value = exercise;
  for (const chip of chips) chip.setAttribute('aria-pressed', String(chip.dataset.verdict === verdict));
  applyFilters();
};
const resetFilters = () => setFilters();

byId('search').addEventListener('input', applyFilters);
for (const id of ['column', 'level', 'exercise']) byId(id).addEventListener('change', applyFilters);
for (const chip of chips) {
  chip.addEventListener('click', () => {
    chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') !== 'true'));
    applyFilters();
  });
}
for (const button of document.querySelectorAll('.reset')) button.addEventListener('click', resetFilters);
for (const button of document.querySelectorAll('.count')) {
  button.addEventListener('click', () => {
    setFilters({ verdict: button.dataset.show });
    byId('exercises').scrollIntoView();
  });
}
for (const button of document.querySelectorAll('.matrix button')) {
  button.addEventListener('click', () => {
    setFilters({ column: button.dataset.column, exercise: button.dataset.exercise });
    byId('exercises').scrollIntoView();
  });
}
applyFilters();
