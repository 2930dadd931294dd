/** What software is built on. */
export const BUILD_IMAGE = 'al2023-ami-2023.*-arm64';
