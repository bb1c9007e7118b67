import { describe, it } from 'node:test';
import { testFormat } from '@rightsmith/testkit';
import { OPTIONS } from './samples.js';

testFormat(OPTIONS, { describe, it });
