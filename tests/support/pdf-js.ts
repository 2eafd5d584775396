import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

// Loaded, pdf.js gives Node a Path2D: Chart.js would draw with it, on a canvas that takes none of another's.
Reflect.deleteProperty(globalThis, 'Path2D');

export { getDocument };
