import { BaseStack } from './base-stack';

export class GateStack extends BaseStack {}
