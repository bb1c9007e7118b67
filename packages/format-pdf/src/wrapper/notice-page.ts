import { HELVETICA, HELVETICA_BOLD, textWidth, wrapText, type StandardFont } from './fonts.js';
import { NOTICE, type NoticeBlock } from './notice-text.js';

/** An element of the page's structure: around others, or around a piece of the content by its number. */
export interface PageElement {
  readonly role: NoticeBlock['tag'] | 'L' | 'Lbl' | 'LBody';
  readonly kids: readonly (PageElement | number)[];
}

/** The notice as the content of a page. */
export interface NoticePage {
  /** The page's content stream, ASCII. Its text is set in `F1`, Helvetica, and `F2`, Helvetica-Bold. */
  readonly content: string;
  readonly elements: readonly PageElement[];
  /** Where the link's text stands: left, bottom, right, top. */
  readonly linkRectangle: readonly number[];
}

/** Points, as everything here. */
export const PAGE_SIZE = { width: 612, height: 792 } as const;

const LEFT = 102;
const TEXT_WIDTH = 408;
const ITEM_INDENT = 24;
const FIRST_BASELINE = 528;

/** Red, green and blue. */
const INK = '0.11 0.14 0.2';
const SOFT_INK = '0.31 0.35 0.42';
const ACCENT = '0.06 0.33 0.56';

/** How a block looks. */
interface Style {
  readonly font: StandardFont;
  readonly size: number;
  readonly leading: number;
  readonly color: string;
  /** From the last line of the block before to the first of this one. */
  readonly step: number;
}

const STYLES: Readonly<Record<NoticeBlock['tag'], Style>> = {
  H1: { font: HELVETICA_BOLD, size: 27, leading: 32, color: INK, step: 0 },
  P: { font: HELVETICA, size: 13, leading: 20, color: SOFT_INK, step: 34 },
  H2: { font: HELVETICA_BOLD, size: 15, leading: 20, color: INK, step: 44 },
  LI: { font: HELVETICA, size: 13, leading: 20, color: SOFT_INK, step: 26 },
  Link: { font: HELVETICA_BOLD, size: 13, leading: 20, color: ACCENT, step: 38 },
};

/** A band at the top of the page, and a padlock on a disc. */
const DECORATION = [
  `${ACCENT} rg 0 782 612 10 re f`,
  // The disc: four quarters of a circle of radius 34 around 136 620.
  '170 620 m 170 638.78 154.78 654 136 654 c 117.22 654 102 638.78 102 620 c',
  '102 601.22 117.22 586 136 586 c 154.78 586 170 601.22 170 620 c f',
  // The lock's body, its shackle and its keyhole.
  '1 g 121.5 605 29 22 re f',
  '1 G 3.6 w 1 J 127 628 m 127 633.5 l 127 638.5 131 642.2 136 642.2 c 141 642.2 145 638.5 145 633.5 c 145 628 l S',
  `${ACCENT} rg 138.6 617.6 m 138.6 619 137.4 620.2 136 620.2 c 134.6 620.2 133.4 619 133.4 617.6 c`,
  '133.4 616.6 134 615.8 134.7 615.4 c 134.7 610.6 l 137.3 610.6 l 137.3 615.4 l 138 615.8 138.6 616.6 138.6 617.6 c f',
];

/** Sets the notice. */
export function noticePage(): NoticePage {
  const composer = new Composer();
  for (const block of NOTICE) composer.add(block);
  return composer.page();
}

class Composer {
  readonly #content: string[] = [`/Artifact BMC q\n${DECORATION.join('\n')}\nQ EMC`];
  readonly #elements: PageElement[] = [];
  #linkRectangle: readonly number[] = [];
  #baseline = FIRST_BASELINE;
  #pieces = 0;
  #items: PageElement[] = [];

  add(block: NoticeBlock): void {
    const style = STYLES[block.tag];
    this.#baseline -= style.step;
    if (block.tag === 'LI') this.#addItem(block.text, style);
    else this.#addBlock(block, style);
  }

  page(): NoticePage {
    return { content: this.#content.join('\n'), elements: this.#elements, linkRectangle: this.#linkRectangle };
  }

  #addBlock({ tag, text }: NoticeBlock, style: Style): void {
    const lines = wrapText(text, style.font, TEXT_WIDTH / style.size);
    if (tag === 'Link') this.#underline(lines[0] ?? '', style);
    const element: PageElement = { role: tag, kids: [this.#set(tag, lines, style, LEFT)] };
    this.#elements.push(tag === 'Link' ? { role: 'P', kids: [element] } : element);
    this.#baseline -= (lines.length - 1) * style.leading;
  }

  #addItem(text: string, style: Style): void {
    if (this.#items.length === 0) this.#elements.push({ role: 'L', kids: this.#items });
    const number = { ...style, font: HELVETICA_BOLD, color: ACCENT };
    const label = this.#set('Lbl', [`${this.#items.length + 1}.`], number, LEFT);
    const body = this.#set('LBody', [text], style, LEFT + ITEM_INDENT);
    this.#items.push({
      role: 'LI',
      kids: [
        { role: 'Lbl', kids: [label] },
        { role: 'LBody', kids: [body] },
      ],
    });
  }

  /** Sets lines as one piece of the content and returns its number. */
  #set(role: string, lines: readonly string[], style: Style, left: number): number {
    const number = this.#pieces++;
    const font = style.font === HELVETICA ? 'F1' : 'F2';
    const shown = lines.map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj`).join(' T* ');
    this.#content.push(
      `/${role} <</MCID ${number}>> BDC`,
      `BT ${style.color} rg /${font} ${style.size} Tf ${style.leading} TL ${left} ${this.#baseline} Td ${shown} ET`,
      'EMC',
    );
    return number;
  }

  /** Underlines the link, which has one line, and keeps its place. */
  #underline(line: string, { font, size, color }: Style): void {
    const right = Math.ceil(LEFT + textWidth(line, font) * size);
    const underline = this.#baseline - 3;
    this.#content.push(`/Artifact BMC q ${color} RG 0.8 w ${LEFT} ${underline} m ${right} ${underline} l S Q EMC`);
    this.#linkRectangle = [LEFT - 2, this.#baseline - 6, right + 2, this.#baseline + size];
  }
}
