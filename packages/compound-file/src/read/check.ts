import { DIFAT_SECTOR, ENTRY, ENTRY_COLOR, FAT_SECTOR, HEADER, NO_ENTRY } from '../layout.js';
import { compareNames } from '../names.js';
import { corrupt } from './failure.js';
import type { FatSectors } from './fat.js';
import type { Header } from './header.js';
import { NumberSet } from './number-set.js';
import { isSmall } from './sectors.js';
import type { Sectors } from './sectors.js';
import { streamStructure } from './tree.js';
import type { Tree, TreeNode } from './tree.js';

/** An opened file with all its tables. */
export interface OpenedTables {
  readonly header: Header;
  readonly fat: FatSectors;
  readonly sectors: Sectors;
  readonly tree: Tree;
}

/** What `strict` checks beyond the header and beyond what every reader checks. @throws CorruptFile */
export async function checkFile(tables: OpenedTables): Promise<void> {
  const { root, nodes } = tables.tree;
  if (root.stored.name !== 'Root Entry') throw corrupt('The root has another name.', 'directory', root.stored.offset);
  for (const node of [root, ...nodes]) {
    checkEntry(node);
    checkOrder(node.children);
  }
  await checkSectors(tables);
}

/** MS-CFB §2.6.1 */
function checkEntry({ stored, entry }: TreeNode): void {
  const fail = (message: string, field: keyof typeof ENTRY): Error =>
    corrupt(message, 'directory', stored.offset + ENTRY[field]);
  if (!stored.isNameValid) throw fail('The name of an entry or its length is wrong.', 'nameLength');
  if (stored.color !== ENTRY_COLOR.red && stored.color !== ENTRY_COLOR.black) {
    throw fail('The colour of an entry is neither red nor black.', 'color');
  }
  if (entry.kind === 'storage') return;
  if (stored.child !== NO_ENTRY) throw fail('A stream has children.', 'child');
  if (stored.classId !== undefined) throw fail('A stream has a class id.', 'classId');
}

/** MS-CFB §2.6.4 */
function checkOrder(siblings: readonly TreeNode[]): void {
  siblings.forEach(({ stored }, index) => {
    const before = siblings[index - 1]?.stored.name;
    if (before === undefined || compareNames(before, stored.name) < 0) return;
    throw corrupt('Siblings are not in order, or two have the same name.', 'directory', stored.offset);
  });
}

/** Every sector has one owner, and tables and counts say so. */
async function checkSectors({ header, fat, sectors, tree }: OpenedTables): Promise<void> {
  const taken = new NumberSet();
  await checkMarks(sectors, fat.fatSectors, FAT_SECTOR, taken);
  await checkMarks(sectors, fat.difatSectors, DIFAT_SECTOR, taken);
  const directory = await sectors.directory(taken);
  const mini = await sectors.miniStream(tree.root.stored, taken);
  checkCount(fat.fatSectors.length, header.fatSectors, 'fatSectors');
  checkCount(fat.difatSectors.length, header.difatSectors, 'difatSectors');
  checkCount(mini.tableBytes / header.sectorSize, header.miniFatSectors, 'miniFatSectors');
  if (header.version === 4) checkCount(directory.size / header.sectorSize, header.directorySectors, 'directorySectors');
  const takenSmall = new NumberSet();
  for (const { stored, entry } of tree.nodes) {
    if (entry.kind === 'storage') continue;
    if (isSmall(stored)) await sectors.smallStream(mini, stored, streamStructure(entry), takenSmall);
    else await sectors.largeStream(stored, streamStructure(entry), taken);
  }
}

async function checkMarks(sectors: Sectors, own: Iterable<number>, mark: number, taken: NumberSet): Promise<void> {
  for (const sector of own) {
    const isMarked = (await sectors.fat.entry(sector)) === mark;
    if (isMarked && taken.add(sector)) continue;
    throw corrupt(`The FAT does not mark sector ${sector} as its own.`, 'FAT', sectors.space.offsetOf(sector));
  }
}

function checkCount(found: number, recorded: number, field: keyof typeof HEADER): void {
  if (found === recorded) return;
  throw corrupt(`The header counts ${recorded} sectors where ${found} are.`, 'header', HEADER[field]);
}
