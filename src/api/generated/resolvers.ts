// Made by scripts/generate-types.ts from schema/*.graphql: change those and run npm run generate.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type {
  NodeModel,
  EntityModel,
  RecordModel,
  HouseholdModel,
  LinkModel,
  ProvenanceModel,
  TimelineStepModel,
  CategoryModel,
  RiskTrendModel,
  ConnectorModel,
  StreamModel,
  SyncRunModel,
  QuarantineModel,
  CallerModel,
} from '../model';
import type { Context } from '../context';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string };
  String: { input: string; output: string };
  Boolean: { input: boolean; output: boolean };
  Int: { input: number; output: number };
  Float: { input: number; output: number };
  /** Calendar date, ISO 8601 (2026-11-23); cut to its year (2026) where the caller sees it masked. 日期，ISO 8601；脱敏时只给年份。 */
  Date: { input: string; output: string };
  /** Point in time, ISO 8601 in UTC (2026-11-23T06:30:00.000Z). 时刻，ISO 8601 协调世界时。 */
  DateTime: { input: string; output: Date | string };
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type Query = {
  /** Who asked what, when and for what purpose, latest first; needs the right audit. 审计记录：谁、何时、以何用途、做了什么，最近的在前；需审计权限。 */
  auditLog: AuditEntryConnection;
  /** Any object by its id; null where the caller may not see it. 按标识取任一对象；无权查看时为空。 */
  node?: Maybe<Node>;
  /** Several objects by their ids, in the order given; null where the caller may not see one. 按标识批量取对象，顺序与入参一致；无权查看的为空。 */
  nodes: Array<Maybe<Node>>;
  /** Entities whose names, addresses or numbers hold the text, best first. 按名称、地址或编号检索实体，最相关的在前。 */
  search: EntityConnection;
  /** Who is asking, for what purpose, with what rights. 当前调用者、用途和权限。 */
  me: Caller;
  /** The tree of event categories. 事件分类树。 */
  categories: Array<Category>;
  /** One event. 单个事项。 */
  event?: Maybe<Event>;
  /** Events of the areas the caller works in, latest first. 调用者工作区域内的事项，最近的在前。 */
  events: EventConnection;
  /** A plan: what was asked for and how far it is; without an id the latest. Needs the right sync. 一次计划及其进度；不给标识则取最近一次；需同步权限。 */
  plan?: Maybe<Plan>;
  /** Removals that wait for a steward's word, latest first; needs the right quarantine. 等待数据管理员确认的删除，最近的在前；需隔离区权限。 */
  removals: Array<Removal>;
  /** One organisation. 单个组织。 */
  organization?: Maybe<Organization>;
  /** Organisations of the areas the caller works in. 调用者工作区域内的组织。 */
  organizations: OrganizationConnection;
  /** One place. 单个地点。 */
  place?: Maybe<Place>;
  /** Places of the areas the caller works in. 调用者工作区域内的地点。 */
  places: PlaceConnection;
  /** One resident. 单个居民。 */
  resident?: Maybe<Resident>;
  /** Residents of the areas the caller works in. 调用者工作区域内的居民。 */
  residents: ResidentConnection;
  /** The departments' systems this hub reads. 网枢接入的部门系统。 */
  connectors: ConnectorConnection;
  /** Runs of connectors, latest first. 接入运行记录，最近的在前。 */
  syncRuns: SyncRunConnection;
  /** Rows that could not be understood, latest first; needs the right quarantine. 无法理解而隔离的行，最近的在前；需隔离区权限。 */
  quarantine: QuarantineConnection;
  /** One thing. 单个物。 */
  thing?: Maybe<Thing>;
  /** Things of the areas the caller works in. 调用者工作区域内的物。 */
  things: ThingConnection;
  /** How often a category occurs in an area, what was expected, and where it stands out. Of places and categories only, never of persons. 某区域某类事项的数量、期望值与异常；只针对区域和分类，不针对个人。 */
  riskTrend: RiskTrend;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryAuditLogArgs = {
  principal?: InputMaybe<Scalars['String']['input']>;
  outcome?: InputMaybe<AuditOutcome>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryNodesArgs = {
  ids: Array<Scalars['ID']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QuerySearchArgs = {
  text: Scalars['String']['input'];
  nouns?: InputMaybe<Array<Noun>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryEventArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  number?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryEventsArgs = {
  filter?: InputMaybe<EventFilter>;
  orderBy?: InputMaybe<EventOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryPlanArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryRemovalsArgs = {
  all?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryOrganizationArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  creditCode?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryOrganizationsArgs = {
  filter?: InputMaybe<OrganizationFilter>;
  orderBy?: InputMaybe<OrganizationOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryPlaceArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  code?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryPlacesArgs = {
  filter?: InputMaybe<PlaceFilter>;
  orderBy?: InputMaybe<PlaceOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryResidentArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  identityNumber?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryResidentsArgs = {
  filter?: InputMaybe<ResidentFilter>;
  orderBy?: InputMaybe<ResidentOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryConnectorsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QuerySyncRunsArgs = {
  connector?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<SyncStatus>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryQuarantineArgs = {
  connector?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<QuarantineStatus>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryThingArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  number?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryThingsArgs = {
  filter?: InputMaybe<ThingFilter>;
  orderBy?: InputMaybe<ThingOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** The hub's read API: one graph of residents, places, events, things and organisations. 网枢只读接口：人、地、事、物、组织一张图。 */
export type QueryRiskTrendArgs = {
  category: Scalars['String']['input'];
  area?: InputMaybe<Scalars['ID']['input']>;
  grain?: TrendGrain;
  from?: InputMaybe<Scalars['Date']['input']>;
  to?: InputMaybe<Scalars['Date']['input']>;
};

/** Who is asking. 当前调用者。 */
export type Caller = {
  /** Id of the principal. 主体标识。 */
  principal: Scalars['String']['output'];
  /** Name. 名称。 */
  name: Scalars['String']['output'];
  /** Role. 角色。 */
  role: Term;
  /** Department, by code. 所属部门代码。 */
  department?: Maybe<Scalars['String']['output']>;
  /** Purpose of this request. 本次请求的用途。 */
  purpose: Term;
  /** Case number of this request. 本次请求的案号。 */
  caseNumber?: Maybe<Scalars['String']['output']>;
  /** Areas the caller works in; null: the whole district. 工作区域；全区时为空。 */
  areas?: Maybe<Array<Place>>;
  /** Rights beyond reading the graph. 图读取以外的权限。 */
  rights: Array<Scalars['String']['output']>;
  /** Connectors whose records may be read for this purpose. 以该用途可读取其记录的连接器。 */
  connectors: Array<Scalars['String']['output']>;
  /** How items of each kind are shown. 各类数据项的可见方式。 */
  views: Array<KindView>;
};

/** How items of one kind are shown. 某类数据项的可见方式。 */
export type KindView = {
  /** Kind of item. 数据项类别。 */
  kind: ItemKind;
  /** How it is shown. 可见方式。 */
  view: ItemView;
};

/** One entry of the audit log: one operation. 审计记录：一次操作。 */
export type AuditEntry = {
  /** Id of the entry. 记录标识。 */
  id: Scalars['ID']['output'];
  /** When. 时间。 */
  at: Scalars['DateTime']['output'];
  /** Who. 主体。 */
  principal: Scalars['String']['output'];
  /** Department of the principal. 主体所属部门。 */
  department?: Maybe<Scalars['String']['output']>;
  /** Role. 角色。 */
  role: Scalars['String']['output'];
  /** Purpose. 用途。 */
  purpose?: Maybe<Scalars['String']['output']>;
  /** Case number. 案号。 */
  caseNumber?: Maybe<Scalars['String']['output']>;
  /** What was done. 操作。 */
  action: Scalars['String']['output'];
  /** Name of the GraphQL operation. GraphQL 操作名。 */
  operationName?: Maybe<Scalars['String']['output']>;
  /** Hash of the query text. 查询文本摘要。 */
  operationHash?: Maybe<Scalars['String']['output']>;
  /** Entities and records disclosed. 披露的实体和记录数。 */
  rowCount: Scalars['Int']['output'];
  /** How it ended. 结果。 */
  outcome: AuditOutcome;
  /** Stable code of what went wrong. 错误代码。 */
  errorCode?: Maybe<Scalars['String']['output']>;
};

/** A page of audit entries. 一页审计记录。 */
export type AuditEntryConnection = {
  /** Edges of this page. 本页的边。 */
  edges: Array<AuditEntryEdge>;
  /** Where this page stands. 分页信息。 */
  pageInfo: PageInfo;
};

/** One place in a page of audit entries. 审计记录页中的一条。 */
export type AuditEntryEdge = {
  /** Where it stands in the list. 所在位置的游标。 */
  cursor: Scalars['String']['output'];
  /** What stands there. 该位置的审计记录。 */
  node: AuditEntry;
};

/** How an operation ended. 操作结果。 */
export type AuditOutcome =
  /** Answered. 已答复。 */
  | 'DISCLOSED'
  /** Refused. 已拒绝。 */
  | 'DENIED'
  /** Failed. 已失败。 */
  | 'FAILED';

/** Anything with an id of its own that node(id) finds again. 有全局标识、可用 node(id) 取回的对象。 */
export type Node = {
  /** Id of the form Type:local, stable from night to night. 形如 类型:本地标识，夜间重跑不变。 */
  id: Scalars['ID']['output'];
};

/** One entity of the graph, joined from the records of all departments. 图中的一个实体，由各部门记录归并而成。 */
export type Entity = {
  /** Id of the form Type:local, stable from night to night. 形如 类型:本地标识，夜间重跑不变。 */
  id: Scalars['ID']['output'];
  /** The departments' records behind it. 支撑该实体的部门记录。 */
  records: RecordConnection;
  /** Which record each shown value came from. 每个属性值的来源记录。 */
  provenance: Array<Provenance>;
  /** Ties to other entities. 与其他实体的关联。 */
  links: LinkConnection;
};

/** One entity of the graph, joined from the records of all departments. 图中的一个实体，由各部门记录归并而成。 */
export type EntityRecordsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** One entity of the graph, joined from the records of all departments. 图中的一个实体，由各部门记录归并而成。 */
export type EntityLinksArgs = {
  role?: InputMaybe<LinkRole>;
  direction?: InputMaybe<LinkDirection>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** Where one value came from. 一个属性值的来源。 */
export type Provenance = {
  /** Name of the field. 字段名。 */
  attribute: Scalars['String']['output'];
  /** Department whose record was believed. 采信其记录的部门。 */
  department: Department;
  /** Id of the connector that brought it. 接入该记录的连接器。 */
  connector: Scalars['String']['output'];
  /** The record itself; null where the caller may not read it. 来源记录；无权查看时为空。 */
  record?: Maybe<Record>;
};

/** A code with its names. 代码及其名称。 */
export type Term = {
  /** The code. 代码。 */
  code: Scalars['String']['output'];
  /** Name in Chinese. 中文名称。 */
  zh: Scalars['String']['output'];
  /** Name in English. 英文名称。 */
  en: Scalars['String']['output'];
};

/** A department that provides data. 数据提供部门。 */
export type Department = {
  /** Code of the department. 部门代码。 */
  code: Scalars['String']['output'];
  /** Name in Chinese. 中文名称。 */
  zh: Scalars['String']['output'];
  /** Name in English. 英文名称。 */
  en: Scalars['String']['output'];
};

/** A node of the tree of event categories. 事件分类树的一个节点。 */
export type Category = {
  /** Code; dots part the levels. 分类代码，以点分级。 */
  code: Scalars['String']['output'];
  /** Name in Chinese. 中文名称。 */
  zh: Scalars['String']['output'];
  /** Name in English. 英文名称。 */
  en: Scalars['String']['output'];
  /** Code of the category above; null at the top. 上级分类代码；顶级为空。 */
  parent?: Maybe<Scalars['String']['output']>;
};

/** Page of a list (Relay). 分页信息（Relay 规范）。 */
export type PageInfo = {
  /** Whether more follow. 之后是否还有。 */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether more go before. 之前是否还有。 */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first edge. 首条游标。 */
  startCursor?: Maybe<Scalars['String']['output']>;
  /** Cursor of the last edge. 末条游标。 */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** A page of entities of any noun. 一页任意类别的实体。 */
export type EntityConnection = {
  /** Edges of this page. 本页的边。 */
  edges: Array<EntityEdge>;
  /** Where this page stands. 分页信息。 */
  pageInfo: PageInfo;
};

/** One entity of a page. 页中的一个实体。 */
export type EntityEdge = {
  /** Where it stands in the list. 所在位置的游标。 */
  cursor: Scalars['String']['output'];
  /** The entity. 实体。 */
  node: Entity;
};

/** A page of ties. 一页关联。 */
export type LinkConnection = {
  /** Edges of this page. 本页的边。 */
  edges: Array<LinkEdge>;
  /** Where this page stands. 分页信息。 */
  pageInfo: PageInfo;
};

/** One tie of a page. 页中的一条关联。 */
export type LinkEdge = {
  /** Where it stands in the list. 所在位置的游标。 */
  cursor: Scalars['String']['output'];
  /** The tie. 关联。 */
  node: Link;
};

/** A tie between two entities, in a role, for a period, on the word of records. 两个实体之间的关联：角色、期间和依据的记录。 */
export type Link = {
  /** What the tie means. 关联角色。 */
  role: LinkRole;
  /** Whether it leads away from the entity it was asked of, or to it. 相对于查询实体的方向。 */
  direction: LinkDirection;
  /** The entity at the other end. 另一端的实体。 */
  other: Entity;
  /** First day it held. 起始日期。 */
  since?: Maybe<Scalars['Date']['output']>;
  /** Last day it held; null where it still does. 终止日期；仍有效时为空。 */
  until?: Maybe<Scalars['Date']['output']>;
  /** Departments whose records say so. 依据其记录的部门。 */
  departments: Array<Department>;
};

/** Nouns of the graph. 图的五类实体。 */
export type Noun =
  /** A natural person who lives, works or is served here. 人（实有人口）。 */
  | 'Resident'
  /** A node of the place tree. 地。 */
  | 'Place'
  /** Something that happened or was reported. 事。 */
  | 'Event'
  /** A public object. 物。 */
  | 'Thing'
  /** A legal entity, business, social organisation or public body. 组织。 */
  | 'Organization';

/** What ties two entities. 实体之间的关联角色。 */
export type LinkRole =
  /** Lives at, resident to place. 居住：人到地。 */
  | 'LIVES_AT'
  /** Registered at (hukou), resident to place. 户籍：人到地。 */
  | 'REGISTERED_AT'
  /** Spouse of, resident to resident. 配偶：人到人。 */
  | 'SPOUSE_OF'
  /** Legal representative of, resident to organisation. 法定代表人：人到组织。 */
  | 'LEGAL_REPRESENTATIVE_OF'
  /** Employed by, resident to organisation. 从业：人到组织。 */
  | 'EMPLOYED_BY'
  /** Receives a service, resident to event. 享受：人到事。 */
  | 'RECEIVES'
  /** Reported, resident or organisation to event. 反映：人或组织到事。 */
  | 'REPORTED'
  /** Involved in, resident, organisation or thing to event. 涉及：人、组织或物到事。 */
  | 'INVOLVED_IN'
  /** Occurred at, event to place. 发生于：事到地。 */
  | 'OCCURRED_AT'
  /** Located at, organisation or thing to place. 位于：组织或物到地。 */
  | 'LOCATED_AT';

/** Direction of a tie. 关联方向。 */
export type LinkDirection =
  /** From the entity that was asked to the other. 由本实体指向对方。 */
  | 'OUTWARD'
  /** From the other to the entity that was asked. 由对方指向本实体。 */
  | 'INWARD';

/** Direction of an order. 排序方向。 */
export type OrderDirection =
  /** Smallest or earliest first. 升序。 */
  | 'ASC'
  /** Largest or latest first. 降序。 */
  | 'DESC';

/** Something that happened or was reported, with a life cycle over departments. 事（跨部门闭环办理的事项）。 */
export type Event = Node &
  Entity & {
    /** Id of the form Type:local, stable from night to night. 形如 类型:本地标识，夜间重跑不变。 */
    id: Scalars['ID']['output'];
    /** Category in the hub's tree. 事件分类。 */
    category?: Maybe<Category>;
    /** Title. 标题。 */
    title?: Maybe<Scalars['String']['output']>;
    /** What was reported. 内容描述。 */
    description?: Maybe<Scalars['String']['output']>;
    /** When it happened. 发生时间。 */
    occurredAt?: Maybe<Scalars['DateTime']['output']>;
    /** When it was reported. 上报时间。 */
    reportedAt?: Maybe<Scalars['DateTime']['output']>;
    /** Furthest stage of its life cycle that any department recorded. 各部门记录中最靠后的闭环环节。 */
    stage?: Maybe<StageTerm>;
    /** When that stage was reached. 到达该环节的时间。 */
    stageAt?: Maybe<Scalars['DateTime']['output']>;
    /** When it was closed. 办结时间。 */
    closedAt?: Maybe<Scalars['DateTime']['output']>;
    /** Department that handles it. 处置部门。 */
    department?: Maybe<Scalars['String']['output']>;
    /** Outcome. 处置结果。 */
    outcome?: Maybe<Scalars['String']['output']>;
    /** How satisfied the reporter was. 满意度。 */
    satisfaction?: Maybe<Scalars['String']['output']>;
    /** Numbers that systems gave it, as scheme:number. 各系统的编号，形如 编号体系:编号。 */
    numbers: Array<Scalars['String']['output']>;
    /** Longitude, CGCS2000, decimal degrees. 经度，CGCS2000，十进制度。 */
    longitude?: Maybe<Scalars['Float']['output']>;
    /** Latitude, CGCS2000, decimal degrees. 纬度，CGCS2000，十进制度。 */
    latitude?: Maybe<Scalars['Float']['output']>;
    /** Where it happened. 发生地点。 */
    place?: Maybe<Place>;
    /** Nearest area (grid, community or division). 所属最小区域（网格、社区或区划）。 */
    area?: Maybe<Place>;
    /** The grid it belongs to; null where only a wider area is known. 所属网格；仅知更大区域时为空。 */
    grid?: Maybe<Place>;
    /** The community it belongs to. 所属社区。 */
    community?: Maybe<Place>;
    /** The subdistrict it belongs to. 所属街道。 */
    subdistrict?: Maybe<Place>;
    /** Every step that any department recorded, in order of time. 各部门记录的办理过程，按时间排列。 */
    timeline: Array<TimelineStep>;
    /** Residents who reported it, are involved in it or receive it. 反映、涉及或享受的居民。 */
    residents: ResidentConnection;
    /** Organisations that reported it or are involved in it. 反映或涉及的组织。 */
    organizations: OrganizationConnection;
    /** Things involved in it. 涉及的物。 */
    things: ThingConnection;
    /** Which record each shown value came from. 每个属性值的来源记录。 */
    provenance: Array<Provenance>;
    /** The departments' records behind it. 支撑该实体的部门记录。 */
    records: RecordConnection;
    /** Ties to other entities. 与其他实体的关联。 */
    links: LinkConnection;
  };

/** Something that happened or was reported, with a life cycle over departments. 事（跨部门闭环办理的事项）。 */
export type EventResidentsArgs = {
  role?: InputMaybe<LinkRole>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** Something that happened or was reported, with a life cycle over departments. 事（跨部门闭环办理的事项）。 */
export type EventOrganizationsArgs = {
  role?: InputMaybe<LinkRole>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** Something that happened or was reported, with a life cycle over departments. 事（跨部门闭环办理的事项）。 */
export type EventThingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** Something that happened or was reported, with a life cycle over departments. 事（跨部门闭环办理的事项）。 */
export type EventRecordsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** Something that happened or was reported, with a life cycle over departments. 事（跨部门闭环办理的事项）。 */
export type EventLinksArgs = {
  role?: InputMaybe<LinkRole>;
  direction?: InputMaybe<LinkDirection>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** One step of an event's life cycle. 闭环办理的一步。 */
export type TimelineStep = {
  /** Stage that was reached. 到达的环节。 */
  stage: StageTerm;
  /** When. 时间。 */
  at: Scalars['DateTime']['output'];
  /** Department whose record says so. 记录该步骤的部门。 */
  department: Department;
  /** The record that says so; null where the caller may not read it. 依据的记录；无权查看时为空。 */
  record?: Maybe<Record>;
};

/** A stage with its names. 环节及其名称。 */
export type StageTerm = {
  /** The stage. 环节。 */
  code: Stage;
  /** Name in Chinese. 中文名称。 */
  zh: Scalars['String']['output'];
  /** Name in English. 英文名称。 */
  en: Scalars['String']['output'];
};

/** A page of events. 一页事项。 */
export type EventConnection = {
  /** Edges of this page. 本页的边。 */
  edges: Array<EventEdge>;
  /** Where this page stands. 分页信息。 */
  pageInfo: PageInfo;
};

/** One place in a page of events. 事项页中的一条。 */
export type EventEdge = {
  /** Where it stands in the list. 所在位置的游标。 */
  cursor: Scalars['String']['output'];
  /** What stands there. 该位置的事项。 */
  node: Event;
  /** How it is tied to the entity above; null where the list is no list of ties. 与上级实体的关联角色；非关联列表时为空。 */
  role?: Maybe<LinkRole>;
  /** First day the tie held. 关联起始日期。 */
  since?: Maybe<Scalars['Date']['output']>;
  /** Last day the tie held; null where it still does. 关联终止日期；仍有效时为空。 */
  until?: Maybe<Scalars['Date']['output']>;
};

/** Which to list; all that is given must hold. 事项的筛选条件，须同时满足。 */
export type EventFilter = {
  /** Id of an area (a Place of level DISTRICT to GRID), with all below it. 区域标识（区至网格级的地），含其下全部。 */
  area?: InputMaybe<Scalars['ID']['input']>;
  /** Category with all below it. 分类，含其下全部。 */
  category?: InputMaybe<Scalars['String']['input']>;
  /** Stage. 环节。 */
  stage?: InputMaybe<Stage>;
  /** Department that handles it, by code. 处置部门代码。 */
  department?: InputMaybe<Scalars['String']['input']>;
  /** Happened at this time or later. 发生时间不早于。 */
  occurredFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Happened before this time. 发生时间早于。 */
  occurredTo?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Order of a list. 事项列表的排序。 */
export type EventOrder = {
  /** Field to order by. 排序字段。 */
  field: EventOrderField;
  /** Direction. 方向。 */
  direction?: OrderDirection;
};

/** Fields to order by. 事项的排序字段。 */
export type EventOrderField =
  /** Id. 标识。 */
  | 'ID'
  /** When it happened. 发生时间。 */
  | 'OCCURRED_AT';

/** The life cycle of an event, in order. 事项闭环环节，按先后排列。 */
export type Stage =
  /** Collected. 采集。 */
  | 'COLLECTED'
  /** Reported. 上报。 */
  | 'REPORTED'
  /** Assessed. 研判。 */
  | 'ASSESSED'
  /** Dispatched. 分流。 */
  | 'DISPATCHED'
  /** Handled. 处置。 */
  | 'HANDLED'
  /** Fed back. 反馈。 */
  | 'FED_BACK'
  /** Verified. 核查。 */
  | 'VERIFIED'
  /** Closed. 办结。 */
  | 'CLOSED';

/** What a data steward can ask the hub to do; no deed changes what a department said. One field an operation. 数据管理员可发起的操作，均不改动部门数据；每次操作只含一个字段。 */
export type Mutation = {
  /** Starts a plan: reads sources, then brings the graph up to date. Needs the right sync. 立即同步：读取来源并更新图谱；需同步权限。 */
  sync: Plan;
  /** Starts a plan of the sources that failed in another one; they go on where they were. Needs the right sync. 重试某次计划中失败的来源，从断点继续；需同步权限。 */
  retryPlan: Plan;
  /** Stops a plan, or one source of it, within seconds; what was landed stays. Needs the right sync. 停止计划或其中一个来源；已落地的保留；需同步权限。 */
  cancelPlan: Plan;
  /** Tries rows in quarantine again with the present mapping. Needs the right quarantine. 以当前映射重试隔离的行；需隔离区权限。 */
  replayQuarantine: Replay;
  /** Marks rows in quarantine as of no use; they stay, and do not open again. Needs the right quarantine. 将隔离的行标记为弃用（保留且不再打开）；需隔离区权限。 */
  discardQuarantine: Scalars['Int']['output'];
  /** A steward's word on a removal, held against the present state. Needs the right quarantine. 对一次删除作出决定，以当前状态为准；需隔离区权限。 */
  decideRemoval: Removal;
};

/** What a data steward can ask the hub to do; no deed changes what a department said. One field an operation. 数据管理员可发起的操作，均不改动部门数据；每次操作只含一个字段。 */
export type MutationSyncArgs = {
  connectors?: InputMaybe<Array<Scalars['String']['input']>>;
  full?: InputMaybe<Scalars['Boolean']['input']>;
  window?: InputMaybe<WindowInput>;
};

/** What a data steward can ask the hub to do; no deed changes what a department said. One field an operation. 数据管理员可发起的操作，均不改动部门数据；每次操作只含一个字段。 */
export type MutationRetryPlanArgs = {
  id: Scalars['ID']['input'];
};

/** What a data steward can ask the hub to do; no deed changes what a department said. One field an operation. 数据管理员可发起的操作，均不改动部门数据；每次操作只含一个字段。 */
export type MutationCancelPlanArgs = {
  id: Scalars['ID']['input'];
  connector?: InputMaybe<Scalars['String']['input']>;
};

/** What a data steward can ask the hub to do; no deed changes what a department said. One field an operation. 数据管理员可发起的操作，均不改动部门数据；每次操作只含一个字段。 */
export type MutationReplayQuarantineArgs = {
  connector: Scalars['String']['input'];
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** What a data steward can ask the hub to do; no deed changes what a department said. One field an operation. 数据管理员可发起的操作，均不改动部门数据；每次操作只含一个字段。 */
export type MutationDiscardQuarantineArgs = {
  ids: Array<Scalars['ID']['input']>;
  reason: Scalars['String']['input'];
};

/** What a data steward can ask the hub to do; no deed changes what a department said. One field an operation. 数据管理员可发起的操作，均不改动部门数据；每次操作只含一个字段。 */
export type MutationDecideRemovalArgs = {
  id: Scalars['ID']['input'];
  decision: RemovalDecision;
  reason: Scalars['String']['input'];
};

/** Part of a stream by its cursor: from since, up to but without until, in the source's own form. 按游标划定的区间：含起点，不含终点，用来源自己的写法。 */
export type WindowInput = {
  /** From here on. 起点（含）。 */
  since: Scalars['String']['input'];
  /** Up to here. 终点（不含）。 */
  until: Scalars['String']['input'];
};

/** A plan: sources are read, then resolved, stitched and counted. 一次计划：读取来源，然后归并、织图、统计。 */
export type Plan = {
  /** Id of the form Plan:local. 形如 Plan:本地标识。 */
  id: Scalars['ID']['output'];
  /** How it stands. 状态。 */
  status: PlanStatus;
  /** The time the schedule meant; null where a person asked. 计划时点；人工发起时为空。 */
  slot?: Maybe<Scalars['DateTime']['output']>;
  /** Who asked; null for a night. 发起人；夜间任务为空。 */
  requestedBy?: Maybe<Scalars['String']['output']>;
  /** When it began. 开始时间。 */
  startedAt: Scalars['DateTime']['output'];
  /** When it ended; null while it runs. 结束时间；进行中为空。 */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its sources, by name. 各来源，按名称。 */
  sources: Array<PlanSource>;
  /** Its stages after reading, in order. 读取之后的各阶段，按顺序。 */
  stages: Array<PlanStage>;
};

/** How a plan stands. 计划状态。 */
export type PlanStatus =
  /** Under way. 进行中。 */
  | 'RUNNING'
  /** Every source was read. 全部来源成功。 */
  | 'SUCCEEDED'
  /** Some sources failed. 部分来源失败。 */
  | 'PARTIAL'
  /** No source, or a stage, succeeded. 失败。 */
  | 'FAILED'
  /** Stopped by a person. 已取消。 */
  | 'CANCELLED';

/** One source of a plan: read = landed + unchanged + quarantined + deleted. 计划中的一个来源：读取=落地+未变+隔离+删除。 */
export type PlanSource = {
  /** Name of the connector. 连接器名称。 */
  connector: Scalars['String']['output'];
  /** How it stands. 状态。 */
  status: PlanSourceStatus;
  /** Rows read so far. 已读行数。 */
  read: Scalars['Int']['output'];
  /** Rows expected, where the source can tell. 预计行数（来源能告知时）。 */
  expected?: Maybe<Scalars['Int']['output']>;
  /** Rows that were new or changed. 新增或变更行数。 */
  landed: Scalars['Int']['output'];
  /** Rows that were as before. 未变行数。 */
  unchanged: Scalars['Int']['output'];
  /** Rows that could not be understood. 隔离行数。 */
  quarantined: Scalars['Int']['output'];
  /** Rows the source marks as deleted. 来源标记删除的行数。 */
  deleted: Scalars['Int']['output'];
  /** Rows gone from a complete snapshot. 全量快照中消失的行数。 */
  removed: Scalars['Int']['output'];
  /** Stable code of what went wrong. 错误代码。 */
  errorCode?: Maybe<Scalars['String']['output']>;
  /** What went wrong, as a sentence. 错误说明。 */
  errorMessage?: Maybe<Scalars['String']['output']>;
};

/** How a source of a plan stands. 计划中来源的状态。 */
export type PlanSourceStatus =
  /** Its run has not begun. 尚未开始。 */
  | 'WAITING'
  /** Under way. 进行中。 */
  | 'RUNNING'
  /** Ended well. 成功。 */
  | 'SUCCEEDED'
  /** Failed; the reason stands beside it. 失败，附原因。 */
  | 'FAILED'
  /** Stopped by a person. 已取消。 */
  | 'CANCELLED';

/** One stage of a plan. 计划的一个阶段。 */
export type PlanStage = {
  /** resolve, stitch or trend. 归并、织图或统计。 */
  stage: Scalars['String']['output'];
  /** What it is doing. 当前步骤。 */
  step?: Maybe<Scalars['String']['output']>;
  /** How much of the step is done. 该步骤已完成数量。 */
  done?: Maybe<Scalars['Int']['output']>;
  /** How much the step has to do. 该步骤总量。 */
  total?: Maybe<Scalars['Int']['output']>;
  /** When it began. 开始时间。 */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it ended. 结束时间。 */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** What became of rows that were tried again. 重试隔离行的结果。 */
export type Replay = {
  /** Rows tried. 重试行数。 */
  tried: Scalars['Int']['output'];
  /** Rows that are records now. 已落地行数。 */
  landed: Scalars['Int']['output'];
  /** The plan that brings the graph up to date; null where nothing came back. 更新图谱的计划；没有行恢复时为空。 */
  plan?: Maybe<Plan>;
};

/** Rows that a snapshot no longer has, too many to be believed. 快照中消失过多、需人工确认的删除。 */
export type Removal = {
  /** Id of the form Removal:local. 形如 Removal:本地标识。 */
  id: Scalars['ID']['output'];
  /** Name of the connector. 连接器名称。 */
  connector: Scalars['String']['output'];
  /** Name of the stream. 数据流名称。 */
  stream: Scalars['String']['output'];
  /** How it stands. 状态。 */
  status: RemovalStatus;
  /** Why it was not believed. 未被采信的原因。 */
  why: RemovalReason;
  /** Rows the hub held. 网枢已有行数。 */
  held: Scalars['Int']['output'];
  /** Rows of them that were gone. 其中消失的行数。 */
  vanished: Scalars['Int']['output'];
  /** When it was noticed first. 首次发现时间。 */
  noticedAt: Scalars['DateTime']['output'];
  /** When it was decided. 决定时间。 */
  decidedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who decided. 决定人。 */
  decidedBy?: Maybe<Scalars['String']['output']>;
  /** Why it was decided so. 决定理由。 */
  reason?: Maybe<Scalars['String']['output']>;
  /** Rows that were removed. 实际删除行数。 */
  removed?: Maybe<Scalars['Int']['output']>;
};

/** How a removal stands. 删除的状态。 */
export type RemovalStatus =
  /** Waits for a steward's word. 等待决定。 */
  | 'WAITING'
  /** The rows were removed. 已删除。 */
  | 'REMOVED'
  /** The rows stay. 已保留。 */
  | 'KEPT'
  /** No longer a matter: the source has changed. 已无须决定：来源已变化。 */
  | 'GONE';

/** Why a removal was not believed. 删除未被采信的原因。 */
export type RemovalReason =
  /** The snapshot was empty. 快照为空。 */
  | 'EMPTY'
  /** Too large a share was gone. 消失比例过大。 */
  | 'SHRUNK'
  /** Rows whose key could not be read may be those that are gone. 存在主键无法读取的行。 */
  | 'UNREADABLE';

/** A steward's word on a removal. 对删除的决定。 */
export type RemovalDecision =
  /** The rows are gone. 确认删除。 */
  | 'REMOVE'
  /** The rows stay, on later nights too. 保留，以后夜间亦然。 */
  | 'KEEP'
  /** A KEEP is taken back: the next night asks again. 撤回保留，下次夜间重新询问。 */
  | 'ASK_AGAIN';

/** How well a source keeps its promise of freshness. 来源的健康状况。 */
export type SourceHealth =
  /** Read well, and fresh enough. 正常。 */
  | 'OK'
  /** Its data are older than promised. 数据过期。 */
  | 'LATE'
  /** Its last run failed. 最近一次运行失败。 */
  | 'FAILING'
  /** Too many rows wait in quarantine. 隔离行过多。 */
  | 'QUARANTINE'
  /** It was never read. 从未读取。 */
  | 'NEVER';

/** One department's system, with its entry in the data catalogue. 部门系统及其数据目录条目。 */
export type Connector = Node & {
  /** End of its last good run. 最近一次成功运行的结束时间。 */
  lastSuccess?: Maybe<Scalars['DateTime']['output']>;
  /** Its data are as the source had them then. 数据所反映的来源时点。 */
  dataAsOf?: Maybe<Scalars['DateTime']['output']>;
  /** When it is read next. 下次读取时间。 */
  nextRun?: Maybe<Scalars['DateTime']['output']>;
  /** How well it keeps its promise of freshness. 健康状况。 */
  health: SourceHealth;
  /** Id of the form Type:local, stable from night to night. 形如 类型:本地标识，夜间重跑不变。 */
  id: Scalars['ID']['output'];
  /** Name, as in connector.yaml. 连接器名称（connector.yaml 中的 id）。 */
  name: Scalars['String']['output'];
  /** Title in Chinese. 中文标题。 */
  zh: Scalars['String']['output'];
  /** Title in English. 英文标题。 */
  en: Scalars['String']['output'];
  /** Department that provides it. 提供部门。 */
  department: Department;
  /** Sharing class of the 政务数据共享条例. 共享属性。 */
  sharing: SharingClass;
  /** Condition of sharing. 共享条件。 */
  condition?: Maybe<Scalars['String']['output']>;
  /** Legal basis. 法律依据。 */
  basis: Array<Scalars['String']['output']>;
  /** How long records are kept, ISO 8601. 保存期限（ISO 8601 时长）。 */
  retention: Scalars['String']['output'];
  /** Streams it reads. 读取的数据流。 */
  streams: Array<Stream>;
  /** When its data were last brought up to date; null before the first good run. 数据最近一次成功更新的时间；从未成功时为空。 */
  freshAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its latest run. 最近一次运行。 */
  lastRun?: Maybe<SyncRun>;
};

/** A legal entity, individual business, social organisation or public body. 组织（企业、个体工商户、社会组织、机关单位）。 */
export type Organization = Node &
  Entity & {
    /** Id of the form Type:local, stable from night to night. 形如 类型:本地标识，夜间重跑不变。 */
    id: Scalars['ID']['output'];
    /** Whether a social credit code stands behind it. 是否有统一社会信用代码佐证。 */
    identified: Scalars['Boolean']['output'];
    /** Unified social credit code, GB 32100. 统一社会信用代码。 */
    creditCode?: Maybe<Scalars['String']['output']>;
    /** Name. 名称。 */
    name?: Maybe<Scalars['String']['output']>;
    /** Kind. 类型。 */
    kind?: Maybe<Scalars['String']['output']>;
    /** Status. 登记状态。 */
    status?: Maybe<Scalars['String']['output']>;
    /** Scope of business. 经营范围。 */
    businessScope?: Maybe<Scalars['String']['output']>;
    /** Telephone number. 联系电话。 */
    phone?: Maybe<Scalars['String']['output']>;
    /** Date of establishment. 成立日期。 */
    establishedOn?: Maybe<Scalars['Date']['output']>;
    /** Longitude, CGCS2000, decimal degrees. 经度，CGCS2000，十进制度。 */
    longitude?: Maybe<Scalars['Float']['output']>;
    /** Latitude, CGCS2000, decimal degrees. 纬度，CGCS2000，十进制度。 */
    latitude?: Maybe<Scalars['Float']['output']>;
    /** Where it is located. 住所或经营场所。 */
    place?: Maybe<Place>;
    /** The grid it belongs to; null where only a wider area is known. 所属网格；仅知更大区域时为空。 */
    grid?: Maybe<Place>;
    /** The community it belongs to. 所属社区。 */
    community?: Maybe<Place>;
    /** The subdistrict it belongs to. 所属街道。 */
    subdistrict?: Maybe<Place>;
    /** Residents who are its legal representatives. 法定代表人。 */
    legalRepresentatives: ResidentConnection;
    /** Residents who work for it. 从业人员。 */
    employees: ResidentConnection;
    /** Events it reported or is involved in. 反映或涉及的事项。 */
    events: EventConnection;
    /** Which record each shown value came from. 每个属性值的来源记录。 */
    provenance: Array<Provenance>;
    /** The departments' records behind it. 支撑该实体的部门记录。 */
    records: RecordConnection;
    /** Ties to other entities. 与其他实体的关联。 */
    links: LinkConnection;
  };

/** A legal entity, individual business, social organisation or public body. 组织（企业、个体工商户、社会组织、机关单位）。 */
export type OrganizationLegalRepresentativesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A legal entity, individual business, social organisation or public body. 组织（企业、个体工商户、社会组织、机关单位）。 */
export type OrganizationEmployeesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A legal entity, individual business, social organisation or public body. 组织（企业、个体工商户、社会组织、机关单位）。 */
export type OrganizationEventsArgs = {
  role?: InputMaybe<LinkRole>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A legal entity, individual business, social organisation or public body. 组织（企业、个体工商户、社会组织、机关单位）。 */
export type OrganizationRecordsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A legal entity, individual business, social organisation or public body. 组织（企业、个体工商户、社会组织、机关单位）。 */
export type OrganizationLinksArgs = {
  role?: InputMaybe<LinkRole>;
  direction?: InputMaybe<LinkDirection>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A page of organisations. 一页组织。 */
export type OrganizationConnection = {
  /** Edges of this page. 本页的边。 */
  edges: Array<OrganizationEdge>;
  /** Where this page stands. 分页信息。 */
  pageInfo: PageInfo;
};

/** One place in a page of organisations. 组织页中的一条。 */
export type OrganizationEdge = {
  /** Where it stands in the list. 所在位置的游标。 */
  cursor: Scalars['String']['output'];
  /** What stands there. 该位置的组织。 */
  node: Organization;
  /** How it is tied to the entity above; null where the list is no list of ties. 与上级实体的关联角色；非关联列表时为空。 */
  role?: Maybe<LinkRole>;
  /** First day the tie held. 关联起始日期。 */
  since?: Maybe<Scalars['Date']['output']>;
  /** Last day the tie held; null where it still does. 关联终止日期；仍有效时为空。 */
  until?: Maybe<Scalars['Date']['output']>;
};

/** Which to list; all that is given must hold. 组织的筛选条件，须同时满足。 */
export type OrganizationFilter = {
  /** Id of an area (a Place of level DISTRICT to GRID), with all below it. 区域标识（区至网格级的地），含其下全部。 */
  area?: InputMaybe<Scalars['ID']['input']>;
  /** Kind. 类型。 */
  kind?: InputMaybe<Scalars['String']['input']>;
  /** Status. 登记状态。 */
  status?: InputMaybe<Scalars['String']['input']>;
};

/** Order of a list. 组织列表的排序。 */
export type OrganizationOrder = {
  /** Field to order by. 排序字段。 */
  field: OrganizationOrderField;
  /** Direction. 方向。 */
  direction?: OrderDirection;
};

/** Fields to order by. 组织的排序字段。 */
export type OrganizationOrderField =
  /** Id. 标识。 */
  | 'ID'
  /** Name. 名称。 */
  | 'NAME'
  /** Date of establishment. 成立日期。 */
  | 'ESTABLISHED_ON';

/** One node of the place tree, from the district down to a room. 地（标准地址树的一个节点，从区到房室）。 */
export type Place = Node &
  Entity & {
    /** Id of the form Type:local, stable from night to night. 形如 类型:本地标识，夜间重跑不变。 */
    id: Scalars['ID']['output'];
    /** Level in the place tree. 层级。 */
    level: PlaceLevel;
    /** Name. 名称。 */
    name?: Maybe<Scalars['String']['output']>;
    /** Code of a division or a grid; null below. 区划代码或网格代码；更低层级为空。 */
    code?: Maybe<Scalars['String']['output']>;
    /** Address in its standard form. 标准地址。 */
    address?: Maybe<Scalars['String']['output']>;
    /** Doorplate code. 门牌编码。 */
    doorplate?: Maybe<Scalars['String']['output']>;
    /** Longitude, CGCS2000, decimal degrees. 经度，CGCS2000，十进制度。 */
    longitude?: Maybe<Scalars['Float']['output']>;
    /** Latitude, CGCS2000, decimal degrees. 纬度，CGCS2000，十进制度。 */
    latitude?: Maybe<Scalars['Float']['output']>;
    /** Population that a department states for it. 部门登记的人口数。 */
    population?: Maybe<Scalars['Int']['output']>;
    /** The place it lies in; null at the top. 上级地点；顶级为空。 */
    parent?: Maybe<Place>;
    /** All places it lies in, from the top down. 全部上级地点，自上而下。 */
    ancestors: Array<Place>;
    /** Places directly below it. 直接下级地点。 */
    children: PlaceConnection;
    /** The grid it belongs to; null where only a wider area is known. 所属网格；仅知更大区域时为空。 */
    grid?: Maybe<Place>;
    /** The community it belongs to. 所属社区。 */
    community?: Maybe<Place>;
    /** The subdistrict it belongs to. 所属街道。 */
    subdistrict?: Maybe<Place>;
    /** Residents who live in it or anywhere below. 居住于此（含下级）的居民。 */
    residents: ResidentConnection;
    /** Events in it or anywhere below, latest first. 发生于此（含下级）的事项，最近的在前。 */
    events: EventConnection;
    /** Organisations in it or anywhere below. 位于此（含下级）的组织。 */
    organizations: OrganizationConnection;
    /** Things in it or anywhere below. 位于此（含下级）的物。 */
    things: ThingConnection;
    /** Which record each shown value came from. 每个属性值的来源记录。 */
    provenance: Array<Provenance>;
    /** The departments' records behind it. 支撑该实体的部门记录。 */
    records: RecordConnection;
    /** Ties to other entities. 与其他实体的关联。 */
    links: LinkConnection;
  };

/** One node of the place tree, from the district down to a room. 地（标准地址树的一个节点，从区到房室）。 */
export type PlaceChildrenArgs = {
  level?: InputMaybe<PlaceLevel>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** One node of the place tree, from the district down to a room. 地（标准地址树的一个节点，从区到房室）。 */
export type PlaceResidentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** One node of the place tree, from the district down to a room. 地（标准地址树的一个节点，从区到房室）。 */
export type PlaceEventsArgs = {
  filter?: InputMaybe<EventFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** One node of the place tree, from the district down to a room. 地（标准地址树的一个节点，从区到房室）。 */
export type PlaceOrganizationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** One node of the place tree, from the district down to a room. 地（标准地址树的一个节点，从区到房室）。 */
export type PlaceThingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** One node of the place tree, from the district down to a room. 地（标准地址树的一个节点，从区到房室）。 */
export type PlaceRecordsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** One node of the place tree, from the district down to a room. 地（标准地址树的一个节点，从区到房室）。 */
export type PlaceLinksArgs = {
  role?: InputMaybe<LinkRole>;
  direction?: InputMaybe<LinkDirection>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A page of places. 一页地点。 */
export type PlaceConnection = {
  /** Edges of this page. 本页的边。 */
  edges: Array<PlaceEdge>;
  /** Where this page stands. 分页信息。 */
  pageInfo: PageInfo;
};

/** One place in a page of places. 地点页中的一条。 */
export type PlaceEdge = {
  /** Where it stands in the list. 所在位置的游标。 */
  cursor: Scalars['String']['output'];
  /** What stands there. 该位置的地点。 */
  node: Place;
};

/** Which to list; all that is given must hold. 地点的筛选条件，须同时满足。 */
export type PlaceFilter = {
  /** Id of an area (a Place of level DISTRICT to GRID), with all below it. 区域标识（区至网格级的地），含其下全部。 */
  area?: InputMaybe<Scalars['ID']['input']>;
  /** Level in the place tree. 层级。 */
  level?: InputMaybe<PlaceLevel>;
};

/** Order of a list. 地点列表的排序。 */
export type PlaceOrder = {
  /** Field to order by. 排序字段。 */
  field: PlaceOrderField;
  /** Direction. 方向。 */
  direction?: OrderDirection;
};

/** Fields to order by. 地点的排序字段。 */
export type PlaceOrderField =
  /** Id. 标识。 */
  | 'ID'
  /** Code of a division or a grid. 区划或网格代码。 */
  | 'CODE'
  /** Name. 名称。 */
  | 'NAME';

/** Levels of the place tree, GA/T 2000.32. 地址层级。 */
export type PlaceLevel =
  /** District. 区。 */
  | 'DISTRICT'
  /** Subdistrict or town. 街道或乡镇。 */
  | 'SUBDISTRICT'
  /** Community or village. 社区或村。 */
  | 'COMMUNITY'
  /** Grid, CJ/T 349. 网格。 */
  | 'GRID'
  /** Street with its number. 街路巷门牌。 */
  | 'STREET'
  /** Compound. 小区。 */
  | 'COMPOUND'
  /** Building. 楼栋。 */
  | 'BUILDING'
  /** Unit of a building. 单元。 */
  | 'UNIT'
  /** Room. 房室。 */
  | 'ROOM';

/**
 * One row of a department's system, as kept. Each connector adds a type of its own that carries its items as fields.
 * 部门系统的一行记录，按接收保存；每个连接器各有一个记录类型，数据项即字段。
 */
export type Record = {
  /** Id of the form Type:local, stable from night to night. 形如 类型:本地标识，夜间重跑不变。 */
  id: Scalars['ID']['output'];
  /** Department that provides it. 提供部门。 */
  department: Department;
  /** Id of the connector that read it. 读取它的连接器。 */
  connector: Scalars['String']['output'];
  /** Name of the stream it belongs to. 所属数据流。 */
  stream: Scalars['String']['output'];
  /** When this version of it was received. 该版本的接收时间。 */
  landedAt: Scalars['DateTime']['output'];
  /** When the department took it back; null while it stands. 部门撤回的时间；有效时为空。 */
  deletedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A page of records. 一页记录。 */
export type RecordConnection = {
  /** Edges of this page. 本页的边。 */
  edges: Array<RecordEdge>;
  /** Where this page stands. 分页信息。 */
  pageInfo: PageInfo;
};

/** One record of a page. 页中的一条记录。 */
export type RecordEdge = {
  /** Where it stands in the list. 所在位置的游标。 */
  cursor: Scalars['String']['output'];
  /** The record. 记录。 */
  node: Record;
};

/** A natural person who lives, works or is served in the district. 人（实有人口）。 */
export type Resident = Node &
  Entity & {
    /** Id of the form Type:local, stable from night to night. 形如 类型:本地标识，夜间重跑不变。 */
    id: Scalars['ID']['output'];
    /** Whether an identity number stands behind it; else it is one record's word. 是否有公民身份号码佐证；否则仅为单条记录。 */
    identified: Scalars['Boolean']['output'];
    /** Name. 姓名。 */
    name?: Maybe<Scalars['String']['output']>;
    /** Identity number, GB 11643. 公民身份号码。 */
    identityNumber?: Maybe<Scalars['String']['output']>;
    /** Sex, GB/T 2261.1. 性别。 */
    sex?: Maybe<Sex>;
    /** Date of birth. 出生日期。 */
    birthDate?: Maybe<Scalars['Date']['output']>;
    /** Ethnicity, GB/T 3304. 民族。 */
    ethnicity?: Maybe<Scalars['String']['output']>;
    /** Marital status, GB/T 2261.2. 婚姻状况。 */
    maritalStatus?: Maybe<Scalars['String']['output']>;
    /** Telephone number. 联系电话。 */
    phone?: Maybe<Scalars['String']['output']>;
    /** Where the resident lives. 现住址。 */
    residence?: Maybe<Place>;
    /** Where the resident is registered. 户籍地。 */
    registeredAt?: Maybe<Place>;
    /** The grid it belongs to; null where only a wider area is known. 所属网格；仅知更大区域时为空。 */
    grid?: Maybe<Place>;
    /** The community it belongs to. 所属社区。 */
    community?: Maybe<Place>;
    /** The subdistrict it belongs to. 所属街道。 */
    subdistrict?: Maybe<Place>;
    /** The household, on the word of one department. 所在户（以部门记录为准）。 */
    household?: Maybe<Household>;
    /** Relation to the head of the household, GB/T 4761. 与户主关系。 */
    householdRelation?: Maybe<Scalars['String']['output']>;
    /** Events the resident reported, is involved in or receives. 反映、涉及或享受的事项。 */
    events: EventConnection;
    /** Organisations the resident represents or works for. 担任法定代表人或从业的组织。 */
    organizations: OrganizationConnection;
    /** Residents tied to this one. 有关联的居民。 */
    relatives: ResidentConnection;
    /** Which record each shown value came from. 每个属性值的来源记录。 */
    provenance: Array<Provenance>;
    /** The departments' records behind it. 支撑该实体的部门记录。 */
    records: RecordConnection;
    /** Ties to other entities. 与其他实体的关联。 */
    links: LinkConnection;
  };

/** A natural person who lives, works or is served in the district. 人（实有人口）。 */
export type ResidentEventsArgs = {
  role?: InputMaybe<LinkRole>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A natural person who lives, works or is served in the district. 人（实有人口）。 */
export type ResidentOrganizationsArgs = {
  role?: InputMaybe<LinkRole>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A natural person who lives, works or is served in the district. 人（实有人口）。 */
export type ResidentRelativesArgs = {
  role?: InputMaybe<LinkRole>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A natural person who lives, works or is served in the district. 人（实有人口）。 */
export type ResidentRecordsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A natural person who lives, works or is served in the district. 人（实有人口）。 */
export type ResidentLinksArgs = {
  role?: InputMaybe<LinkRole>;
  direction?: InputMaybe<LinkDirection>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** Residents whom one department keeps as one household. 同一户的居民。 */
export type Household = {
  /** Id of the household within the hub. 户标识。 */
  id: Scalars['ID']['output'];
  /** Its members whom the caller may see. 调用者可见的成员。 */
  members: Array<Resident>;
};

/** A page of residents. 一页居民。 */
export type ResidentConnection = {
  /** Edges of this page. 本页的边。 */
  edges: Array<ResidentEdge>;
  /** Where this page stands. 分页信息。 */
  pageInfo: PageInfo;
};

/** One place in a page of residents. 居民页中的一条。 */
export type ResidentEdge = {
  /** Where it stands in the list. 所在位置的游标。 */
  cursor: Scalars['String']['output'];
  /** What stands there. 该位置的居民。 */
  node: Resident;
  /** How it is tied to the entity above; null where the list is no list of ties. 与上级实体的关联角色；非关联列表时为空。 */
  role?: Maybe<LinkRole>;
  /** First day the tie held. 关联起始日期。 */
  since?: Maybe<Scalars['Date']['output']>;
  /** Last day the tie held; null where it still does. 关联终止日期；仍有效时为空。 */
  until?: Maybe<Scalars['Date']['output']>;
};

/** Which to list; all that is given must hold. 居民的筛选条件，须同时满足。 */
export type ResidentFilter = {
  /** Id of an area (a Place of level DISTRICT to GRID), with all below it. 区域标识（区至网格级的地），含其下全部。 */
  area?: InputMaybe<Scalars['ID']['input']>;
  /** Sex. 性别。 */
  sex?: InputMaybe<Sex>;
  /** Born on this day or later. 出生日期不早于。 */
  bornFrom?: InputMaybe<Scalars['Date']['input']>;
  /** Born on this day or earlier. 出生日期不晚于。 */
  bornTo?: InputMaybe<Scalars['Date']['input']>;
  /** Whether an identity number stands behind it. 是否有公民身份号码佐证。 */
  identified?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Order of a list. 居民列表的排序。 */
export type ResidentOrder = {
  /** Field to order by. 排序字段。 */
  field: ResidentOrderField;
  /** Direction. 方向。 */
  direction?: OrderDirection;
};

/** Fields to order by. 居民的排序字段。 */
export type ResidentOrderField =
  /** Id. 标识。 */
  | 'ID'
  /** Date of birth. 出生日期。 */
  | 'BIRTH_DATE';

/** Sex, GB/T 2261.1. 性别。 */
export type Sex =
  /** Unknown (0). 未知的性别。 */
  | 'UNKNOWN'
  /** Male (1). 男性。 */
  | 'MALE'
  /** Female (2). 女性。 */
  | 'FEMALE'
  /** Not stated (9). 未说明的性别。 */
  | 'NOT_STATED';

/** One table, file or path of a department's system. 部门系统的一个表、文件或接口路径。 */
export type Stream = {
  /** Name within the connector. 在连接器内的名称。 */
  name: Scalars['String']['output'];
  /** Type of its records in this schema. 记录在本模式中的类型名。 */
  recordType: Scalars['String']['output'];
  /** Items that are read; what is NOT_SHARED never is. 读取的数据项；不予共享的从不读取。 */
  items: Array<Item>;
};

/** One data item. 数据项。 */
export type Item = {
  /** Field of the record type that carries it. 记录类型中的字段名。 */
  field: Scalars['String']['output'];
  /** Name in the connector. 在连接器中的名称。 */
  name: Scalars['String']['output'];
  /** Label in Chinese. 中文名称。 */
  zh?: Maybe<Scalars['String']['output']>;
  /** Label in English. 英文名称。 */
  en?: Maybe<Scalars['String']['output']>;
  /** Kind, GB/T 37964. 类别。 */
  kind: ItemKind;
  /** Sharing class. 共享属性。 */
  sharing: SharingClass;
  /** How the caller sees it for this purpose. 调用者以当前用途可见的方式。 */
  view: ItemView;
};

/** Sharing classes of the 政务数据共享条例. 共享属性。 */
export type SharingClass =
  /** Shared without condition. 无条件共享。 */
  | 'UNCONDITIONAL'
  /** Shared on a condition. 有条件共享。 */
  | 'CONDITIONAL'
  /** Not shared, never read. 不予共享，从不读取。 */
  | 'NOT_SHARED';

/** Kinds of data items, GB/T 37964. 数据项类别。 */
export type ItemKind =
  /** Names a person by itself. 直接标识符。 */
  | 'DIRECT_IDENTIFIER'
  /** Names a person together with others. 准标识符。 */
  | 'QUASI_IDENTIFIER'
  /** Sensitive personal information. 敏感个人信息。 */
  | 'SENSITIVE'
  /** Anything else. 普通数据项。 */
  | 'ORDINARY';

/** How an item is shown. 数据项的可见方式。 */
export type ItemView =
  /** As it is. 原样。 */
  | 'WHOLE'
  /** Through its mask. 脱敏。 */
  | 'MASKED'
  /** Not at all. 不显示。 */
  | 'HIDDEN';

/** A page of connectors. 一页连接器。 */
export type ConnectorConnection = {
  /** Edges of this page. 本页的边。 */
  edges: Array<ConnectorEdge>;
  /** Where this page stands. 分页信息。 */
  pageInfo: PageInfo;
};

/** One place in a page of connectors. 连接器页中的一条。 */
export type ConnectorEdge = {
  /** Where it stands in the list. 所在位置的游标。 */
  cursor: Scalars['String']['output'];
  /** What stands there. 该位置的连接器。 */
  node: Connector;
};

/** One run of one connector. 连接器的一次运行。 */
export type SyncRun = Node & {
  /** Id of the form Type:local, stable from night to night. 形如 类型:本地标识，夜间重跑不变。 */
  id: Scalars['ID']['output'];
  /** Connector that ran. 运行的连接器。 */
  connector: Scalars['String']['output'];
  /** How it stands. 状态。 */
  status: SyncStatus;
  /** Whether it read from the beginning. 是否全量读取。 */
  fullRead: Scalars['Boolean']['output'];
  /** When it began. 开始时间。 */
  startedAt: Scalars['DateTime']['output'];
  /** When it ended; null while it runs. 结束时间；进行中为空。 */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Stable code of what went wrong. 错误代码。 */
  errorCode?: Maybe<Scalars['String']['output']>;
  /** What went wrong, as a sentence. 错误说明。 */
  errorMessage?: Maybe<Scalars['String']['output']>;
  /** What it did, stream by stream. 各数据流的处理数量。 */
  streams: Array<SyncRunStream>;
};

/** What a run did with one stream: read = landed + unchanged + quarantined + deleted. 一次运行中一个数据流的数量：读取=落地+未变+隔离+删除。 */
export type SyncRunStream = {
  /** Name of the stream. 数据流名称。 */
  stream: Scalars['String']['output'];
  /** Rows read. 读取行数。 */
  read: Scalars['Int']['output'];
  /** Rows that were new or changed. 新增或变更行数。 */
  landed: Scalars['Int']['output'];
  /** Rows that were as before. 未变行数。 */
  unchanged: Scalars['Int']['output'];
  /** Rows that could not be understood. 隔离行数。 */
  quarantined: Scalars['Int']['output'];
  /** Rows the source marks as deleted. 来源标记删除的行数。 */
  deleted: Scalars['Int']['output'];
  /** Rows gone from a complete snapshot. 全量快照中消失的行数。 */
  removed: Scalars['Int']['output'];
  /** Mentions made. 生成的提及数。 */
  mentions: Scalars['Int']['output'];
  /** Ties made. 生成的关联数。 */
  links: Scalars['Int']['output'];
};

/** A page of runs. 一页运行记录。 */
export type SyncRunConnection = {
  /** Edges of this page. 本页的边。 */
  edges: Array<SyncRunEdge>;
  /** Where this page stands. 分页信息。 */
  pageInfo: PageInfo;
};

/** One place in a page of runs. 运行记录页中的一条。 */
export type SyncRunEdge = {
  /** Where it stands in the list. 所在位置的游标。 */
  cursor: Scalars['String']['output'];
  /** What stands there. 该位置的运行记录。 */
  node: SyncRun;
};

/** How a run stands. 运行状态。 */
export type SyncStatus =
  /** Under way. 进行中。 */
  | 'RUNNING'
  /** Ended well. 成功。 */
  | 'SUCCEEDED'
  /** Failed; the reason stands beside it. 失败，附原因。 */
  | 'FAILED'
  /** Stopped by a person. 已取消。 */
  | 'CANCELLED';

/** A row that could not be understood, with its reason and place. 隔离的行及其原因和位置。 */
export type Quarantine = Node & {
  /** Id of the form Type:local, stable from night to night. 形如 类型:本地标识，夜间重跑不变。 */
  id: Scalars['ID']['output'];
  /** Connector that read it. 读取它的连接器。 */
  connector: Scalars['String']['output'];
  /** Stream it belongs to. 所属数据流。 */
  stream: Scalars['String']['output'];
  /** Step that stopped at it. 受阻的步骤。 */
  stage: QuarantineStage;
  /** Where it stands in the source. 在来源中的位置。 */
  place: Scalars['String']['output'];
  /** Item that could not be understood. 无法理解的数据项。 */
  item?: Maybe<Scalars['String']['output']>;
  /** Stable code of the reason. 原因代码。 */
  code: Scalars['String']['output'];
  /** The reason, as a sentence without values. 原因说明，不含数据值。 */
  message: Scalars['String']['output'];
  /** The hub's key of the row, the same each time it comes; null where it has none. 行的内部主键；无主键时为空。 */
  key?: Maybe<Scalars['String']['output']>;
  /** Run that met it. 发现它的运行。 */
  run: Scalars['ID']['output'];
  /** Version of the connector that could not understand it. 当时的连接器版本。 */
  connectorVersion?: Maybe<Scalars['String']['output']>;
  /** How it stands. 状态。 */
  status: QuarantineStatus;
  /** When it was first seen. 首次出现时间。 */
  firstSeen: Scalars['DateTime']['output'];
  /** When the source showed it last. 最近一次出现时间。 */
  lastSeen: Scalars['DateTime']['output'];
  /** When it was closed. 关闭时间。 */
  closedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A page of quarantined rows. 一页隔离行。 */
export type QuarantineConnection = {
  /** Edges of this page. 本页的边。 */
  edges: Array<QuarantineEdge>;
  /** Where this page stands. 分页信息。 */
  pageInfo: PageInfo;
};

/** One place in a page of quarantined rows. 隔离行页中的一条。 */
export type QuarantineEdge = {
  /** Where it stands in the list. 所在位置的游标。 */
  cursor: Scalars['String']['output'];
  /** What stands there. 该位置的隔离行。 */
  node: Quarantine;
};

/** Step that stopped at a row. 受阻的步骤。 */
export type QuarantineStage =
  /** Reading. 读取。 */
  | 'READ'
  /** Finding its key. 取主键。 */
  | 'KEY'
  /** Mapping. 映射。 */
  | 'MAP';

/** How a quarantined row stands. 隔离行状态。 */
export type QuarantineStatus =
  /** Still not understood. 未处理。 */
  | 'OPEN'
  /** Understood since. 已解决。 */
  | 'RESOLVED'
  /** Given up by a steward. 已放弃。 */
  | 'DISCARDED';

/** A public object: a camera, hydrant, lift, vehicle. 物（摄像机、消防栓、电梯、车辆等公共物件）。 */
export type Thing = Node &
  Entity & {
    /** Id of the form Type:local, stable from night to night. 形如 类型:本地标识，夜间重跑不变。 */
    id: Scalars['ID']['output'];
    /** Name. 名称。 */
    name?: Maybe<Scalars['String']['output']>;
    /** Kind. 类型。 */
    kind?: Maybe<Scalars['String']['output']>;
    /** Status. 状态。 */
    status?: Maybe<Scalars['String']['output']>;
    /** Numbers that systems gave it, as scheme:number. 各系统的编号，形如 编号体系:编号。 */
    numbers: Array<Scalars['String']['output']>;
    /** Longitude, CGCS2000, decimal degrees. 经度，CGCS2000，十进制度。 */
    longitude?: Maybe<Scalars['Float']['output']>;
    /** Latitude, CGCS2000, decimal degrees. 纬度，CGCS2000，十进制度。 */
    latitude?: Maybe<Scalars['Float']['output']>;
    /** Where it stands. 所在地点。 */
    place?: Maybe<Place>;
    /** The grid it belongs to; null where only a wider area is known. 所属网格；仅知更大区域时为空。 */
    grid?: Maybe<Place>;
    /** The community it belongs to. 所属社区。 */
    community?: Maybe<Place>;
    /** The subdistrict it belongs to. 所属街道。 */
    subdistrict?: Maybe<Place>;
    /** Events it is involved in. 涉及的事项。 */
    events: EventConnection;
    /** Which record each shown value came from. 每个属性值的来源记录。 */
    provenance: Array<Provenance>;
    /** The departments' records behind it. 支撑该实体的部门记录。 */
    records: RecordConnection;
    /** Ties to other entities. 与其他实体的关联。 */
    links: LinkConnection;
  };

/** A public object: a camera, hydrant, lift, vehicle. 物（摄像机、消防栓、电梯、车辆等公共物件）。 */
export type ThingEventsArgs = {
  role?: InputMaybe<LinkRole>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A public object: a camera, hydrant, lift, vehicle. 物（摄像机、消防栓、电梯、车辆等公共物件）。 */
export type ThingRecordsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A public object: a camera, hydrant, lift, vehicle. 物（摄像机、消防栓、电梯、车辆等公共物件）。 */
export type ThingLinksArgs = {
  role?: InputMaybe<LinkRole>;
  direction?: InputMaybe<LinkDirection>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A page of things. 一页物。 */
export type ThingConnection = {
  /** Edges of this page. 本页的边。 */
  edges: Array<ThingEdge>;
  /** Where this page stands. 分页信息。 */
  pageInfo: PageInfo;
};

/** One place in a page of things. 物页中的一条。 */
export type ThingEdge = {
  /** Where it stands in the list. 所在位置的游标。 */
  cursor: Scalars['String']['output'];
  /** What stands there. 该位置的物。 */
  node: Thing;
  /** How it is tied to the entity above; null where the list is no list of ties. 与上级实体的关联角色；非关联列表时为空。 */
  role?: Maybe<LinkRole>;
  /** First day the tie held. 关联起始日期。 */
  since?: Maybe<Scalars['Date']['output']>;
  /** Last day the tie held; null where it still does. 关联终止日期；仍有效时为空。 */
  until?: Maybe<Scalars['Date']['output']>;
};

/** Which to list; all that is given must hold. 物的筛选条件，须同时满足。 */
export type ThingFilter = {
  /** Id of an area (a Place of level DISTRICT to GRID), with all below it. 区域标识（区至网格级的地），含其下全部。 */
  area?: InputMaybe<Scalars['ID']['input']>;
  /** Kind. 类型。 */
  kind?: InputMaybe<Scalars['String']['input']>;
  /** Status. 状态。 */
  status?: InputMaybe<Scalars['String']['input']>;
};

/** Order of a list. 物列表的排序。 */
export type ThingOrder = {
  /** Field to order by. 排序字段。 */
  field: ThingOrderField;
  /** Direction. 方向。 */
  direction?: OrderDirection;
};

/** Fields to order by. 物的排序字段。 */
export type ThingOrderField =
  /** Id. 标识。 */
  | 'ID'
  /** Name. 名称。 */
  | 'NAME';

/** Counts of one category in one area, period by period. 某区域某类事项的逐期数量。 */
export type RiskTrend = {
  /** The category. 分类。 */
  category: Category;
  /** The area. 区域。 */
  area: Place;
  /** Length of a period. 周期长度。 */
  grain: TrendGrain;
  /** Time zone whose days are counted. 统计所用时区。 */
  timeZone: Scalars['String']['output'];
  /** Counts below this are not shown to the caller; null where nothing is held back. 低于该数的计数不予显示；不作抑制时为空。 */
  suppressedBelow?: Maybe<Scalars['Int']['output']>;
  /** Periods, earliest first. 各期，按时间排列。 */
  points: Array<TrendPoint>;
};

/** One period. 一个周期。 */
export type TrendPoint = {
  /** First day. 首日。 */
  start: Scalars['Date']['output'];
  /** Last day. 末日。 */
  end: Scalars['Date']['output'];
  /** Number of events; null where it is held back. 事项数；被抑制时为空。 */
  count?: Maybe<Scalars['Int']['output']>;
  /** Number that the history lets expect; null without enough history. 依历史得出的期望数；历史不足时为空。 */
  expected?: Maybe<Scalars['Float']['output']>;
  /** Upper bound; a count above it is an alarm. 上限；超过即预警。 */
  upper?: Maybe<Scalars['Float']['output']>;
  /** What is to be said of it. 状态。 */
  status: TrendStatus;
  /** Whether the period is not over yet. 周期尚未结束。 */
  incomplete: Scalars['Boolean']['output'];
};

/** Length of a period. 周期长度。 */
export type TrendGrain =
  /** A calendar day. 自然日。 */
  | 'DAY'
  /** A week from Monday. 自然周（周一起）。 */
  | 'WEEK';

/** What is to be said of a period. 周期状态。 */
export type TrendStatus =
  /** Within its bounds. 正常。 */
  | 'NORMAL'
  /** Above the upper bound (EARS C2). 预警：超出上限（EARS C2）。 */
  | 'ALARM'
  /** Too little history to judge. 历史不足，无法判断。 */
  | 'INSUFFICIENT_HISTORY'
  /** The period is not over yet and is not judged. 周期未结束，不作判断。 */
  | 'INCOMPLETE'
  /** Held back, because the count is small. 数量过小，不予显示。 */
  | 'SUPPRESSED';

export type ResolverTypeWrapper<T> = Promise<T> | T;

export type Resolver<
  TResult,
  TParent = globalThis.Record<PropertyKey, never>,
  TContext = globalThis.Record<PropertyKey, never>,
  TArgs = globalThis.Record<PropertyKey, never>,
> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<
  TResult,
  TKey extends string,
  TParent,
  TContext,
  TArgs,
> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<
  TResult,
  TKey extends string,
  TParent = globalThis.Record<PropertyKey, never>,
  TContext = globalThis.Record<PropertyKey, never>,
  TArgs = globalThis.Record<PropertyKey, never>,
> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<
  TTypes,
  TParent = globalThis.Record<PropertyKey, never>,
  TContext = globalThis.Record<PropertyKey, never>,
> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo,
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<
  T = globalThis.Record<PropertyKey, never>,
  TContext = globalThis.Record<PropertyKey, never>,
> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<
  TResult = globalThis.Record<PropertyKey, never>,
  TParent = globalThis.Record<PropertyKey, never>,
  TContext = globalThis.Record<PropertyKey, never>,
  TArgs = globalThis.Record<PropertyKey, never>,
> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>;

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<globalThis.Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Caller: ResolverTypeWrapper<CallerModel>;
  KindView: ResolverTypeWrapper<KindView>;
  AuditEntry: ResolverTypeWrapper<AuditEntry>;
  AuditEntryConnection: ResolverTypeWrapper<AuditEntryConnection>;
  AuditEntryEdge: ResolverTypeWrapper<AuditEntryEdge>;
  AuditOutcome: AuditOutcome;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Node: ResolverTypeWrapper<NodeModel>;
  Entity: ResolverTypeWrapper<EntityModel>;
  Provenance: ResolverTypeWrapper<ProvenanceModel>;
  Term: ResolverTypeWrapper<Term>;
  Department: ResolverTypeWrapper<Department>;
  Category: ResolverTypeWrapper<CategoryModel>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  EntityConnection: ResolverTypeWrapper<
    Omit<EntityConnection, 'edges'> & { edges: Array<ResolversTypes['EntityEdge']> }
  >;
  EntityEdge: ResolverTypeWrapper<Omit<EntityEdge, 'node'> & { node: ResolversTypes['Entity'] }>;
  LinkConnection: ResolverTypeWrapper<
    Omit<LinkConnection, 'edges'> & { edges: Array<ResolversTypes['LinkEdge']> }
  >;
  LinkEdge: ResolverTypeWrapper<Omit<LinkEdge, 'node'> & { node: ResolversTypes['Link'] }>;
  Link: ResolverTypeWrapper<LinkModel>;
  Noun: Noun;
  LinkRole: LinkRole;
  LinkDirection: LinkDirection;
  OrderDirection: OrderDirection;
  Event: ResolverTypeWrapper<EntityModel>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  TimelineStep: ResolverTypeWrapper<TimelineStepModel>;
  StageTerm: ResolverTypeWrapper<StageTerm>;
  EventConnection: ResolverTypeWrapper<
    Omit<EventConnection, 'edges'> & { edges: Array<ResolversTypes['EventEdge']> }
  >;
  EventEdge: ResolverTypeWrapper<Omit<EventEdge, 'node'> & { node: ResolversTypes['Event'] }>;
  EventFilter: EventFilter;
  EventOrder: EventOrder;
  EventOrderField: EventOrderField;
  Stage: Stage;
  Mutation: ResolverTypeWrapper<globalThis.Record<PropertyKey, never>>;
  WindowInput: WindowInput;
  Plan: ResolverTypeWrapper<Plan>;
  PlanStatus: PlanStatus;
  PlanSource: ResolverTypeWrapper<PlanSource>;
  PlanSourceStatus: PlanSourceStatus;
  PlanStage: ResolverTypeWrapper<PlanStage>;
  Replay: ResolverTypeWrapper<Replay>;
  Removal: ResolverTypeWrapper<Removal>;
  RemovalStatus: RemovalStatus;
  RemovalReason: RemovalReason;
  RemovalDecision: RemovalDecision;
  SourceHealth: SourceHealth;
  Connector: ResolverTypeWrapper<ConnectorModel>;
  Organization: ResolverTypeWrapper<EntityModel>;
  OrganizationConnection: ResolverTypeWrapper<
    Omit<OrganizationConnection, 'edges'> & { edges: Array<ResolversTypes['OrganizationEdge']> }
  >;
  OrganizationEdge: ResolverTypeWrapper<
    Omit<OrganizationEdge, 'node'> & { node: ResolversTypes['Organization'] }
  >;
  OrganizationFilter: OrganizationFilter;
  OrganizationOrder: OrganizationOrder;
  OrganizationOrderField: OrganizationOrderField;
  Place: ResolverTypeWrapper<EntityModel>;
  PlaceConnection: ResolverTypeWrapper<
    Omit<PlaceConnection, 'edges'> & { edges: Array<ResolversTypes['PlaceEdge']> }
  >;
  PlaceEdge: ResolverTypeWrapper<Omit<PlaceEdge, 'node'> & { node: ResolversTypes['Place'] }>;
  PlaceFilter: PlaceFilter;
  PlaceOrder: PlaceOrder;
  PlaceOrderField: PlaceOrderField;
  PlaceLevel: PlaceLevel;
  Record: ResolverTypeWrapper<RecordModel>;
  RecordConnection: ResolverTypeWrapper<
    Omit<RecordConnection, 'edges'> & { edges: Array<ResolversTypes['RecordEdge']> }
  >;
  RecordEdge: ResolverTypeWrapper<Omit<RecordEdge, 'node'> & { node: ResolversTypes['Record'] }>;
  Resident: ResolverTypeWrapper<EntityModel>;
  Household: ResolverTypeWrapper<HouseholdModel>;
  ResidentConnection: ResolverTypeWrapper<
    Omit<ResidentConnection, 'edges'> & { edges: Array<ResolversTypes['ResidentEdge']> }
  >;
  ResidentEdge: ResolverTypeWrapper<
    Omit<ResidentEdge, 'node'> & { node: ResolversTypes['Resident'] }
  >;
  ResidentFilter: ResidentFilter;
  ResidentOrder: ResidentOrder;
  ResidentOrderField: ResidentOrderField;
  Sex: Sex;
  Stream: ResolverTypeWrapper<StreamModel>;
  Item: ResolverTypeWrapper<Item>;
  SharingClass: SharingClass;
  ItemKind: ItemKind;
  ItemView: ItemView;
  ConnectorConnection: ResolverTypeWrapper<
    Omit<ConnectorConnection, 'edges'> & { edges: Array<ResolversTypes['ConnectorEdge']> }
  >;
  ConnectorEdge: ResolverTypeWrapper<
    Omit<ConnectorEdge, 'node'> & { node: ResolversTypes['Connector'] }
  >;
  SyncRun: ResolverTypeWrapper<SyncRunModel>;
  SyncRunStream: ResolverTypeWrapper<SyncRunStream>;
  SyncRunConnection: ResolverTypeWrapper<
    Omit<SyncRunConnection, 'edges'> & { edges: Array<ResolversTypes['SyncRunEdge']> }
  >;
  SyncRunEdge: ResolverTypeWrapper<Omit<SyncRunEdge, 'node'> & { node: ResolversTypes['SyncRun'] }>;
  SyncStatus: SyncStatus;
  Quarantine: ResolverTypeWrapper<QuarantineModel>;
  QuarantineConnection: ResolverTypeWrapper<
    Omit<QuarantineConnection, 'edges'> & { edges: Array<ResolversTypes['QuarantineEdge']> }
  >;
  QuarantineEdge: ResolverTypeWrapper<
    Omit<QuarantineEdge, 'node'> & { node: ResolversTypes['Quarantine'] }
  >;
  QuarantineStage: QuarantineStage;
  QuarantineStatus: QuarantineStatus;
  Thing: ResolverTypeWrapper<EntityModel>;
  ThingConnection: ResolverTypeWrapper<
    Omit<ThingConnection, 'edges'> & { edges: Array<ResolversTypes['ThingEdge']> }
  >;
  ThingEdge: ResolverTypeWrapper<Omit<ThingEdge, 'node'> & { node: ResolversTypes['Thing'] }>;
  ThingFilter: ThingFilter;
  ThingOrder: ThingOrder;
  ThingOrderField: ThingOrderField;
  RiskTrend: ResolverTypeWrapper<RiskTrendModel>;
  TrendPoint: ResolverTypeWrapper<TrendPoint>;
  TrendGrain: TrendGrain;
  TrendStatus: TrendStatus;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: globalThis.Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  ID: Scalars['ID']['output'];
  Boolean: Scalars['Boolean']['output'];
  Caller: CallerModel;
  KindView: KindView;
  AuditEntry: AuditEntry;
  AuditEntryConnection: AuditEntryConnection;
  AuditEntryEdge: AuditEntryEdge;
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Node: NodeModel;
  Entity: EntityModel;
  Provenance: ProvenanceModel;
  Term: Term;
  Department: Department;
  Category: CategoryModel;
  PageInfo: PageInfo;
  EntityConnection: Omit<EntityConnection, 'edges'> & {
    edges: Array<ResolversParentTypes['EntityEdge']>;
  };
  EntityEdge: Omit<EntityEdge, 'node'> & { node: ResolversParentTypes['Entity'] };
  LinkConnection: Omit<LinkConnection, 'edges'> & {
    edges: Array<ResolversParentTypes['LinkEdge']>;
  };
  LinkEdge: Omit<LinkEdge, 'node'> & { node: ResolversParentTypes['Link'] };
  Link: LinkModel;
  Event: EntityModel;
  Float: Scalars['Float']['output'];
  TimelineStep: TimelineStepModel;
  StageTerm: StageTerm;
  EventConnection: Omit<EventConnection, 'edges'> & {
    edges: Array<ResolversParentTypes['EventEdge']>;
  };
  EventEdge: Omit<EventEdge, 'node'> & { node: ResolversParentTypes['Event'] };
  EventFilter: EventFilter;
  EventOrder: EventOrder;
  Mutation: globalThis.Record<PropertyKey, never>;
  WindowInput: WindowInput;
  Plan: Plan;
  PlanSource: PlanSource;
  PlanStage: PlanStage;
  Replay: Replay;
  Removal: Removal;
  Connector: ConnectorModel;
  Organization: EntityModel;
  OrganizationConnection: Omit<OrganizationConnection, 'edges'> & {
    edges: Array<ResolversParentTypes['OrganizationEdge']>;
  };
  OrganizationEdge: Omit<OrganizationEdge, 'node'> & { node: ResolversParentTypes['Organization'] };
  OrganizationFilter: OrganizationFilter;
  OrganizationOrder: OrganizationOrder;
  Place: EntityModel;
  PlaceConnection: Omit<PlaceConnection, 'edges'> & {
    edges: Array<ResolversParentTypes['PlaceEdge']>;
  };
  PlaceEdge: Omit<PlaceEdge, 'node'> & { node: ResolversParentTypes['Place'] };
  PlaceFilter: PlaceFilter;
  PlaceOrder: PlaceOrder;
  Record: RecordModel;
  RecordConnection: Omit<RecordConnection, 'edges'> & {
    edges: Array<ResolversParentTypes['RecordEdge']>;
  };
  RecordEdge: Omit<RecordEdge, 'node'> & { node: ResolversParentTypes['Record'] };
  Resident: EntityModel;
  Household: HouseholdModel;
  ResidentConnection: Omit<ResidentConnection, 'edges'> & {
    edges: Array<ResolversParentTypes['ResidentEdge']>;
  };
  ResidentEdge: Omit<ResidentEdge, 'node'> & { node: ResolversParentTypes['Resident'] };
  ResidentFilter: ResidentFilter;
  ResidentOrder: ResidentOrder;
  Stream: StreamModel;
  Item: Item;
  ConnectorConnection: Omit<ConnectorConnection, 'edges'> & {
    edges: Array<ResolversParentTypes['ConnectorEdge']>;
  };
  ConnectorEdge: Omit<ConnectorEdge, 'node'> & { node: ResolversParentTypes['Connector'] };
  SyncRun: SyncRunModel;
  SyncRunStream: SyncRunStream;
  SyncRunConnection: Omit<SyncRunConnection, 'edges'> & {
    edges: Array<ResolversParentTypes['SyncRunEdge']>;
  };
  SyncRunEdge: Omit<SyncRunEdge, 'node'> & { node: ResolversParentTypes['SyncRun'] };
  Quarantine: QuarantineModel;
  QuarantineConnection: Omit<QuarantineConnection, 'edges'> & {
    edges: Array<ResolversParentTypes['QuarantineEdge']>;
  };
  QuarantineEdge: Omit<QuarantineEdge, 'node'> & { node: ResolversParentTypes['Quarantine'] };
  Thing: EntityModel;
  ThingConnection: Omit<ThingConnection, 'edges'> & {
    edges: Array<ResolversParentTypes['ThingEdge']>;
  };
  ThingEdge: Omit<ThingEdge, 'node'> & { node: ResolversParentTypes['Thing'] };
  ThingFilter: ThingFilter;
  ThingOrder: ThingOrder;
  RiskTrend: RiskTrendModel;
  TrendPoint: TrendPoint;
};

export type QueryResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  auditLog?: Resolver<
    ResolversTypes['AuditEntryConnection'],
    ParentType,
    ContextType,
    Partial<QueryAuditLogArgs>
  >;
  node?: Resolver<
    Maybe<ResolversTypes['Node']>,
    ParentType,
    ContextType,
    RequireFields<QueryNodeArgs, 'id'>
  >;
  nodes?: Resolver<
    Array<Maybe<ResolversTypes['Node']>>,
    ParentType,
    ContextType,
    RequireFields<QueryNodesArgs, 'ids'>
  >;
  search?: Resolver<
    ResolversTypes['EntityConnection'],
    ParentType,
    ContextType,
    RequireFields<QuerySearchArgs, 'text'>
  >;
  me?: Resolver<ResolversTypes['Caller'], ParentType, ContextType>;
  categories?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  event?: Resolver<
    Maybe<ResolversTypes['Event']>,
    ParentType,
    ContextType,
    Partial<QueryEventArgs>
  >;
  events?: Resolver<
    ResolversTypes['EventConnection'],
    ParentType,
    ContextType,
    Partial<QueryEventsArgs>
  >;
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType, Partial<QueryPlanArgs>>;
  removals?: Resolver<
    Array<ResolversTypes['Removal']>,
    ParentType,
    ContextType,
    RequireFields<QueryRemovalsArgs, 'all'>
  >;
  organization?: Resolver<
    Maybe<ResolversTypes['Organization']>,
    ParentType,
    ContextType,
    Partial<QueryOrganizationArgs>
  >;
  organizations?: Resolver<
    ResolversTypes['OrganizationConnection'],
    ParentType,
    ContextType,
    Partial<QueryOrganizationsArgs>
  >;
  place?: Resolver<
    Maybe<ResolversTypes['Place']>,
    ParentType,
    ContextType,
    Partial<QueryPlaceArgs>
  >;
  places?: Resolver<
    ResolversTypes['PlaceConnection'],
    ParentType,
    ContextType,
    Partial<QueryPlacesArgs>
  >;
  resident?: Resolver<
    Maybe<ResolversTypes['Resident']>,
    ParentType,
    ContextType,
    Partial<QueryResidentArgs>
  >;
  residents?: Resolver<
    ResolversTypes['ResidentConnection'],
    ParentType,
    ContextType,
    Partial<QueryResidentsArgs>
  >;
  connectors?: Resolver<
    ResolversTypes['ConnectorConnection'],
    ParentType,
    ContextType,
    Partial<QueryConnectorsArgs>
  >;
  syncRuns?: Resolver<
    ResolversTypes['SyncRunConnection'],
    ParentType,
    ContextType,
    Partial<QuerySyncRunsArgs>
  >;
  quarantine?: Resolver<
    ResolversTypes['QuarantineConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryQuarantineArgs, 'status'>
  >;
  thing?: Resolver<
    Maybe<ResolversTypes['Thing']>,
    ParentType,
    ContextType,
    Partial<QueryThingArgs>
  >;
  things?: Resolver<
    ResolversTypes['ThingConnection'],
    ParentType,
    ContextType,
    Partial<QueryThingsArgs>
  >;
  riskTrend?: Resolver<
    ResolversTypes['RiskTrend'],
    ParentType,
    ContextType,
    RequireFields<QueryRiskTrendArgs, 'category' | 'grain'>
  >;
};

export type CallerResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Caller'] = ResolversParentTypes['Caller'],
> = {
  principal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Term'], ParentType, ContextType>;
  department?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['Term'], ParentType, ContextType>;
  caseNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  areas?: Resolver<Maybe<Array<ResolversTypes['Place']>>, ParentType, ContextType>;
  rights?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  connectors?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  views?: Resolver<Array<ResolversTypes['KindView']>, ParentType, ContextType>;
};

export type KindViewResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['KindView'] = ResolversParentTypes['KindView'],
> = {
  kind?: Resolver<ResolversTypes['ItemKind'], ParentType, ContextType>;
  view?: Resolver<ResolversTypes['ItemView'], ParentType, ContextType>;
};

export type AuditEntryResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  principal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  department?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  purpose?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  caseNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  operationName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operationHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rowCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['AuditOutcome'], ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AuditEntryConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['AuditEntryConnection'] =
    ResolversParentTypes['AuditEntryConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditEntryEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['AuditEntryEdge'] =
    ResolversParentTypes['AuditEntryEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<
  ResolversTypes['DateTime'],
  any
> {
  name: 'DateTime';
}

export type NodeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node'],
> = {
  __resolveType: TypeResolveFn<
    | 'Event'
    | 'Connector'
    | 'Organization'
    | 'Place'
    | 'Resident'
    | 'SyncRun'
    | 'Quarantine'
    | 'Thing',
    ParentType,
    ContextType
  >;
};

export type EntityResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Entity'] = ResolversParentTypes['Entity'],
> = {
  __resolveType: TypeResolveFn<
    'Event' | 'Organization' | 'Place' | 'Resident' | 'Thing',
    ParentType,
    ContextType
  >;
};

export type ProvenanceResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Provenance'] = ResolversParentTypes['Provenance'],
> = {
  attribute?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  department?: Resolver<ResolversTypes['Department'], ParentType, ContextType>;
  connector?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  record?: Resolver<Maybe<ResolversTypes['Record']>, ParentType, ContextType>;
};

export type TermResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Term'] = ResolversParentTypes['Term'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  zh?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  en?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DepartmentResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Department'] = ResolversParentTypes['Department'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  zh?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  en?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CategoryResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Category'] = ResolversParentTypes['Category'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  zh?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  en?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PageInfoResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo'],
> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type EntityConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['EntityConnection'] =
    ResolversParentTypes['EntityConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['EntityEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type EntityEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['EntityEdge'] = ResolversParentTypes['EntityEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Entity'], ParentType, ContextType>;
};

export type LinkConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['LinkConnection'] =
    ResolversParentTypes['LinkConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['LinkEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type LinkEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['LinkEdge'] = ResolversParentTypes['LinkEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Link'], ParentType, ContextType>;
};

export type LinkResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Link'] = ResolversParentTypes['Link'],
> = {
  role?: Resolver<ResolversTypes['LinkRole'], ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['LinkDirection'], ParentType, ContextType>;
  other?: Resolver<ResolversTypes['Entity'], ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  departments?: Resolver<Array<ResolversTypes['Department']>, ParentType, ContextType>;
};

export type EventResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  occurredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reportedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  stage?: Resolver<Maybe<ResolversTypes['StageTerm']>, ParentType, ContextType>;
  stageAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  department?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  satisfaction?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  numbers?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  longitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  latitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  place?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  area?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  grid?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  community?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  subdistrict?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  timeline?: Resolver<Array<ResolversTypes['TimelineStep']>, ParentType, ContextType>;
  residents?: Resolver<
    ResolversTypes['ResidentConnection'],
    ParentType,
    ContextType,
    Partial<EventResidentsArgs>
  >;
  organizations?: Resolver<
    ResolversTypes['OrganizationConnection'],
    ParentType,
    ContextType,
    Partial<EventOrganizationsArgs>
  >;
  things?: Resolver<
    ResolversTypes['ThingConnection'],
    ParentType,
    ContextType,
    Partial<EventThingsArgs>
  >;
  provenance?: Resolver<Array<ResolversTypes['Provenance']>, ParentType, ContextType>;
  records?: Resolver<
    ResolversTypes['RecordConnection'],
    ParentType,
    ContextType,
    Partial<EventRecordsArgs>
  >;
  links?: Resolver<
    ResolversTypes['LinkConnection'],
    ParentType,
    ContextType,
    Partial<EventLinksArgs>
  >;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TimelineStepResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['TimelineStep'] = ResolversParentTypes['TimelineStep'],
> = {
  stage?: Resolver<ResolversTypes['StageTerm'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  department?: Resolver<ResolversTypes['Department'], ParentType, ContextType>;
  record?: Resolver<Maybe<ResolversTypes['Record']>, ParentType, ContextType>;
};

export type StageTermResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['StageTerm'] = ResolversParentTypes['StageTerm'],
> = {
  code?: Resolver<ResolversTypes['Stage'], ParentType, ContextType>;
  zh?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  en?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type EventConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['EventConnection'] =
    ResolversParentTypes['EventConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['EventEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type EventEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['EventEdge'] = ResolversParentTypes['EventEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Event'], ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['LinkRole']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type MutationResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation'],
> = {
  sync?: Resolver<
    ResolversTypes['Plan'],
    ParentType,
    ContextType,
    RequireFields<MutationSyncArgs, 'full'>
  >;
  retryPlan?: Resolver<
    ResolversTypes['Plan'],
    ParentType,
    ContextType,
    RequireFields<MutationRetryPlanArgs, 'id'>
  >;
  cancelPlan?: Resolver<
    ResolversTypes['Plan'],
    ParentType,
    ContextType,
    RequireFields<MutationCancelPlanArgs, 'id'>
  >;
  replayQuarantine?: Resolver<
    ResolversTypes['Replay'],
    ParentType,
    ContextType,
    RequireFields<MutationReplayQuarantineArgs, 'connector'>
  >;
  discardQuarantine?: Resolver<
    ResolversTypes['Int'],
    ParentType,
    ContextType,
    RequireFields<MutationDiscardQuarantineArgs, 'ids' | 'reason'>
  >;
  decideRemoval?: Resolver<
    ResolversTypes['Removal'],
    ParentType,
    ContextType,
    RequireFields<MutationDecideRemovalArgs, 'id' | 'decision' | 'reason'>
  >;
};

export type PlanResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Plan'] = ResolversParentTypes['Plan'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PlanStatus'], ParentType, ContextType>;
  slot?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  requestedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  sources?: Resolver<Array<ResolversTypes['PlanSource']>, ParentType, ContextType>;
  stages?: Resolver<Array<ResolversTypes['PlanStage']>, ParentType, ContextType>;
};

export type PlanSourceResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['PlanSource'] = ResolversParentTypes['PlanSource'],
> = {
  connector?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PlanSourceStatus'], ParentType, ContextType>;
  read?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expected?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  landed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  quarantined?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  deleted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  removed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  errorMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PlanStageResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['PlanStage'] = ResolversParentTypes['PlanStage'],
> = {
  stage?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  step?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  done?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ReplayResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Replay'] = ResolversParentTypes['Replay'],
> = {
  tried?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  landed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>;
};

export type RemovalResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Removal'] = ResolversParentTypes['Removal'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  connector?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stream?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RemovalStatus'], ParentType, ContextType>;
  why?: Resolver<ResolversTypes['RemovalReason'], ParentType, ContextType>;
  held?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  vanished?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  noticedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  decidedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  decidedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  removed?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ConnectorResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Connector'] = ResolversParentTypes['Connector'],
> = {
  lastSuccess?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  dataAsOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  nextRun?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  health?: Resolver<ResolversTypes['SourceHealth'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  zh?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  en?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  department?: Resolver<ResolversTypes['Department'], ParentType, ContextType>;
  sharing?: Resolver<ResolversTypes['SharingClass'], ParentType, ContextType>;
  condition?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  basis?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  retention?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  streams?: Resolver<Array<ResolversTypes['Stream']>, ParentType, ContextType>;
  freshAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastRun?: Resolver<Maybe<ResolversTypes['SyncRun']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrganizationResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Organization'] = ResolversParentTypes['Organization'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  identified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  creditCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  businessScope?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  establishedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  longitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  latitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  place?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  grid?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  community?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  subdistrict?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  legalRepresentatives?: Resolver<
    ResolversTypes['ResidentConnection'],
    ParentType,
    ContextType,
    Partial<OrganizationLegalRepresentativesArgs>
  >;
  employees?: Resolver<
    ResolversTypes['ResidentConnection'],
    ParentType,
    ContextType,
    Partial<OrganizationEmployeesArgs>
  >;
  events?: Resolver<
    ResolversTypes['EventConnection'],
    ParentType,
    ContextType,
    Partial<OrganizationEventsArgs>
  >;
  provenance?: Resolver<Array<ResolversTypes['Provenance']>, ParentType, ContextType>;
  records?: Resolver<
    ResolversTypes['RecordConnection'],
    ParentType,
    ContextType,
    Partial<OrganizationRecordsArgs>
  >;
  links?: Resolver<
    ResolversTypes['LinkConnection'],
    ParentType,
    ContextType,
    Partial<OrganizationLinksArgs>
  >;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrganizationConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['OrganizationConnection'] =
    ResolversParentTypes['OrganizationConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['OrganizationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OrganizationEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['OrganizationEdge'] =
    ResolversParentTypes['OrganizationEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['LinkRole']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type PlaceResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Place'] = ResolversParentTypes['Place'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['PlaceLevel'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  doorplate?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  longitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  latitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  population?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  ancestors?: Resolver<Array<ResolversTypes['Place']>, ParentType, ContextType>;
  children?: Resolver<
    ResolversTypes['PlaceConnection'],
    ParentType,
    ContextType,
    Partial<PlaceChildrenArgs>
  >;
  grid?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  community?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  subdistrict?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  residents?: Resolver<
    ResolversTypes['ResidentConnection'],
    ParentType,
    ContextType,
    Partial<PlaceResidentsArgs>
  >;
  events?: Resolver<
    ResolversTypes['EventConnection'],
    ParentType,
    ContextType,
    Partial<PlaceEventsArgs>
  >;
  organizations?: Resolver<
    ResolversTypes['OrganizationConnection'],
    ParentType,
    ContextType,
    Partial<PlaceOrganizationsArgs>
  >;
  things?: Resolver<
    ResolversTypes['ThingConnection'],
    ParentType,
    ContextType,
    Partial<PlaceThingsArgs>
  >;
  provenance?: Resolver<Array<ResolversTypes['Provenance']>, ParentType, ContextType>;
  records?: Resolver<
    ResolversTypes['RecordConnection'],
    ParentType,
    ContextType,
    Partial<PlaceRecordsArgs>
  >;
  links?: Resolver<
    ResolversTypes['LinkConnection'],
    ParentType,
    ContextType,
    Partial<PlaceLinksArgs>
  >;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PlaceConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['PlaceConnection'] =
    ResolversParentTypes['PlaceConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['PlaceEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PlaceEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['PlaceEdge'] = ResolversParentTypes['PlaceEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Place'], ParentType, ContextType>;
};

export type RecordResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Record'] = ResolversParentTypes['Record'],
> = {
  __resolveType: TypeResolveFn<null, ParentType, ContextType>;
};

export type RecordConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['RecordConnection'] =
    ResolversParentTypes['RecordConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['RecordEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RecordEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['RecordEdge'] = ResolversParentTypes['RecordEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Record'], ParentType, ContextType>;
};

export type ResidentResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Resident'] = ResolversParentTypes['Resident'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  identified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  identityNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sex?: Resolver<Maybe<ResolversTypes['Sex']>, ParentType, ContextType>;
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  ethnicity?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  maritalStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  residence?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  registeredAt?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  grid?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  community?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  subdistrict?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  household?: Resolver<Maybe<ResolversTypes['Household']>, ParentType, ContextType>;
  householdRelation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  events?: Resolver<
    ResolversTypes['EventConnection'],
    ParentType,
    ContextType,
    Partial<ResidentEventsArgs>
  >;
  organizations?: Resolver<
    ResolversTypes['OrganizationConnection'],
    ParentType,
    ContextType,
    Partial<ResidentOrganizationsArgs>
  >;
  relatives?: Resolver<
    ResolversTypes['ResidentConnection'],
    ParentType,
    ContextType,
    Partial<ResidentRelativesArgs>
  >;
  provenance?: Resolver<Array<ResolversTypes['Provenance']>, ParentType, ContextType>;
  records?: Resolver<
    ResolversTypes['RecordConnection'],
    ParentType,
    ContextType,
    Partial<ResidentRecordsArgs>
  >;
  links?: Resolver<
    ResolversTypes['LinkConnection'],
    ParentType,
    ContextType,
    Partial<ResidentLinksArgs>
  >;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HouseholdResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Household'] = ResolversParentTypes['Household'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  members?: Resolver<Array<ResolversTypes['Resident']>, ParentType, ContextType>;
};

export type ResidentConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ResidentConnection'] =
    ResolversParentTypes['ResidentConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['ResidentEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ResidentEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ResidentEdge'] = ResolversParentTypes['ResidentEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Resident'], ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['LinkRole']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type StreamResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Stream'] = ResolversParentTypes['Stream'],
> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recordType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  items?: Resolver<Array<ResolversTypes['Item']>, ParentType, ContextType>;
};

export type ItemResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Item'] = ResolversParentTypes['Item'],
> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  zh?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  en?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ItemKind'], ParentType, ContextType>;
  sharing?: Resolver<ResolversTypes['SharingClass'], ParentType, ContextType>;
  view?: Resolver<ResolversTypes['ItemView'], ParentType, ContextType>;
};

export type ConnectorConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ConnectorConnection'] =
    ResolversParentTypes['ConnectorConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['ConnectorEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ConnectorEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ConnectorEdge'] = ResolversParentTypes['ConnectorEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Connector'], ParentType, ContextType>;
};

export type SyncRunResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['SyncRun'] = ResolversParentTypes['SyncRun'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  connector?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SyncStatus'], ParentType, ContextType>;
  fullRead?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  errorMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  streams?: Resolver<Array<ResolversTypes['SyncRunStream']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SyncRunStreamResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['SyncRunStream'] = ResolversParentTypes['SyncRunStream'],
> = {
  stream?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  read?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  landed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  quarantined?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  deleted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  removed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mentions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  links?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SyncRunConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['SyncRunConnection'] =
    ResolversParentTypes['SyncRunConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['SyncRunEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SyncRunEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['SyncRunEdge'] = ResolversParentTypes['SyncRunEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SyncRun'], ParentType, ContextType>;
};

export type QuarantineResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Quarantine'] = ResolversParentTypes['Quarantine'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  connector?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stream?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['QuarantineStage'], ParentType, ContextType>;
  place?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  key?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  run?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  connectorVersion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['QuarantineStatus'], ParentType, ContextType>;
  firstSeen?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastSeen?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QuarantineConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['QuarantineConnection'] =
    ResolversParentTypes['QuarantineConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['QuarantineEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type QuarantineEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['QuarantineEdge'] =
    ResolversParentTypes['QuarantineEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Quarantine'], ParentType, ContextType>;
};

export type ThingResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['Thing'] = ResolversParentTypes['Thing'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  numbers?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  longitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  latitude?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  place?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  grid?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  community?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  subdistrict?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  events?: Resolver<
    ResolversTypes['EventConnection'],
    ParentType,
    ContextType,
    Partial<ThingEventsArgs>
  >;
  provenance?: Resolver<Array<ResolversTypes['Provenance']>, ParentType, ContextType>;
  records?: Resolver<
    ResolversTypes['RecordConnection'],
    ParentType,
    ContextType,
    Partial<ThingRecordsArgs>
  >;
  links?: Resolver<
    ResolversTypes['LinkConnection'],
    ParentType,
    ContextType,
    Partial<ThingLinksArgs>
  >;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ThingConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ThingConnection'] =
    ResolversParentTypes['ThingConnection'],
> = {
  edges?: Resolver<Array<ResolversTypes['ThingEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ThingEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['ThingEdge'] = ResolversParentTypes['ThingEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Thing'], ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['LinkRole']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type RiskTrendResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['RiskTrend'] = ResolversParentTypes['RiskTrend'],
> = {
  category?: Resolver<ResolversTypes['Category'], ParentType, ContextType>;
  area?: Resolver<ResolversTypes['Place'], ParentType, ContextType>;
  grain?: Resolver<ResolversTypes['TrendGrain'], ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  suppressedBelow?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  points?: Resolver<Array<ResolversTypes['TrendPoint']>, ParentType, ContextType>;
};

export type TrendPointResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes['TrendPoint'] = ResolversParentTypes['TrendPoint'],
> = {
  start?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  end?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  expected?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  upper?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TrendStatus'], ParentType, ContextType>;
  incomplete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Query?: QueryResolvers<ContextType>;
  Caller?: CallerResolvers<ContextType>;
  KindView?: KindViewResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  AuditEntryConnection?: AuditEntryConnectionResolvers<ContextType>;
  AuditEntryEdge?: AuditEntryEdgeResolvers<ContextType>;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  Entity?: EntityResolvers<ContextType>;
  Provenance?: ProvenanceResolvers<ContextType>;
  Term?: TermResolvers<ContextType>;
  Department?: DepartmentResolvers<ContextType>;
  Category?: CategoryResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  EntityConnection?: EntityConnectionResolvers<ContextType>;
  EntityEdge?: EntityEdgeResolvers<ContextType>;
  LinkConnection?: LinkConnectionResolvers<ContextType>;
  LinkEdge?: LinkEdgeResolvers<ContextType>;
  Link?: LinkResolvers<ContextType>;
  Event?: EventResolvers<ContextType>;
  TimelineStep?: TimelineStepResolvers<ContextType>;
  StageTerm?: StageTermResolvers<ContextType>;
  EventConnection?: EventConnectionResolvers<ContextType>;
  EventEdge?: EventEdgeResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Plan?: PlanResolvers<ContextType>;
  PlanSource?: PlanSourceResolvers<ContextType>;
  PlanStage?: PlanStageResolvers<ContextType>;
  Replay?: ReplayResolvers<ContextType>;
  Removal?: RemovalResolvers<ContextType>;
  Connector?: ConnectorResolvers<ContextType>;
  Organization?: OrganizationResolvers<ContextType>;
  OrganizationConnection?: OrganizationConnectionResolvers<ContextType>;
  OrganizationEdge?: OrganizationEdgeResolvers<ContextType>;
  Place?: PlaceResolvers<ContextType>;
  PlaceConnection?: PlaceConnectionResolvers<ContextType>;
  PlaceEdge?: PlaceEdgeResolvers<ContextType>;
  Record?: RecordResolvers<ContextType>;
  RecordConnection?: RecordConnectionResolvers<ContextType>;
  RecordEdge?: RecordEdgeResolvers<ContextType>;
  Resident?: ResidentResolvers<ContextType>;
  Household?: HouseholdResolvers<ContextType>;
  ResidentConnection?: ResidentConnectionResolvers<ContextType>;
  ResidentEdge?: ResidentEdgeResolvers<ContextType>;
  Stream?: StreamResolvers<ContextType>;
  Item?: ItemResolvers<ContextType>;
  ConnectorConnection?: ConnectorConnectionResolvers<ContextType>;
  ConnectorEdge?: ConnectorEdgeResolvers<ContextType>;
  SyncRun?: SyncRunResolvers<ContextType>;
  SyncRunStream?: SyncRunStreamResolvers<ContextType>;
  SyncRunConnection?: SyncRunConnectionResolvers<ContextType>;
  SyncRunEdge?: SyncRunEdgeResolvers<ContextType>;
  Quarantine?: QuarantineResolvers<ContextType>;
  QuarantineConnection?: QuarantineConnectionResolvers<ContextType>;
  QuarantineEdge?: QuarantineEdgeResolvers<ContextType>;
  Thing?: ThingResolvers<ContextType>;
  ThingConnection?: ThingConnectionResolvers<ContextType>;
  ThingEdge?: ThingEdgeResolvers<ContextType>;
  RiskTrend?: RiskTrendResolvers<ContextType>;
  TrendPoint?: TrendPointResolvers<ContextType>;
};
