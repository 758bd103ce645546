import type { Catalogue, Stream } from '../../connect/connector';
import { STAGE_LABEL, STAGES, type Label, type Stage } from '../../domain/nouns';
import type { HubFacts } from '../context';
import type { CategoryModel, DepartmentModel, TermModel } from '../model';

export function categoryOf(hub: HubFacts, code: string): CategoryModel {
  const label = hub.categories[code];
  const dot = code.lastIndexOf('.');
  // A category that was taken out of hub.yaml since: its code is all that is known.
  return {
    code,
    zh: label?.zh ?? code,
    en: label?.en ?? code,
    parent: dot < 0 ? null : code.slice(0, dot),
  };
}

export function termOf(code: string, label: Label | undefined): TermModel {
  return { code, zh: label?.zh ?? code, en: label?.en ?? code };
}

export function stageOf(text: unknown): { code: Stage; zh: string; en: string } | null {
  const code = STAGES.find((stage) => stage === text);
  return code === undefined ? null : { code, ...STAGE_LABEL[code] };
}

/** The department that provides a stream. */
export function departmentOf(catalogue: Catalogue, stream: Stream): DepartmentModel {
  return catalogue.connector(stream.connector).spec.department;
}

/** The departments that provide any of the streams, each once, by code. */
export function departmentsOf(catalogue: Catalogue, streams: readonly number[]): DepartmentModel[] {
  const departments = new Map(
    streams
      .map((id) => departmentOf(catalogue, catalogue.stream(id)))
      .map((department) => [department.code, department] as const),
  );
  return [...departments.values()].sort((left, right) => (left.code < right.code ? -1 : 1));
}
