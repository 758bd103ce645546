/** A query worth trying, for GraphiQL's tabs, the demo's transcript and the README. */
export interface Sample {
  /** Operation name; letters only. */
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Three ways through the graph that no department could go alone. They take no ids: whoever has a token can send them as
 * they stand, in every purpose that reads the graph; how much is shown is the role's matter.
 */

const caseFile: Sample = {
  name: 'CaseFile',
  zh: '事项全景：一件事在各部门的办理过程、地点、网格与反映人',
  en: 'Case file: one event over all departments, with its place, grid and reporter',
  query: `# 事项全景：最近的事项，各部门的办理过程、发生地点、所属网格、反映人（按权限脱敏）。
# Case file: the latest events, every department's steps, the place, the grid and who reported it (masked by right).
query CaseFile($first: Int = 3) {
  events(first: $first) {
    edges {
      node {
        id
        numbers
        category { code zh en }
        occurredAt
        stage { code zh }
        timeline {
          stage { code zh en }
          at
          department { code zh en }
        }
        place { address name ancestors { level name } }
        grid { code name }
        community { name }
        residents(first: 3) {
          edges { role node { id name phone } }
        }
        records(first: 5) {
          edges { node { __typename department { zh } landedAt } }
        }
      }
    }
  }
}
`,
  variables: { first: 3 },
};

const compound: Sample = {
  name: 'CompoundLife',
  zh: '小区：上级地点、其中的组织与事项、居民及其户',
  en: 'A compound: where it lies, its organisations and events, residents and households',
  query: `# 小区全景：上级地点、其中的组织、最近的事项、居民及其同户成员，来自各部门。
# A compound: what it lies in, organisations in it, latest events, residents with their households, from all departments.
query CompoundLife($compounds: Int = 2) {
  places(first: 1, filter: { level: GRID }, orderBy: { field: CODE }) {
    edges {
      node {
        code
        name
        children(level: COMPOUND, first: $compounds) {
          edges {
            node {
              id
              name
              address
              ancestors { level code name }
              organizations(first: 3) {
                edges { role node { name creditCode kind } }
              }
              events(first: 3) {
                edges { node { occurredAt category { zh en } stage { zh } department } }
              }
              residents(first: 3) {
                edges {
                  node {
                    name
                    birthDate
                    residence { address }
                    household { members { name householdRelation } }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
`,
  variables: { compounds: 2 },
};

const garbageTrend: Sample = {
  name: 'GarbageTrend',
  zh: '垃圾清运：全区逐周数量、期望值与预警',
  en: 'Garbage: weekly counts of the whole district, what was expected, and alarms',
  query: `# 风险趋势：全区垃圾清运事项逐周数量、期望值、上限与状态（EARS C2）。只针对区域和分类，不针对个人。
# Risk trend: weekly garbage events of the district, expected value, upper bound and status (EARS C2). Of places, never of persons.
query GarbageTrend($category: String!) {
  riskTrend(category: $category, grain: WEEK) {
    category { code zh en }
    area { name level }
    timeZone
    suppressedBelow
    points { start end count expected upper status incomplete }
  }
}
`,
  variables: { category: 'sanitation.garbage' },
};

export const SAMPLES: readonly Sample[] = Object.freeze([caseFile, compound, garbageTrend]);
