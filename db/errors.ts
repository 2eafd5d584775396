/** What a verb refuses, by name; api/errors.ts gives each its status once. Messages are fit to be shown. */
export abstract class StoreError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** No such row, or not in this network. */
export class NotFound extends StoreError {
  readonly kind: string;
  readonly id: string;
  constructor(kind: string, id: string) {
    super(`There is no ${kind} "${id}".`);
    this.kind = kind;
    this.id = id;
  }
}

/** The identifier is taken, or somebody else wrote first. */
export class Conflict extends StoreError {}

/** A network with this slug exists. */
export class SlugTaken extends Conflict {
  readonly slug: string;
  constructor(slug: string) {
    super(`There is a network "${slug}" already.`);
    this.slug = slug;
  }
}

/** The word is part of our own addresses, or may become one. */
export class SlugReserved extends Conflict {
  readonly slug: string;
  constructor(slug: string) {
    super(`"${slug}" is kept for addresses of the program: take another slug.`);
    this.slug = slug;
  }
}

/** A network keeps somebody who leads it. */
export class LastLead extends Conflict {
  constructor() {
    super('A network keeps at least one lead: make somebody else a lead first.');
  }
}

/** Other rows rest on it, so it can't be removed or moved. */
export class InUse extends Conflict {}

/** Somebody whom a change was about was erased or removed since, so that it is not taken back. */
export class PersonGone extends Conflict {
  constructor() {
    super('Somebody whom this was about has been erased or removed since: it can’t be taken back any more.');
  }
}

/** The account has another address than the one that was invited. */
export class InvitedOtherwise extends StoreError {
  constructor() {
    super('This invitation is for another address: sign in with the one that was invited.');
  }
}

/** Somebody was erased while something was made of what they had said: it has to be made again. */
export class ErasedMeanwhile extends Conflict {
  constructor() {
    super('Somebody was erased meanwhile.');
  }
}

/** Two waves of one network would be open on the same day. */
export class WavesOverlap extends Conflict {
  constructor(wave: string) {
    super(`The dates of wave "${wave}" overlap those of another wave.`);
  }
}

/** The instrument of this id and version exists with another content; a used version never changes. */
export class InstrumentFixed extends Conflict {
  constructor(key: string) {
    super(`The instrument "${key}" is fixed: another wording needs a new version.`);
  }
}

/** A row refers to something that isn't there. */
export class BrokenReference extends StoreError {}

/** Another device saved a newer draft; `version` is the one stored, 0 for none. */
export class DraftBehind extends StoreError {
  readonly version: number;
  constructor(version: number) {
    super(`A newer draft (version ${version}) is stored.`);
    this.version = version;
  }
}

/** The wave takes no more answers; `closed` is when it ended, `closes` its last day in the network's time zone. */
export class WaveClosed extends StoreError {
  readonly closed: Date;
  readonly closes: string;
  constructor(wave: string, closed: Date, closes: string) {
    super(`Wave "${wave}" closed at ${closed.toISOString()}.`);
    this.closed = closed;
    this.closes = closes;
  }
}

/** The wave opens later; `opens` is its first day. */
export class WaveNotOpen extends StoreError {
  readonly opens: string;
  constructor(wave: string, opens: string) {
    super(`Wave "${wave}" opens on ${opens}.`);
    this.opens = opens;
  }
}

/** The member's span of membership doesn't hold the wave's opening day. */
export class NotInWave extends StoreError {
  constructor(member: string, wave: string) {
    super(`Member "${member}" is not in wave "${wave}".`);
  }
}

/** The idempotency key was used with another body. */
export class KeyReused extends StoreError {
  constructor() {
    super('This idempotency key was used for another submission.');
  }
}

/** The database was migrated by a newer program. */
export class DatabaseNewer extends StoreError {
  constructor(database: string, program: string) {
    super(
      `The database is at migration ${database}, newer than this program knows (${program}): start the newer version.`,
    );
  }
}

/** `rapport copy` was stopped half-way into this database. */
export class UnfinishedCopy extends StoreError {
  constructor() {
    super('The database is the unfinished copy of another: finish it with ‘rapport copy’, or empty it.');
  }
}

/** A copy can't be made here, or is not what it was made from; nothing of the source was changed. */
export class CopyRefused extends StoreError {}

/** The engine can't be reached, is locked, full, read-only or damaged; `cause` says which. */
export class DatabaseUnavailable extends StoreError {}

/** What was frozen or published is not what it was: it is not shown. */
export class Altered extends StoreError {
  constructor(what: string) {
    super(`${what} is not as it was frozen.`);
  }
}

/** A backup is not what it was when it was made, or none. */
export class BackupDamaged extends StoreError {
  constructor(what: string) {
    super(`The backup can’t be used: ${what}.`);
  }
}
