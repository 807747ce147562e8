// Runs in the report, after packed.js. Follows links to ids, into lines that are not filled yet.

const byId = (id) => document.getElementById(id);
document.documentElement.classList.add('js');
// A phone shows what a picture is about; who wants to see it opens it.
if (matchMedia('(max-width: 40rem)').matches)
  for (const picture of document.querySelectorAll('.picture')) picture.open = false;

document.addEventListener(
  'toggle',
  (event) => {
    const line = event.target;
    if (line instanceof HTMLDetailsElement && line.open && line.classList.contains('row')) remember(line);
  },
  true,
);

/** The address bar follows the line that was opened, unless it already points into it. */
const remember = (line) => {
  const now = decodeURIComponent(location.hash.slice(1));
  if (now !== line.id && !now.startsWith(`${line.id}@`)) history.replaceState(null, '', `#${encodeURI(line.id)}`);
};

/** The address of a result in this report, whatever report it is from: earlier ones counted targets. */
const currentId = (id) => {
  const at = id.lastIndexOf('@');
  const target = [...byId('column').options].find(({ dataset }) => at >= 0 && dataset.old === id.slice(at + 1));
  return target && !byId(id) ? `${id.slice(0, at)}@${target.dataset.address}` : id;
};

/** The packed line that an id is inside of: a result is in its row, an exchange in its page of the log. */
const holderOf = (id) => {
  const number = /^exchange-(\d+)$/.exec(id)?.[1];
  if (number === undefined) return id.includes('@') ? byId(id.slice(0, id.lastIndexOf('@'))) : null;
  return [...document.querySelectorAll('.log')].find(
    (log) => Number(log.dataset.first) <= Number(number) && Number(number) <= Number(log.dataset.last),
  );
};

const openAround = async (element) => {
  for (let line = element.closest('details'); line; line = line.parentElement.closest('details')) {
    line.open = true;
    await fill(line);
  }
};

let goal;

/**
 * Scrolls to an element, again in the next frames: lines on the way get their real heights only as they come near the
 * window (content-visibility), and push it away.
 */
const bring = (element, block, frames = 5) => {
  goal = element;
  const scroll = (left) => {
    if (goal !== element) return;
    element.scrollIntoView({ block });
    if (left > 0) requestAnimationFrame(() => scroll(left - 1));
  };
  scroll(frames);
};

/** Opens whatever hides the element with this id, and goes there; to the line where this run has no such result. */
const show = async (address) => {
  const id = currentId(address);
  let element = byId(id);
  if (!element) {
    const holder = holderOf(id);
    if (!holder) return;
    await openAround(holder);
    element = byId(id) ?? holder;
  }
  await openAround(element);
  if (element.closest('.row[hidden]')) resetFilters();
  for (const old of document.querySelectorAll('.target')) old.classList.remove('target');
  element.classList.add('target');
  bring(element, 'start');
  const focusable = element.querySelector('summary') ?? element.closest('.row')?.querySelector('summary');
  focusable?.focus({ preventScroll: true });
};

/** Settles when the page is where its address leads. */
// biome-ignore lint/correctness/noUnusedVariables: copy.js waits for it.
let arrived = Promise.resolve();

const showHash = () => {
  if (location.hash.length > 1) arrived = show(decodeURIComponent(location.hash.slice(1)));
};

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, '', link.getAttribute('href'));
  showHash();
});
window.addEventListener('popstate', showHash);
window.addEventListener('hashchange', showHash);
