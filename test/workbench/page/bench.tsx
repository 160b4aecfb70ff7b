import { type ReactNode, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { BenchBridge, BenchCase, BenchOrder, BenchState, Paper } from '../bench-state.ts';

declare global {
  interface Window {
    readonly workbench: BenchBridge;
  }
}

/** The sample cards of native/id-card/sample-cards.ts, as somebody at the workbench would call them. */
const cards: readonly { readonly id: string; readonly zh: string; readonly en: string }[] = [
  { id: 'resident-wang', zh: '王晓澜', en: 'resident' },
  { id: 'resident-li', zh: '李承远', en: 'resident, no expiry' },
  { id: 'rare-name', zh: '刘䶮𠮷', en: 'rare characters' },
  { id: 'hmt-resident', zh: '何嘉宁 港澳台', en: 'HK, Macao, Taiwan' },
  { id: 'foreign-2023', zh: '艾莎 外国人', en: 'foreign, 2023 card' },
  { id: 'foreign-2017', zh: '外国人（旧版）', en: 'foreign, 2017 card' },
  { id: 'child', zh: '王一禾 儿童', en: 'a child' },
  { id: 'expired', zh: '陈秋平 已过期', en: 'expired' },
  { id: 'bad-check-digit', zh: '号码有错', en: 'wrong check digit' },
  { id: 'unknown-type', zh: '不认识的证件', en: 'unknown card' },
];

/** The sample pages of native/document-scanner/virtual-pages.ts. */
const pages: readonly { readonly id: string; readonly zh: string; readonly en: string }[] = [
  { id: 'form', zh: '登记表', en: 'a form' },
  { id: 'certificate', zh: '出生证', en: 'a certificate' },
  { id: 'letter', zh: '委托书', en: 'a letter' },
  { id: 'five-megabytes', zh: '最大的一页', en: '5 MB' },
  { id: 'too-large', zh: '过大的一页', en: 'too large' },
];
const threePages: readonly string[] = ['form', 'certificate', 'letter'];

function Bench() {
  const [state, setState] = useState<BenchState | null>(null);
  useEffect(() => {
    void window.workbench.current().then((current) => setState((newer) => newer ?? current));
    return window.workbench.onState(setState);
  }, []);
  if (state === null) return <p className="empty">请稍等 · One moment</p>;
  return (
    <>
      <div className="column">
        <Reader card={state.card} />
        <CodeReader {...state.codeReader} />
        <Network cut={state.networkCut} />
      </div>
      <div className="column">
        <Scanner {...state.scanner} />
        <Camera page={state.underCamera} />
        <Printer {...state.printer} />
        <PagePrinter {...state.pagePrinter} />
      </div>
      <Panel zh="打出来的纸" en="Paper that came out">
        {state.papers.length === 0 ? <p className="empty">还没有 · None yet</p> : state.papers.map(PaperPiece)}
      </Panel>
      <div className="column">
        <Believed states={state.believed} />
        <Panel zh="平台上的办件" en="What the platform holds">
          {state.cases.length === 0 ? <p className="empty">还没有 · None yet</p> : state.cases.map(CaseHeld)}
        </Panel>
      </div>
    </>
  );
}

function Reader({ card }: { readonly card: string | null }) {
  return (
    <Panel zh="身份证读卡器" en="ID card reader">
      <div className="cards">
        {cards.map(({ id, zh, en }) => (
          <Hand key={id} zh={zh} en={en} pressed={card === id} to="reader" order={{ do: 'lay', card: id }} />
        ))}
      </div>
      <Hand zh="拿起证件" en="Lift the card" off={card === null} to="reader" order={{ do: 'lift' }} />
    </Panel>
  );
}

function Printer({ coverOpen, paperMm }: BenchState['printer']) {
  const paper =
    paperMm === 0 ? '没有纸 · no paper' : `还有 ${(paperMm / 1000).toFixed(1)} 米纸 · ${paperMm} mm of paper`;
  return (
    <Panel zh="回执打印机" en="Receipt printer" note={coverOpen ? `盖子开着 · cover open，${paper}` : paper}>
      <div className="pair">
        {coverOpen ? (
          <Hand zh="关上盖子" en="Close the cover" to="printer" order={{ do: 'close-cover' }} />
        ) : (
          <Hand zh="打开盖子" en="Open the cover" to="printer" order={{ do: 'open-cover' }} />
        )}
        {paperMm === 0 ? (
          <Hand zh="装上新纸" en="Put new paper in" to="printer" order={{ do: 'new-paper' }} />
        ) : (
          <Hand zh="拿走纸" en="Take the paper" to="printer" order={{ do: 'take-paper' }} />
        )}
      </div>
    </Panel>
  );
}

const fullTray = 250;

function PagePrinter({ coverOpen, jammed, sheets, printing, printed }: BenchState['pagePrinter']) {
  const said = [
    coverOpen ? '盖子开着 · cover open' : null,
    jammed ? '卡纸了 · jammed' : null,
    printing ? '正在打印 · printing' : null,
    `还有 ${sheets} 张纸 · ${sheets} sheets`,
    `打过 ${printed} 份 · ${printed} printed`,
  ];
  return (
    <Panel zh="A4 打印机" en="A4 printer" note={said.filter((each) => each !== null).join('，')}>
      <div className="cards">
        {coverOpen ? (
          <Hand zh="关上盖子" en="Close the cover" to="page-printer" order={{ do: 'close-cover' }} />
        ) : (
          <Hand zh="打开盖子" en="Open the cover" to="page-printer" order={{ do: 'open-cover' }} />
        )}
        {sheets === 0 ? (
          <Hand zh="装纸" en="Put paper in" to="page-printer" order={{ do: 'paper', sheets: fullTray }} />
        ) : (
          <Hand zh="拿走纸" en="Take the paper" to="page-printer" order={{ do: 'paper', sheets: 0 }} />
        )}
        {jammed ? (
          <Hand zh="取出卡住的纸" en="Clear the jam" to="page-printer" order={{ do: 'clear-jam' }} />
        ) : (
          <Hand zh="卡纸" en="Jam it" to="page-printer" order={{ do: 'jam' }} />
        )}
      </div>
    </Panel>
  );
}

function Scanner({ plugged, glass, feeder, jammed, coverOpen, scanning, scanned }: BenchState['scanner']) {
  const said = [
    plugged ? null : '没有电 · unplugged',
    coverOpen ? '盖子开着 · cover open' : null,
    jammed ? '卡纸了 · jammed' : null,
    scanning ? '正在扫描 · scanning' : null,
    `进纸器 ${feeder} 张 · ${feeder} in the feeder`,
    `扫过 ${scanned} 页 · ${scanned} scanned`,
  ];
  return (
    <Panel zh="文件扫描仪" en="Document scanner" note={said.filter((each) => each !== null).join('，')}>
      <div className="cards">
        {pages.map(({ id, zh, en }) => (
          <Hand key={id} zh={zh} en={en} pressed={glass === id} to="scanner" order={{ do: 'lay', page: id }} />
        ))}
        <Hand zh="拿起纸" en="Take it off" off={glass === null} to="scanner" order={{ do: 'lift' }} />
        <Hand zh="进纸器放三张" en="Three into the feeder" to="scanner" order={{ do: 'load', pages: threePages }} />
        <Hand
          zh="取出进纸器的纸"
          en="Empty the feeder"
          off={feeder === 0}
          to="scanner"
          order={{ do: 'empty-feeder' }}
        />
        {jammed ? (
          <Hand zh="取出卡住的纸" en="Clear the jam" to="scanner" order={{ do: 'clear-jam' }} />
        ) : (
          <Hand zh="下一张会卡" en="Jam the next sheet" to="scanner" order={{ do: 'jam', atPage: 1 }} />
        )}
        {coverOpen ? (
          <Hand zh="关上盖子" en="Close the cover" to="scanner" order={{ do: 'close-cover' }} />
        ) : (
          <Hand zh="打开盖子" en="Open the cover" to="scanner" order={{ do: 'open-cover' }} />
        )}
        {plugged ? (
          <Hand zh="拔掉电源" en="Unplug it" to="scanner" order={{ do: 'unplug' }} />
        ) : (
          <Hand zh="接上电源" en="Plug it in" to="scanner" order={{ do: 'plug' }} />
        )}
      </div>
    </Panel>
  );
}

/** What is held to the code reader: an item's own code, a number for a form, and one that nobody here knows. */
const codes: readonly { readonly text: string; readonly zh: string; readonly en: string }[] = [
  { text: 'tongban:item:no-criminal-record', zh: '无犯罪记录证明的码', en: "an item's code" },
  { text: 'A1B2C3D4E', zh: '社保卡卡号', en: 'a card number' },
  { text: 'https://example.org/', zh: '别处的码', en: "somebody else's" },
];

function CodeReader({ plugged, lit, scans }: BenchState['codeReader']) {
  const said = [
    plugged ? null : '拔掉了 · unplugged',
    lit ? '亮着 · lit' : null,
    `扫过 ${scans} 次 · ${scans} scanned`,
  ];
  return (
    <Panel zh="扫码器" en="Code reader" note={said.filter((each) => each !== null).join('，')}>
      <div className="cards">
        {codes.map(({ text, zh, en }) => (
          <Hand key={text} zh={zh} en={en} off={!plugged} to="code-reader" order={{ do: 'scan', text }} />
        ))}
        {plugged ? (
          <Hand zh="拔掉" en="Unplug it" to="code-reader" order={{ do: 'unplug' }} />
        ) : (
          <Hand zh="接上" en="Plug it in" to="code-reader" order={{ do: 'plug' }} />
        )}
      </div>
    </Panel>
  );
}

function Camera({ page }: { readonly page: string | null }) {
  return (
    <Panel zh="镜头下面" en="Under the camera" note="再打开相机才看得到 · seen when the camera opens next">
      <div className="cards">
        {pages.slice(0, 3).map(({ id, zh, en }) => (
          <Hand key={id} zh={zh} en={en} pressed={page === id} to="camera" order={{ do: 'lay', page: id }} />
        ))}
        <Hand zh="拿走纸" en="Take it away" off={page === null} to="camera" order={{ do: 'lift' }} />
      </div>
    </Panel>
  );
}

function Believed({ states }: { readonly states: BenchState['believed'] }) {
  return (
    <Panel zh="驱动怎么看" en="What the drivers believe">
      {states.length === 0 ? (
        <p className="empty">还没有 · Nothing yet</p>
      ) : (
        <dl>
          {states.map(({ device, state }) => (
            <div key={device}>
              <dt>{device}</dt>
              <dd>{state}</dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}

function Network({ cut }: { readonly cut: boolean }) {
  return (
    <Panel zh="网络" en="Network" note={cut ? '断开了 · cut' : '通着 · connected'}>
      {cut ? (
        <Hand zh="接上网络" en="Restore the network" to="network" order={{ do: 'restore' }} />
      ) : (
        <Hand zh="断开网络" en="Cut the network" to="network" order={{ do: 'cut' }} />
      )}
    </Panel>
  );
}

function PaperPiece({ name, partial, code, pngBase64 }: Paper) {
  return (
    <figure key={name}>
      <img src={`data:image/png;base64,${pngBase64}`} alt={name} />
      <figcaption>{partial ? `${name}：半张，不算数 · torn, does not count` : name}</figcaption>
      {code !== null && <Hand zh="扫它的码" en="Scan its code" to="code-reader" order={{ do: 'scan', text: code }} />}
    </figure>
  );
}

function CaseHeld({ caseNumber, receivedAt, deliveries, itemName, rows }: BenchCase) {
  return (
    <article key={caseNumber}>
      <h3>{caseNumber}</h3>
      <p>
        {itemName} · {new Date(receivedAt).toLocaleTimeString('zh-CN')} · 收到 {deliveries} 次 · arrived {deliveries}×
      </p>
      <dl>
        {rows.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}

interface PanelProps {
  readonly zh: string;
  readonly en: string;
  readonly note?: string;
  readonly children: ReactNode;
}

function Panel({ zh, en, note, children }: PanelProps) {
  return (
    <section>
      <h2>
        {zh} <span>{en}</span>
      </h2>
      {note === undefined ? null : <p className="note">{note}</p>}
      {children}
    </section>
  );
}

interface HandProps extends BenchOrder {
  readonly zh: string;
  readonly en: string;
  readonly pressed?: boolean;
  readonly off?: boolean;
}

function Hand({ zh, en, pressed, off, to, order }: HandProps) {
  return (
    <button type="button" aria-pressed={pressed} disabled={off} onClick={() => window.workbench.order({ to, order })}>
      {zh} <span>{en}</span>
    </button>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');
createRoot(root).render(
  <StrictMode>
    <Bench />
  </StrictMode>,
);
