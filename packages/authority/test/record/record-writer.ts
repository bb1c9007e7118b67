import { writeSync } from 'node:fs';
import { RecordFile } from '../../src/record/record-file.js';

// Run by home-record.test.ts as a process of its own: appends `count` entries and prints one dot for each.
const [path = '', name = '', count = '0'] = process.argv.slice(2);
const record = new RecordFile(path);
for (let number = 0; number < Number(count); number += 1) {
  record.append({
    time: '2024-05-06T07:08:09.000Z',
    action: 'grant',
    contentId: 'b5e1c1f0-0d3c-4f4e-9a51-2d8f3b1f6a11',
    who: name,
    reason: 'x'.repeat(number % 5000),
  });
  writeSync(1, '.');
}
