import { describe, expect, test } from 'vitest';
import { compareDrafts } from './compare-drafts.ts';
import {
  acknowledged,
  chosen,
  edited,
  openChoice,
  overtaken,
  refused,
  sending,
  startSync,
  toKeep,
  unreachable,
  type Sync,
} from './draft-sync.ts';
import { emptyDraft, type Draft } from './form.ts';

const answers = (values: Record<string, number>): Draft => ({ ...emptyDraft(), answers: values });
const server = (version: number, values: Record<string, number>) => ({ version, draft: answers(values) });
const start = (version = 0, values: Record<string, number> = {}) => startSync(server(version, values), null);

function send(sync: Sync): Sync {
  const out = sending(sync);
  if (!out) throw new Error(`nothing to send while ${sync.status}`);
  return out;
}

describe('comparing drafts', () => {
  test('takes over what one side changed and disputes what both did', () => {
    const { disputed, fromTheirs, preferMine, preferTheirs } = compareDrafts(
      answers({ same: 1, mine: 1, theirs: 1, both: 1, gone: 1 }),
      answers({ same: 1, mine: 2, theirs: 1, both: 2, gone: 1, fresh: 4 }),
      answers({ same: 1, mine: 1, theirs: 3, both: 3 }),
    );
    expect(disputed).toEqual([{ part: 'answers', id: 'both' }]);
    expect(fromTheirs.map(({ id }) => id)).toEqual(['theirs', 'gone']);
    expect(preferMine.answers).toEqual({ same: 1, mine: 2, theirs: 3, both: 2, fresh: 4 });
    expect(preferTheirs.answers).toEqual({ same: 1, mine: 2, theirs: 3, both: 3, fresh: 4 });
  });

  test('treats one agency as one place and carries its mark with it', () => {
    const base: Draft = { ...emptyDraft(), ties: { x: { mode: 1 } } };
    const mine: Draft = { ...emptyDraft(), ties: { x: { mode: 2 } } };
    const theirs: Draft = { ...emptyDraft(), ties: { x: { mode: 1, trust: 3 }, y: {} }, carried: ['x'] };
    const { disputed, fromTheirs, preferMine, preferTheirs } = compareDrafts(base, mine, theirs);
    expect([disputed, fromTheirs]).toEqual([[{ part: 'ties', id: 'x' }], [{ part: 'ties', id: 'y' }]]);
    expect([preferMine.ties, preferMine.carried]).toEqual([{ x: { mode: 2 }, y: {} }, []]);
    expect([preferTheirs.ties, preferTheirs.carried]).toEqual([{ x: { mode: 1, trust: 3 }, y: {} }, ['x']]);
  });
});

describe('saving', () => {
  test('goes from saved over unsaved and saving back to saved', () => {
    const changed = edited(start(), answers({ a: 1 }));
    expect(changed.status).toBe('unsaved');
    const out = send(changed);
    expect([out.status, out.sent]).toEqual(['saving', answers({ a: 1 })]);
    const done = acknowledged(out, 1);
    expect([done.status, done.version, done.base]).toEqual(['saved', 1, answers({ a: 1 })]);
  });

  test('sends again what was changed on the way', () => {
    const out = edited(send(edited(start(), answers({ a: 1 }))), answers({ a: 1, b: 2 }));
    expect(out.status).toBe('saving');
    const done = acknowledged(out, 1);
    expect([done.status, done.base, done.draft]).toEqual(['unsaved', answers({ a: 1 }), answers({ a: 1, b: 2 })]);
  });

  test('sends nothing when saved, saving, choosing or refused', () => {
    const saving = send(edited(start(), answers({ a: 1 })));
    const behind = overtaken(saving, server(5, { z: 1 }));
    for (const sync of [start(), saving, behind, refused(saving, 'closed'), refused(saving, 'signed-out')])
      expect(sending(sync)).toBeNull();
  });

  test('keeps on the device until it is acknowledged, and nothing after', () => {
    expect(toKeep(start())).toBeNull();
    const lost = unreachable(send(edited(start(2, { a: 1 }), answers({ a: 3 }))));
    expect(toKeep(lost)).toEqual({
      version: 2,
      draft: answers({ a: 3 }),
      base: answers({ a: 1 }),
      unconfirmed: [answers({ a: 3 })],
    });
    expect(toKeep(refused(lost, 'signed-out'))?.draft).toEqual(answers({ a: 3 }));
    const done = acknowledged(send(lost), 3);
    expect([toKeep(done), done.unconfirmed]).toEqual([null, []]);
  });
});

describe('another device', () => {
  test('is only our own lost reply: saving goes on', () => {
    const lost = edited(unreachable(send(edited(start(), answers({ a: 1 })))), answers({ a: 1, b: 2 }));
    const again = overtaken(send(lost), server(1, { a: 1 }));
    expect([again.status, again.version, again.theirs]).toEqual(['unsaved', 1, null]);
    expect(again.draft).toEqual(answers({ a: 1, b: 2 }));
    expect(again.unconfirmed).toEqual([]);
  });

  test('is only our own lost reply, also where that very answer was changed since', () => {
    const lost = edited(unreachable(send(edited(start(), answers({ a: 1 })))), answers({ a: 2 }));
    expect(overtaken(send(lost), server(1, { a: 1 }))).toMatchObject({ status: 'unsaved', version: 1 });
  });

  test('is ahead with the same answers: nothing to choose', () => {
    const same = overtaken(send(edited(start(), answers({ a: 1 }))), server(4, { a: 1 }));
    expect([same.status, same.version]).toEqual(['saved', 4]);
  });

  test('is ahead with others: the member chooses, later changes wait too', () => {
    const behind = overtaken(send(edited(start(), answers({ a: 1, b: 1 }))), server(2, { a: 2, c: 3 }));
    expect([behind.status, behind.draft]).toEqual(['behind', answers({ a: 1, b: 1 })]);
    const later = edited(behind, answers({ a: 1, b: 5 }));
    const choice = openChoice(later);
    expect(choice?.disputed).toEqual([{ part: 'answers', id: 'a' }]);
    expect(choice?.preferMine.answers).toEqual({ a: 1, b: 5, c: 3 });
    const mine = chosen(later, choice?.preferMine ?? emptyDraft());
    expect([mine.status, mine.version, mine.base]).toEqual(['unsaved', 2, answers({ a: 2, c: 3 })]);
    expect(chosen(later, answers({ a: 2, c: 3 })).status).toBe('saved');
  });
});

describe('a draft that this link may not read', () => {
  const start1 = start(1, { a: 1 });
  const behind = overtaken(send(edited(start1, answers({ a: 2 }))), { version: 4, draft: emptyDraft(), hidden: true });

  test('is a choice even where nothing else differs', () => {
    const hidden = { version: 4, draft: emptyDraft(), hidden: true };
    expect(overtaken(send(edited(start(), answers({ a: 1 }))), hidden).status).toBe('behind');
  });

  test('is a choice too, and takes nothing from this device', () => {
    expect([behind.status, openChoice(behind)?.preferMine]).toEqual(['behind', answers({ a: 2 })]);
  });

  test('is replaced only when the member says so', () => {
    const mine = chosen(behind, answers({ a: 2 }));
    expect([mine.status, mine.version, mine.draft]).toEqual(['unsaved', 4, answers({ a: 2 })]);
  });
});

describe('coming back', () => {
  const kept = { version: 1, base: answers({ a: 1 }), draft: answers({ a: 2 }), unconfirmed: [] };

  test('with nothing kept shows what the server has', () => {
    expect(start(3, { a: 1 })).toMatchObject({ status: 'saved', version: 3, draft: answers({ a: 1 }) });
  });

  test('sends what this device kept', () => {
    expect(startSync(server(1, { a: 1 }), kept)).toMatchObject({
      status: 'unsaved',
      version: 1,
      draft: answers({ a: 2 }),
    });
  });

  test('finds that it had arrived after all', () => {
    expect(startSync(server(2, { a: 2 }), kept)).toMatchObject({ status: 'saved', version: 2 });
  });

  test('finds another device ahead', () => {
    const sync = startSync(server(2, { a: 5 }), kept);
    expect([sync.status, sync.draft, sync.theirs?.version]).toEqual(['behind', answers({ a: 2 }), 2]);
  });
});
