import assert from 'node:assert/strict';
import * as koffi from 'koffi';
import { LISTS, defineStructs, type StructName } from '../src/abi/structs.js';
import { describeWithStandIn } from './support/stand-in.js';

describeWithStandIn('the layouts of the structures', (standIn) => {
  const structs = defineStructs(koffi);

  it('are the C compiler’s own, every structure and every member', () => {
    const ours = Object.fromEntries(
      Object.entries(structs).map(([name, type]) => [
        name,
        {
          size: koffi.sizeof(type),
          ...Object.fromEntries(Object.entries(type.members ?? {}).map(([member, { offset }]) => [member, offset])),
        },
      ]),
    );
    assert.deepEqual(ours, standIn().layouts);
  });

  it('name the members of the lists', () => {
    for (const { list, element, counter, elements } of Object.values(LISTS)) {
      const members = structs[list].members ?? {};
      assert.ok(counter in members && elements in members, list);
      assert.equal(members[elements]?.type.ref, structs[element satisfies StructName]);
    }
  });
});
