/** What software is built on. */
export const BUILD_IMAGE = 'amzn2-ami-hvm-*-arm64-gp2';
