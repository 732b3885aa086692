// The inputs of the pages that are tested and are no example: written as JSON, which is YAML too. The same seed gives the same bytes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const GROUP = 'placement.bleu.cloud/v1alpha1';

/** Markup as somebody would write who wants to have a script run, and what ends a style, a script or an attribute. */
export const HOSTILE = '"\'><img src=x onerror=alert(1)></style></script><b>&amp;${7*7}';

/** A sequence of numbers from 0 below 1 (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function provider(name, title, source) {
  const provenance = { basis: 'Assumption', source, asOf: '2026-06-01' };
  return {
    apiVersion: GROUP,
    kind: 'CloudProvider',
    metadata: { name },
    spec: {
      displayName: title,
      legalEntity: { name: title, registeredOffice: 'FR', provenance },
      offerings: [{ name: 'iaas', layers: ['IaaS'] }],
    },
  };
}

function zone(name, of, region, site, at, cpu, more) {
  const provenance = { basis: 'Assumption', source: 'made up for the test of the page', asOf: '2026-06-01' };
  return {
    apiVersion: GROUP,
    kind: 'AvailabilityZone',
    metadata: { name },
    spec: {
      provider: of,
      offerings: ['iaas'],
      region,
      site,
      siteProvenance: provenance,
      location: at === null ? { country: 'FR', provenance } :
        { country: 'FR', latitude: at[0].toFixed(3), longitude: at[1].toFixed(3), provenance },
      capacity: { cpu: String(cpu), memory: `${4 * cpu}Gi`, largestNode: { cpu: '32', memory: '128Gi' } },
      target: { nodeSelector: { 'bleu.node-restriction.kubernetes.io/zone': name.slice(0, 63) } },
      ...more,
    },
  };
}

function namespace(name) {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'placement.bleu.cloud/governed': 'Enforce' } } };
}

function workload(name, of, replicas, cpu, spec) {
  return {
    apiVersion: GROUP,
    kind: 'BleuWorkload',
    metadata: { name, namespace: of },
    spec: {
      replicas,
      dataClasses: ['Ordinary'],
      workload: {
        deployment: {
          template: {
            metadata: { labels: { app: name.slice(0, 63) } },
            spec: { containers: [{ name: 'web', image: 'registry.example/web:1', resources: { requests: { cpu, memory: '1Gi' } } }] },
          },
        },
      },
      ...spec,
    },
  };
}

const policy = (rules, waivable = []) => ({
  apiVersion: GROUP,
  kind: 'SovereigntyPolicy',
  metadata: { name: 'page' },
  spec: {
    appliesTo: {},
    waivable,
    facts: { maxAgeDays: 3650, acceptBasis: ['RegulatorList', 'SignedDocument', 'Contract', 'Observation', 'Press', 'Assumption'] },
    rules,
  },
});

/** Zones and no workload. One zone has no place on the map. */
function empty() {
  return [provider('alpha', 'Alpha', 'made up'), zone('here', 'alpha', 'south', 'lyon', [45.75, 4.85], 32),
    zone('nowhere', 'alpha', 'south', 'unknown', null, 32)];
}

/** Names as long as Kubernetes takes them, and markup wherever free text is. */
function hostile() {
  const long = (letter, most = 63) => `${letter}-${'abcdefghij'.repeat(26)}`.slice(0, most);
  const texts = provider('alpha', HOSTILE, HOSTILE);
  return [texts, provider(long('p', 253), 'x'.repeat(253), HOSTILE), namespace('n'.repeat(63)), namespace('other'),
    policy([{ name: 'freshness', rule: 'fact-freshness', action: 'Enforce' },
      { name: 'qualified', rule: 'qualified-offering', action: 'Warn', parameters: { scheme: 'SecNumCloud', version: '3.2', acceptStates: ['Qualified'] } }]),
    zone(long('a'), 'alpha', 'r'.repeat(63), 's'.repeat(63), [48.9, 2.3], 32),
    zone(long('b'), long('p', 253), 'south', 'site-b', [43.3, 5.4], 32), zone('short', 'alpha', 'south', 'site-c', [48.8, 2.5], 32),
    workload(long('w'), 'n'.repeat(63), 4, '1', { resilience: { tolerate: [{ of: 'Zone', keep: 2, recover: 'Reserved' }] } }),
    workload('stuck', 'other', 2, '64', {})];
}

/** Whatever a page can have to say: a breach, a waiver, what is lost, what finds no zone, a drill. The chain is written by NotedChain. */
function breach() {
  const runs = (name, assignments) => ({ apiVersion: GROUP, kind: 'WorkloadPlacement', metadata: { name, namespace: 'shop' },
    spec: { workloadRef: { name }, assignments } });
  const abroad = (name, of, at, more) => {
    const made = zone(name, 'alpha', 'abroad', `site-${name}`, at, 32, more);
    made.spec.location.country = of;
    return made;
  };
  return [provider('alpha', 'Alpha', 'made up'), namespace('shop'),
    policy([{ name: 'place', rule: 'data-location', action: 'Enforce', parameters: { countries: ['FR'] } }, { name: 'seat', rule: 'seat-in-eu', action: 'Warn' }], ['place']),
    zone('paris', 'alpha', 'france', 'saclay', [48.71, 2.16], 32), zone('lyon', 'alpha', 'france', 'venissieux', [45.7, 4.87], 8),
    abroad('cologne', 'DE', [50.9, 6.9]), abroad('berlin', 'DE', [52.5, 13.4]),
    zone('lille', 'alpha', 'france', 'roubaix', [50.69, 3.18], 32, { state: 'Lost' }),
    workload('web', 'shop', 4, '1', { resilience: { tolerate: [{ of: 'Zone', keep: 2, recover: 'Reserved' }] } }),
    runs('web', [{ zone: 'cologne', replicas: 4 }]),
    workload('archive', 'shop', 2, '1', {}), runs('archive', [{ zone: 'berlin', replicas: 2 }]),
    workload('shop', 'shop', 6, '4', { resilience: { tolerate: [{ of: 'Zone', keep: 3, recover: 'Reserved' }] } }), workload('whale', 'shop', 3, '30', {}),
    { apiVersion: GROUP, kind: 'SovereigntyWaiver', metadata: { name: 'late', namespace: 'shop' },
      spec: { policyRef: 'page', rule: 'place', workloadRef: { name: 'archive' }, zones: ['berlin'], reason: 'the move is late',
        notBefore: '2026-11-01T00:00:00Z', expirationTime: '2027-01-15T00:00:00Z', requestedBy: 'anne', approvedBy: 'bob' } },
    { apiVersion: GROUP, kind: 'ResilienceDrill', metadata: { name: 'paris' }, spec: { scope: { site: 'saclay' }, mode: 'Shadow', schedule: '0 6 * * 0', maxAge: '800h' } }];
}

/** Many of both, in and around Paris and elsewhere. */
function many(seed, workloads, zones) {
  const next = random(seed);
  const providers = ['alpha', 'beta', 'gamma', 'delta'];
  const objects = [...providers.map((p) => provider(p, p[0].toUpperCase() + p.slice(1), 'made up')),
    policy([{ name: 'freshness', rule: 'fact-freshness', action: 'Enforce' },
      { name: 'location', rule: 'data-location', action: 'Enforce', parameters: { countries: ['EU'] } },
      { name: 'seat', rule: 'seat-in-eu', action: 'Warn' }])];
  for (let z = 0; z < zones; z += 1) {
    const paris = z % 3 === 0;
    const at = paris ? [48.5 + next() * 0.6, 1.8 + next() * 1.4] : [43.5 + next() * 6, -0.5 + next() * 6.5];
    const name = `${paris ? 'par' : 'reg'}-${String(z).padStart(2, '0')}`;
    objects.push(zone(name, providers[z % 4], `region-${Math.floor(z / 5)}`, `site-${Math.floor(z / 2)}`, at, 400,
      { failureDomains: { flood: `basin-${z % 7}` } }));
  }
  const namespaces = 10;
  for (let n = 0; n < namespaces; n += 1) {
    objects.push(namespace(`team-${n}`));
  }
  for (let w = 0; w < workloads; w += 1) {
    objects.push(workload(`service-${String(w).padStart(4, '0')}`, `team-${w % namespaces}`, 3 + (w % 4), `${500 + 100 * (w % 20)}m`,
      { ...(w % 9 === 0 ? { residency: { providers: { allow: [providers[w % 4]] } } } : {}),
        resilience: { spread: [{ over: 'Zone', min: 2 }], tolerate: [{ of: 'Zone', keep: 2, recover: 'Reserved' }] } }));
  }
  return objects;
}

/** Writes one file for each estate, and returns their paths by name. */
export function write(folder) {
  const estates = { empty: empty(), breach: breach(), hostile: hostile(), large: many(1, 500, 60), wide: many(2, 2000, 12) };
  const paths = {};
  mkdirSync(folder, { recursive: true });
  for (const [name, items] of Object.entries(estates)) {
    paths[name] = join(folder, `${name}.yaml`);
    writeFileSync(paths[name], items.map((o) => `---\n${JSON.stringify(o)}\n`).join(''));
  }
  return paths;
}
