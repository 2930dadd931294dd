export { BASTION } from './bastion';
