/** The one stylesheet of all pages. Kept in a module, so that a bundle carries it along. */
export const style = `:root {
  color-scheme: light dark;
  --ink: #14213d;
  --soft: #4a5670;
  --paper: #f4f6fa;
  --card: #ffffff;
  --line: #d5dbe6;
  --accent: #0b5563;
  --on-accent: #ffffff;
  --danger: #a3201d;
  --warning: #fff4dc;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e8ecf4;
    --soft: #a9b4c8;
    --paper: #0d1320;
    --card: #161e2e;
    --line: #2b364b;
    --accent: #67c6d6;
    --on-accent: #06222a;
    --danger: #ff9c94;
    --warning: #3a2f14;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100vh;
  display: flex;
  flex-direction: column;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  color: var(--ink);
  background: var(--paper);
}
.bar {
  display: flex;
  justify-content: space-between;
  align-items: center;
  gap: 1rem;
  padding: 0.9rem clamp(1rem, 4vw, 2.5rem);
  background: var(--card);
  border-bottom: 1px solid var(--line);
}
.brand { display: inline-flex; white-space: nowrap; align-items: center; gap: 0.6rem; font-weight: 650; color: inherit; text-decoration: none; }
.mark { width: 1.35rem; height: 1.35rem; border-radius: 50%; border: 0.22rem solid var(--accent); border-left-color: transparent; transform: rotate(45deg); }
.who { min-width: 0; overflow: hidden; color: var(--soft); font-size: 0.9rem; text-overflow: ellipsis; white-space: nowrap; }
main { flex: 1; display: flex; justify-content: center; align-items: flex-start; padding: clamp(1rem, 5vw, 3rem) 1rem; }
.card {
  width: min(100%, 33rem);
  padding: clamp(1.25rem, 4vw, 2.25rem);
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 14px;
  box-shadow: 0 10px 30px rgb(8 20 45 / 8%);
}
.card.wide { width: min(100%, 46rem); }
.card.problem { border-top: 4px solid var(--danger); }
h1 { margin: 0 0 0.9rem; font-size: clamp(1.3rem, 4vw, 1.65rem); line-height: 1.25; overflow-wrap: anywhere; text-wrap: balance; }
h2 { margin: 1.5rem 0 0.5rem; font-size: 1.05rem; overflow-wrap: anywhere; }
p { margin: 0 0 0.9rem; overflow-wrap: anywhere; }
.client, [data-field="name"] { unicode-bidi: isolate; }
.eyebrow { margin-bottom: 0.35rem; color: var(--accent); font-size: 0.85rem; font-weight: 600; }
.note, .empty, .code { color: var(--soft); font-size: 0.9rem; }
.warning { padding: 0.7rem 0.9rem; border-radius: 8px; background: var(--warning); font-size: 0.92rem; }
.done { padding: 0.7rem 0.9rem; border-left: 4px solid var(--accent); border-radius: 8px; background: var(--paper); }
.cure strong { display: block; }
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
a { color: var(--accent); }
dl { margin: 0 0 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
dt { color: var(--soft); font-size: 0.9rem; }
.facts > div { display: grid; grid-template-columns: 7.5rem 1fr; gap: 0.75rem; padding: 0.6rem 0; border-top: 1px solid var(--line); }
.facts dd span { color: var(--soft); font-size: 0.9rem; }
.copy > div { padding: 0.8rem 0; border-top: 1px solid var(--line); }
.copy code { display: block; font-size: 1rem; font-weight: 600; }
.copy span { color: var(--soft); font-size: 0.9rem; }
fieldset { margin: 0 0 1rem; padding: 0; border: 0; }
legend { padding: 0; margin-bottom: 0.4rem; font-weight: 600; }
.choice { display: flex; gap: 0.75rem; padding: 0.75rem 0.9rem; border: 1px solid var(--line); border-radius: 10px; cursor: pointer; }
.choice + .choice { margin-top: 0.5rem; }
.choice:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.choice input { width: 1.15rem; height: 1.15rem; margin: 0.2rem 0 0; accent-color: var(--accent); flex: none; }
.choice :is(strong, .words) { display: block; }
.choice code { color: var(--soft); }
.scopes, .steps { margin: 0 0 1.2rem; padding-left: 1.2rem; }
.scopes code { color: var(--soft); }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; }
button, summary {
  min-height: 2.75rem;
  padding: 0.55rem 1.3rem;
  border: 1px solid var(--line);
  border-radius: 9px;
  background: transparent;
  color: inherit;
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
.actions button { flex: 1 1 8rem; }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.danger { border-color: var(--danger); color: var(--danger); }
.link { min-height: 1.5rem; padding: 0; border: 0; color: var(--accent); text-decoration: underline; }
:is(a, button, summary, input):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.aside { margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.92rem; }
.clients { margin: 0; padding: 0; list-style: none; }
.clients > li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.5rem 1rem; padding: 1rem 0; border-top: 1px solid var(--line); }
.clients h2 { margin: 0 0 0.2rem; }
.row { flex: 1 1 18rem; min-width: 0; }
.times { display: flex; flex-wrap: wrap; gap: 0.3rem 1.5rem; margin: 0; font-size: 0.9rem; }
.confirm summary { display: inline-flex; align-items: center; list-style: none; }
.confirm summary::-webkit-details-marker { display: none; }
.confirm form { max-width: 16rem; padding-top: 0.75rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
table { width: 100%; border-collapse: collapse; font-size: 0.93rem; }
th, td { padding: 0.55rem 0.6rem 0.55rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { color: var(--soft); font-weight: 500; border-top: 0; }
tbody th { font-weight: 600; overflow-wrap: normal; }
.form { margin-bottom: 0.6rem; }
.form summary { padding-inline: 0.9rem; }
.form > p { padding-top: 0.75rem; }
pre { margin: 0 0 0.9rem; padding: 0.8rem 0.9rem; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); white-space: pre-wrap; }
footer { padding: 1.25rem 1rem; text-align: center; color: var(--soft); font-size: 0.85rem; }
@media (max-width: 30rem) {
  .facts > div { grid-template-columns: 1fr; gap: 0.1rem; }
}
`;
