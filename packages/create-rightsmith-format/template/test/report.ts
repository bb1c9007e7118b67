import { writeFileSync } from 'node:fs';
import { formatReport, reportBadge, reportText } from '@rightsmith/testkit';
import { OPTIONS } from './samples.js';

const report = await formatReport(OPTIONS);
console.log(reportText(report));
writeFileSync('kit.svg', reportBadge(report));
process.exitCode = report.failed === 0 ? 0 : 1;
