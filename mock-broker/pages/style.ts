/** The one stylesheet of the brokerage’s pages. */
export const style = `
:root{color-scheme:light dark;--ground:#f3f5f4;--card:#fff;--ink:#16211f;--soft:#51605c;--line:#cfd8d5;--brand:#0b5d52;--brand-ink:#fff;
--accent:#b4570a;--bad:#a3201d;--bad-ground:#fdeeed;--warn-ground:#fff4e3;--warn:#7a4300;--good:#0b5d52;--good-ground:#e6f3f0;--focus:#1558d6}
@media (prefers-color-scheme:dark){:root{--ground:#0f1615;--card:#182220;--ink:#e8eeec;--soft:#a5b4b0;--line:#34433f;--brand:#58c7b4;--brand-ink:#06231e;
--accent:#f0a458;--bad:#ff9d97;--bad-ground:#3a1917;--warn-ground:#35270f;--warn:#f5c889;--good:#7fd8c7;--good-ground:#12332d;--focus:#8ab4ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
min-height:100vh;display:flex;flex-direction:column}
header{background:var(--card);border-bottom:1px solid var(--line)}
.bar{max-width:60rem;margin:0 auto;padding:.8rem 1.25rem;display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;justify-content:space-between}
.brand{display:flex;align-items:center;gap:.6rem;font-weight:650;letter-spacing:.01em;color:var(--ink);text-decoration:none}
.brand svg{width:1.9rem;height:1.9rem;display:block;fill:var(--brand)}
.who{color:var(--soft);font-size:.92rem;overflow-wrap:anywhere}
main{flex:1;width:100%;max-width:29rem;margin:0 auto;padding:2.2rem 1.25rem 3rem}
main.wide{max-width:60rem}
footer{color:var(--soft);font-size:.85rem;text-align:center;padding:1rem 1.25rem 1.6rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:1.6rem;box-shadow:0 1px 2px rgb(0 0 0/.06)}
.card+.card,.notice+.card,.card+h2,.notice+h2{margin-top:1.2rem}
h1{font-size:1.45rem;line-height:1.25;margin:0 0 .8rem}
h2{font-size:1.12rem;margin:2rem 0 .8rem}
h3{font-size:1.05rem;margin:0;overflow-wrap:anywhere}
p{margin:.6rem 0}
.client{unicode-bidi:isolate}
a{color:var(--brand)}
.soft{color:var(--soft);font-size:.93rem}
label,legend{font-weight:600;font-size:.94rem}
.field{margin:1rem 0}
form.card>.field:first-of-type{margin-top:0}
.field label{display:block;margin-bottom:.3rem}
.hint{color:var(--soft);font-size:.87rem;margin:.3rem 0 0;font-weight:400}
input[type=text],input[type=email],input[type=password],input[type=url]{width:100%;font:inherit;color:inherit;background:var(--ground);
border:1px solid var(--soft);border-radius:.5rem;padding:.6rem .75rem}
fieldset{border:1px solid var(--line);border-radius:.6rem;padding:.8rem 1rem;margin:1rem 0}
.choices{display:grid;grid-template-columns:repeat(auto-fill,minmax(15.5rem,1fr));gap:.5rem 1.2rem}
.choice{display:flex;gap:.55rem;align-items:flex-start;font-weight:400}
.choice input{margin:.3rem 0 0;width:1.05rem;height:1.05rem;flex:none;accent-color:var(--brand)}
.choice small{display:block;color:var(--soft)}
button,.button{font:inherit;font-weight:600;border-radius:.5rem;padding:.62rem 1.15rem;border:1px solid var(--brand);background:var(--brand);
color:var(--brand-ink);cursor:pointer;min-height:2.75rem;text-decoration:none;display:inline-block}
button.plain{background:transparent;color:var(--ink);border-color:var(--soft)}
button.link{background:none;border:0;padding:0;min-height:0;font-weight:400;color:var(--brand);text-decoration:underline}
.inline{display:inline}
button.danger{background:transparent;color:var(--bad);border-color:var(--bad)}
button:hover,.button:hover{filter:brightness(1.08)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.actions{display:flex;flex-wrap:wrap;gap:.7rem;margin-top:1.3rem}
.actions.even>*{flex:1}
.wide-button{width:100%}
.notice{border-radius:.6rem;padding:.75rem 1rem;margin:1rem 0;border:1px solid currentColor;overflow-wrap:anywhere}
.notice p{margin:0}
.notice p+p{margin-top:.5rem}
.bad{background:var(--bad-ground);color:var(--bad)}
.warn{background:var(--warn-ground);color:var(--warn)}
.good{background:var(--good-ground);color:var(--good)}
code{font:.92em/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.box{display:block;background:var(--ground);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .75rem;user-select:all}
dl{margin:1rem 0;display:grid;grid-template-columns:max-content 1fr;gap:.45rem 1.1rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
ul.plain{list-style:none;padding:0;margin:.5rem 0}
ul.plain li{padding:.4rem 0;border-top:1px solid var(--line)}
ul.plain li:first-child{border-top:0}
ul.plain small{color:var(--soft);display:block}
.strong-scope{color:var(--accent);font-weight:600}
.tag{font-size:.8rem;font-weight:600;border-radius:1rem;padding:.12rem .65rem;border:1px solid currentColor;white-space:nowrap}
.row{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;justify-content:space-between}
.mend{display:grid;grid-template-columns:minmax(9rem,1fr) minmax(12rem,2.2fr) max-content;gap:.4rem 1rem;align-items:end}
.mend .field{margin:.4rem 0 0}
.row>p{flex:1 1 18rem;margin:0}
.tight{margin-top:0}
.rule{border:0;border-top:1px solid var(--line);margin:1.2rem 0}
@media (max-width:48rem){.mend{grid-template-columns:1fr}.mend button{justify-self:start}}
@media (max-width:32rem){main{padding-top:1.2rem}.card{padding:1.15rem}dl{grid-template-columns:1fr;gap:.1rem}dd{margin-bottom:.55rem}}
`;
