import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolveSettings } from '../../src/config/settings.js';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';

const CONFIG = {
  profiles: {
    work: { as: 'alice@example.com', home: 'elsewhere', removalRight: 'EXTRACT' },
    other: { as: 'bob@example.com' },
  },
  defaultProfile: 'work',
};

describe('resolveSettings', () => {
  const path = useTemporaryFolder();
  const home = (): string => path('home');
  const writeConfig = (name: string, text: string): void => {
    writeFileSync(path(name), text);
  };
  beforeEach(() => {
    mkdirSync(home());
  });

  it('falls back on the operating system and the platform', async () => {
    const settings = await resolveSettings({}, home);
    assert.match(settings.as.value, /^\S+@localhost$/);
    assert.equal(settings.as.from, 'operating system');
    assert.equal(settings.home.value, home());
    assert.deepEqual(settings.removalRight, { value: 'EXPORT', from: 'default' });
    assert.equal(settings.config, undefined);
    assert.equal(settings.profile, undefined);
  });

  it('takes the default profile of the configuration in the home, its home relative to the file', async () => {
    writeConfig('home/config.json', JSON.stringify(CONFIG));
    assert.deepEqual(await resolveSettings({}, home), {
      client: { value: 'authority', from: 'default' },
      as: { value: 'alice@example.com', from: 'profile work' },
      home: { value: path('home/elsewhere'), from: 'profile work' },
      removalRight: { value: 'EXTRACT', from: 'profile work' },
      config: { value: path('home/config.json'), from: 'home' },
      profile: { value: 'work', from: 'configuration' },
    });
  });

  it('takes a named profile of a named configuration', async () => {
    writeConfig('mine.json', JSON.stringify(CONFIG));
    const settings = await resolveSettings({ config: path('mine.json'), profile: 'other' }, home);
    assert.deepEqual(settings.as, { value: 'bob@example.com', from: 'profile other' });
    assert.deepEqual(settings.profile, { value: 'other', from: '--profile' });
    assert.deepEqual(settings.config, { value: path('mine.json'), from: '--config' });
  });

  it('lets the command line win', async () => {
    writeConfig('home/config.json', JSON.stringify(CONFIG));
    const settings = await resolveSettings({ as: 'carol@example.com', home: home() }, () => assert.fail());
    assert.deepEqual(settings.as, { value: 'carol@example.com', from: '--as' });
    assert.deepEqual(settings.home, { value: home(), from: '--home' });
  });

  const wrong: readonly (readonly [string, string])[] = [
    ['text that is not JSON', '{'],
    ['an unknown member', '{"profiles":{},"extra":1}'],
    ['a profile with an unknown member', '{"profiles":{"a":{"password":"x"}}}'],
    ['a profile with an unknown client', '{"profiles":{"a":{"client":"x"}}}'],
    ['a format that is a number', '{"formats":[1]}'],
    ['a format with an unknown member', '{"formats":[{"use":"./x","trust":true}]}'],
    ['a default profile that is not there', '{"profiles":{},"defaultProfile":"__proto__"}'],
  ];
  for (const [title, text] of wrong) {
    it(`refuses a configuration with ${title}`, async () => {
      writeConfig('home/config.json', text);
      await assert.rejects(resolveSettings({}, home), { code: 'UsageError' });
    });
  }

  it('refuses a profile without a configuration, and a configuration that is not there', async () => {
    await assert.rejects(resolveSettings({ profile: 'work' }, home), { code: 'UsageError' });
    await assert.rejects(resolveSettings({ config: path('none.json') }, home), { code: 'CannotRead' });
  });
});
