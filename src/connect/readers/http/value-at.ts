export { valueAt } from '../value-at';
