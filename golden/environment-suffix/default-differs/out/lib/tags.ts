export function createTags(environment: string): Record<string, string> {
  return { Environment: environment, CostCenter: 'maps', ManagedBy: 'Pulumi' };
}
