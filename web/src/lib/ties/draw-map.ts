import cytoscape, {
  type Core,
  type EdgeSingular,
  type ElementDefinition,
  type NodeSingular,
  type StylesheetJson,
} from 'cytoscape';
import { AGENCY_SIZE, type Place } from './layout';
import type { TieMap } from './tie-map';

/** A map on the page. It never moves an agency: what changes is which are there, which lines, which shades. */
export interface DrawnMap {
  show: (map: TieMap, chosen: string | null) => void;
  zoom: (factor: number) => void;
  fit: () => void;
  /** Reads the colours of the theme again. */
  recolour: () => void;
  picture: () => Promise<HTMLCanvasElement>;
  destroy: () => void;
}

export interface MapOptions {
  places: ReadonlyMap<string, Place>;
  names: ReadonlyMap<string, string>;
  colour: (token: string) => string;
  font: string;
  /** With a pointer on an agency: chosen, or chosen no longer. */
  onChoose: (organisation: string | null) => void;
}

/** From so many agencies on, names would lie on each other: numbers stand alone until one is chosen. */
const MOST_NAMES = 24;
const NARROW = 560;
const ZOOM = { min: 0.2, max: 4 };
const PICTURE_SCALE = 2;
const SHADE = 0.2;

/** Draws into `box`, which has a size; lazily loaded, since cytoscape is large. */
export function drawMap(box: HTMLElement, options: MapOptions): DrawnMap {
  const named = box.clientWidth >= NARROW && options.places.size <= MOST_NAMES;
  const cy = cytoscape({
    container: box,
    elements: [...options.places].map(([id, position]): ElementDefinition => ({
      data: { id, name: '', number: '', letters: '' },
      position: { ...position },
    })),
    style: stylesheet(options, named),
    layout: { name: 'preset' },
    minZoom: ZOOM.min,
    maxZoom: ZOOM.max,
    autoungrabify: true,
    boxSelectionEnabled: false,
    // The wheel scrolls the page; buttons and Ctrl with the wheel zoom.
    userZoomingEnabled: false,
  });
  const fit = () => {
    cy.fit(
      cy.nodes().filter((node) => !node.hasClass('absent')),
      AGENCY_SIZE,
    );
    followZoom(cy, box);
  };
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoomBy(cy, Math.exp(-event.deltaY / 300), { x: event.offsetX, y: event.offsetY });
    followZoom(cy, box);
  };
  box.addEventListener('wheel', onWheel, { passive: false });
  cy.on('tap', (event) => {
    const { target } = event;
    options.onChoose(target === cy || !target.isNode() ? null : String(target.id()));
  });
  const resized = new ResizeObserver(() => {
    cy.resize();
    fit();
  });
  resized.observe(box);
  return {
    show: (map, chosen) => cy.batch(() => showOn(cy, map, chosen, options.names)),
    zoom: (factor) => {
      zoomBy(cy, factor, { x: box.clientWidth / 2, y: box.clientHeight / 2 });
      followZoom(cy, box);
    },
    fit,
    recolour: () => cy.style(stylesheet(options, named)),
    picture: () => pictureOf(cy, options.colour('--surface')),
    destroy: () => {
      resized.disconnect();
      box.removeEventListener('wheel', onWheel);
      cy.destroy();
    },
  };
}

function zoomBy(cy: Core, factor: number, renderedPosition: Place): void {
  cy.zoom({ level: Math.min(ZOOM.max, Math.max(ZOOM.min, cy.zoom() * factor)), renderedPosition });
}

// A finger that wants to scroll the page past the map must not move the map while all of it is in view.
function followZoom(cy: Core, box: HTMLElement): void {
  const all = cy.elements().renderedBoundingBox();
  const larger = all.w > box.clientWidth + 1 || all.h > box.clientHeight + 1;
  const fine = matchMedia('(pointer: fine)').matches;
  cy.userPanningEnabled(fine || larger);
  box.style.touchAction = larger ? 'none' : 'pan-y';
}

function showOn(cy: Core, map: TieMap, chosen: string | null, names: ReadonlyMap<string, string>): void {
  const near = new Set(
    map.ties.filter(({ from, to }) => from === chosen || to === chosen).flatMap(({ from, to }) => [from, to]),
  );
  const faint = (id: string) => chosen !== null && id !== chosen && !near.has(id);
  const agencies = new Map(map.agencies.map((agency) => [agency.organisation, agency]));
  cy.nodes().forEach((node) => {
    const agency = agencies.get(node.id());
    change(node, 'number', String(agency?.place ?? ''));
    change(node, 'letters', agency?.pockets.join(' ') ?? '');
    change(node, 'name', [names.get(node.id()) ?? node.id(), ...(agency?.pockets ?? [])].join('\u00a0·\u00a0'));
    node.toggleClass('absent', agency === undefined);
    node.toggleClass('silent', agency?.heard === false);
    node.toggleClass('grouped', (agency?.pockets.length ?? 0) > 0);
    node.toggleClass('chosen', node.id() === chosen);
    node.toggleClass('faint', faint(node.id()));
  });
  const shown = new Set<string>();
  const fresh: ElementDefinition[] = [];
  for (const { from, to, confirmed, strength, inPocket } of map.ties) {
    const id = `${from}\n${to}`;
    shown.add(id);
    const classes = [
      confirmed ? 'confirmed' : 'one-sided',
      inPocket ? 'grouped' : '',
      chosen !== null && from !== chosen && to !== chosen ? 'faint' : '',
    ];
    const line = cy.getElementById(id);
    if (line.nonempty()) {
      change(line, 'strength', strength);
      line.classes(classes.filter(Boolean));
    } else fresh.push({ group: 'edges', data: { id, source: from, target: to, strength }, classes });
  }
  // A line comes and goes over the waves: to hide one costs less than to take it off and lay it anew.
  cy.edges()
    .filter((line) => !shown.has(line.id()))
    .classes(['absent']);
  cy.add(fresh);
}

// Setting what is there already would have its style worked out again.
function change(element: NodeSingular | EdgeSingular, key: string, value: string | number): void {
  if (element.data(key) !== value) element.data(key, value);
}

async function pictureOf(cy: Core, paper: string): Promise<HTMLCanvasElement> {
  const drawn = await createImageBitmap(
    await cy.png({ output: 'blob-promise', full: true, scale: PICTURE_SCALE, bg: paper }),
  );
  const sheet = document.createElement('canvas');
  sheet.width = drawn.width;
  sheet.height = drawn.height;
  sheet.getContext('2d')?.drawImage(drawn, 0, 0);
  return sheet;
}

function stylesheet({ colour, font }: MapOptions, named: boolean): StylesheetJson {
  const [ink, muted, surface, accent] = ['--ink', '--muted', '--surface', '--accent'].map(colour);
  // Numbers stand inside, so that they can be read on a phone as well.
  const size = named ? AGENCY_SIZE : 1.4 * AGENCY_SIZE;
  return [
    {
      selector: 'node',
      style: {
        width: size,
        height: size,
        'background-color': surface ?? '',
        'border-color': ink ?? '',
        'border-width': 2,
        color: ink ?? '',
        'font-family': font,
        'font-size': named ? 12 : 19,
        'font-weight': 600,
        label: named
          ? 'data(name)'
          : (node: NodeSingular) => [node.data('number'), node.data('letters')].filter(Boolean).join(' '),
        'text-valign': named ? 'bottom' : 'center',
        'text-margin-y': named ? 4 : 0,
        'text-wrap': 'wrap',
        'text-max-width': '110px',
        'text-outline-color': surface ?? '',
        'text-outline-width': 2.5,
      },
    },
    // Without colour a group is told by its letter and a double border.
    {
      selector: 'node.grouped',
      style: {
        'underlay-color': accent ?? '',
        'underlay-opacity': SHADE,
        'underlay-padding': 14,
        'underlay-shape': 'ellipse',
        'border-style': 'double',
        'border-width': 5,
      },
    },
    { selector: 'node.silent', style: { 'border-style': 'dotted', color: muted ?? '' } },
    {
      selector: 'node.chosen',
      style: { 'background-color': accent ?? '', 'border-color': accent ?? '', 'z-index': 9 },
    },
    {
      selector: 'edge',
      style: {
        width: 'mapData(strength, 1, 3, 1.5, 4)',
        'line-color': muted ?? '',
        'target-arrow-color': muted ?? '',
        'curve-style': 'straight',
        opacity: 0.75,
      },
    },
    // From middle to middle, under the agencies: nothing has to be worked out where a line meets a border.
    {
      selector: 'edge.confirmed',
      style: { 'line-color': ink ?? '', opacity: 0.85, 'curve-style': 'haystack', 'haystack-radius': 0 },
    },
    { selector: 'edge.one-sided', style: { 'line-style': 'dashed', 'target-arrow-shape': 'triangle', width: 1.25 } },
    { selector: 'edge.grouped', style: { 'line-color': accent ?? '' } },
    { selector: '.faint', style: { opacity: 0.12, 'underlay-opacity': 0.08 } },
    { selector: '.absent', style: { display: 'none' } },
  ];
}
