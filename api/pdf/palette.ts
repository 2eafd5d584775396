/** The light palette of web/src/app.css by its tokens: a test holds the two together. */
export const COLOURS: Record<string, string> = {
  '--surface': '#ffffff',
  '--quiet': '#f1ede5',
  '--line': '#ddd8cd',
  '--edge': '#8a8578',
  '--ink': '#1b2329',
  '--muted': '#565f67',
  '--trust': '#0072b2',
  '--commitment': '#c24f00',
  '--goals': '#00795a',
  '--routines': '#6b5b95',
  '--other': '#4a5560',
  '--accent': '#1f5c66',
  '--on-accent': '#ffffff',
  '--tint-3': '#1f5c66',
};

export const colour = (token: string): string => COLOURS[token] ?? '#1b2329';

export const PAPER = {
  ink: colour('--ink'),
  muted: colour('--muted'),
  line: colour('--line'),
  edge: colour('--edge'),
  quiet: colour('--quiet'),
  accent: colour('--accent'),
  mandate: colour('--commitment'),
  aim: colour('--goals'),
};
