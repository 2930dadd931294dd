export function suffixOf(project: string): string {
  return process.env.ENVIRONMENT_SUFFIX || `${project}-dev`;
}
