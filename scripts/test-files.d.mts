export function testFiles(...folders: string[]): string[];
export function browserTests(): string[];
export function databaseTests(): string[];
