/** Resolves CSS custom properties to colours that a canvas understands, as the theme has them now. */
export function colourReader(within: Element): { read: (token: string) => string; done: () => void } {
  const probe = document.createElement('span');
  probe.hidden = true;
  within.append(probe);
  return {
    read(token) {
      probe.style.color = `var(${token})`;
      return getComputedStyle(probe).color;
    },
    done: () => probe.remove(),
  };
}

/** Calls `redraw` whenever the system's theme changes; returns how to stop that. */
export function onThemeChange(redraw: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', redraw);
  return () => dark.removeEventListener('change', redraw);
}
