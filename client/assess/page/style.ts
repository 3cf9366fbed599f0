/** What a dossier's page adds to the common style. */
export const DOSSIER_STYLE = `
:root { --good: #1a6b38; --bad: #a02020; --open: #8a4b00; --link: #1f5fa8; }
@media (prefers-color-scheme: dark) { :root { --good: #6ccb8b; --bad: #ff8f85; --open: #f0b35a; --link: #7db4f0; } }
a { color: var(--link); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin: 1rem 0 1.5rem; padding: .6rem 0; border-block: 1px solid var(--line); font-size: .9rem; }
.lead { font-size: 1.1rem; }
.hint { color: var(--faint); font-size: .875rem; overflow-wrap: anywhere; }
.verdict { max-width: none; margin: 1.25rem 0 .75rem; padding: .7rem 1rem; border-radius: .4rem; border-left: .35rem solid; background: var(--card); font-weight: 600; }
.verdict.met, .mark.met { color: var(--good); } .verdict.unmet, .mark.unmet { color: var(--bad); }
.verdict.undecided, .mark.undecided { color: var(--open); }
.mark { font-weight: 600; white-space: nowrap; }
.mark.met::before { content: "✓ "; } .mark.unmet::before { content: "✗ "; } .mark.undecided::before { content: "? "; }
.findings { padding-left: 1.2rem; max-width: 50rem; } .findings li { margin: .3rem 0; }
.policy { margin: 1.5rem 0; padding: .2rem 1.2rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
.policy td:first-child { white-space: normal; }
.beside { display: flex; flex-wrap: wrap; align-items: start; gap: 0 3rem; } .beside > * { max-width: 100%; }
.stills { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .6rem; margin: 1rem 0; }
.stills img { width: 100%; border: 1px solid var(--line); border-radius: .3rem; background: white; }
.player iframe { display: block; width: 100%; max-width: 44rem; height: 42rem; border: 1px solid var(--line); border-radius: .3rem; background: white; margin-top: .5rem; }
.glossary { max-width: 50rem; } .glossary dt { font-weight: 600; margin-top: .8rem; } .glossary dd { margin: .1rem 0 0; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem .9rem; overflow-x: auto; }
pre code { background: none; padding: 0; } .command code { white-space: pre-wrap; }
@media (max-width: 36rem) {
  body { padding: 1.25rem 1rem 3rem; } h1 { font-size: 1.4rem; } .policy { padding: .1rem .8rem .8rem; }
  .player iframe { height: 31rem; }
  td, th { white-space: normal; } .number { min-width: 5.5rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; } nav, .player { display: none; }
  figure, .stills, .beside, tr, dt { break-inside: avoid; } h3 + p { break-after: avoid; }
  .beside { flex-wrap: nowrap; gap: 1rem; } .policy figure { flex: none; margin: 0; } .policy figure svg { width: 11rem; }
  .stills { grid-template-columns: repeat(3, 1fr); margin: .5rem 0; } .policy { margin: .8rem 0; } section > h2 { margin-top: 1.2rem; } h2, h3, dt { break-after: avoid; }
  .table { overflow: visible; } th, td { white-space: normal; padding: .2rem .5rem .2rem 0; } a { color: inherit; text-decoration: none; }
}
`;
