import { createRoot } from 'react-dom/client';
import { loadFonts } from './fonts.ts';
import './styles/tokens.css';
import './styles/base.css';
import { Terminal } from './terminal.tsx';

const root = document.getElementById('page');
if (root === null) throw new Error('index.html has no #page');
// A broken font file must not leave a blank machine: the system's fonts do as well as they can.
await loadFonts().catch(() => undefined);
createRoot(root).render(<Terminal bridge={window.tongban} />);
