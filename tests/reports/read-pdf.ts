import { getDocument } from '../support/pdf-js.ts';

/** A piece of text where it stands, in points from the page's lower left corner; `y` is its baseline. */
export interface Piece {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
}

/** A node of the tree that is read aloud; `children` are those on the page that was asked for. */
export interface Node {
  role?: string;
  type?: string;
  alt?: string;
  children?: Node[];
}

export interface PdfPage {
  width: number;
  height: number;
  pieces: Piece[];
  tree: Node | null;
}

/** The pages of a PDF: what stands where, and how it is tagged. */
export async function readPages(file: Uint8Array): Promise<PdfPage[]> {
  const pdf = await getDocument({ data: Uint8Array.from(file) }).promise;
  const pages: PdfPage[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const pieces = items.flatMap((item) => {
      if (!('str' in item) || item.str.trim() === '') return [];
      const [, , , size, x, y] = item.transform as [number, number, number, number, number, number];
      return [{ text: item.str, x, y, width: item.width, size }];
    });
    pages.push({ width, height, pieces, tree: await page.getStructTree() });
  }
  return pages;
}

/** A tree's nodes, each before its children. */
export const flat = (node: Node | null): Node[] => (node ? [node, ...(node.children ?? []).flatMap(flat)] : []);
