export {};

/** What pdfkit 0.20 takes of a structure element and its types don't know yet. */
declare global {
  namespace PDFKit.Mixins {
    interface StructureElementOptions {
      /** Left, top, right and bottom on the page, in points from its top left corner. */
      bbox?: [number, number, number, number];
      /** What the cell is the head of. */
      scope?: 'Column' | 'Row';
    }
  }
}
