import type { PageElement } from './notice-page.js';
import type { ObjectTexts } from './object-texts.js';

/** Keys of page and link in the tree of parents. */
export const PAGE_PARENT_KEY = 0;
export const LINK_PARENT_KEY = 1;

/** The objects that the structure of the page hangs on. */
export interface TaggedObjects {
  readonly page: number;
  readonly link: number;
}

/** Adds the structure tree of the notice, so that it can be read aloud, and returns the number of its root; ISO 32000-2 §14.7. */
export function addStructureTree(
  objects: ObjectTexts,
  elements: readonly PageElement[],
  tagged: TaggedObjects,
): number {
  const root = objects.reserve();
  const document = objects.reserve();
  const adder = new ElementAdder(objects, tagged);
  const kids = elements.map((element) => adder.add(element, document));
  objects.set(document, `<</Type/StructElem/S/Document/P ${root} 0 R/K[${kids.map(reference).join(' ')}]>>`);
  const parents = adder.parents.map(reference).join(' ');
  const parentTree = `<</Nums[${PAGE_PARENT_KEY}[${parents}]${LINK_PARENT_KEY} ${adder.linkElement} 0 R]>>`;
  objects.set(root, `<</Type/StructTreeRoot/K[${document} 0 R]/ParentTree ${parentTree}/ParentTreeNextKey 2>>`);
  return root;
}

class ElementAdder {
  /** Of each piece of the content: the element around it. */
  readonly parents: number[] = [];
  linkElement = 0;
  readonly #objects: ObjectTexts;
  readonly #tagged: TaggedObjects;

  constructor(objects: ObjectTexts, tagged: TaggedObjects) {
    this.#objects = objects;
    this.#tagged = tagged;
  }

  add({ role, kids }: PageElement, parent: number): number {
    const element = this.#objects.reserve();
    const { page, link } = this.#tagged;
    const content = kids.map((kid) => {
      if (typeof kid !== 'number') return reference(this.add(kid, element));
      this.parents[kid] = element;
      return String(kid);
    });
    if (role === 'Link') {
      this.linkElement = element;
      content.push(`<</Type/OBJR/Obj ${link} 0 R>>`);
    }
    this.#objects.set(element, `<</Type/StructElem/S/${role}/P ${parent} 0 R/Pg ${page} 0 R/K[${content.join(' ')}]>>`);
    return element;
  }
}

function reference(number: number): string {
  return `${number} 0 R`;
}
